import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '../manifest/change.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import type { Edit } from './edit.ts'
import { IMPACT_AREAS, impactOf, riskOf, type Impact } from './impact.ts'

const GUIDE = join(import.meta.dirname, '../../examples/guide')
const guide = adopt(readdirSync(GUIDE).map((name) => ({ name, text: readFileSync(join(GUIDE, name), 'utf8') }))).spec
const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'

function restart(object: string, restarts: number): ObjectChange {
  return { object, verdict: 'change', fields: [], conflicts: [], liveYaml: '', predictedYaml: '', restarts }
}

function impacts(edits: Edit[], changes: ObjectChange[] = []): Impact[] {
  return impactOf(guide, applyEdits(guide, edits), changes)
}

describe('impactOf', () => {
  it('names all four areas also when nothing happens', () => {
    expect(impacts([]).map(({ area, weight }) => `${area} ${weight}`)).toEqual(IMPACT_AREAS.map((area) => `${area} none`))
    expect(riskOf(impacts([]))).toBe('low')
  })

  it('calls shorter retention high risk and says until when it can be undone', () => {
    const found = impacts([{ op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['3d'] }])
    expect(riskOf(found)).toBe('high')
    expect(found[0]).toMatchObject({ area: 'data', weight: 'danger', message: { en: 'raw data older than 3d is deleted' } })
    expect(found[0]?.detail?.en).toContain('48h later')
  })

  it('takes a limit where there was none for a cut, and a longer one for none', () => {
    const unlimited = applyEdits(guide, [{ op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-1h', values: [] }])
    expect(riskOf(impactOf(unlimited, guide, []))).toBe('high')
    expect(riskOf(impactOf(guide, unlimited, []))).toBe('low')
  })

  it('says that writes fail while the only copy restarts, and that they do not with three', () => {
    const one = impacts([], [restart(RECEIVER, 3)])
    expect(one.find(({ area }) => area === 'ingest')).toMatchObject({ weight: 'notice', message: { en: 'Writes fail while pods of thanos-receiver restart' } })
    const three = impacts([{ op: 'flag.set', object: RECEIVER, flag: 'receive.replication-factor', values: ['3'] }], [restart(RECEIVER, 3)])
    expect(three.find(({ area }) => area === 'ingest')).toMatchObject({ weight: 'none', message: { en: 'No write is refused' } })
  })

  it('counts the pods that restart', () => {
    const found = impacts([], [restart(RECEIVER, 3), restart(COMPACTOR, 1)]).find(({ area }) => area === 'restarts')
    expect(found?.message.en).toBe('4 pods restart')
    expect(found?.detail?.en).toContain('3 × thanos-receiver, 1 × thanos-compactor')
  })

  it('says that series move when the ring changes', () => {
    const ring = JSON.stringify([{ endpoints: ['a:10901'] }])
    const found = impacts([{ op: 'file.set', object: 'ConfigMap/monitoring/thanos-receiver-hashrings', key: 'hashrings.json', text: ring }])
    expect(found.filter(({ area }) => area === 'ingest').map(({ message }) => message.en)).toEqual(['Series move to other receivers'])
  })
})
