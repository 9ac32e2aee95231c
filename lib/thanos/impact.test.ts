import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ObjectChange } from '../manifest/change.ts'
import { adopt } from './adopt.ts'
import { applyEdits } from './apply-edits.ts'
import { flagValues } from './args.ts'
import type { Edit } from './edit.ts'
import { IMPACT_AREAS, impactOf, objectRisk, riskOf, type Impact } from './impact.ts'
import type { SpecObject, Workload } from './spec.ts'

const GUIDE = join(import.meta.dirname, '../../examples/guide')
const guide = adopt(readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(join(GUIDE, name), 'utf8') }))).spec
const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
const QUERIER = 'Deployment/monitoring/thanos-query'
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'

const isQuerier = (object: SpecObject): object is Workload => object.type === 'workload' && object.kind === 'query'

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
    expect(found[0]).toMatchObject({ area: 'data', weight: 'danger', message: { en: 'Raw data older than 3d is deleted' } })
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

  it('takes a compactor that was not there for one that deletes what the bucket holds', () => {
    const without = { ...guide, objects: guide.objects.filter(({ name }) => name !== 'thanos-compactor') }
    expect(impactOf(without, guide, [])[0]).toMatchObject({ area: 'data', weight: 'danger', message: { en: 'thanos-compactor begins to delete old blocks' } })
    const keeping = applyEdits(guide, ['raw', '5m', '1h'].map((resolution) => ({ op: 'flag.set', object: COMPACTOR, flag: `retention.resolution-${resolution}`, values: [] })))
    expect(riskOf(impactOf(without, keeping, []))).toBe('low')
  })

  it('says when queries deduplicate by other labels or ask other stores, and not when a flag is only renamed', () => {
    const queries = (edits: Edit[]) => impacts(edits).filter(({ area }) => area === 'queries').map(({ message, detail }) => [message.en, detail?.en])
    const labels = flagValues(guide.objects.find(isQuerier)?.args ?? [], 'query.replica-label')
    expect(queries([{ op: 'flag.set', object: QUERIER, flag: 'query.replica-label', values: [...labels, 'x'] }]))
      .toEqual([['thanos-query takes other series for copies of one', `Replica labels: ${[...labels, 'x'].join(', ')}. Until now: ${labels.join(', ')}.`]])
    const stores = flagValues(guide.objects.find(isQuerier)?.args ?? [], 'store')
    expect(queries([{ op: 'flag.set', object: QUERIER, flag: 'store', values: [] }, { op: 'flag.set', object: QUERIER, flag: 'endpoint', values: stores }]))
      .toEqual([['Queries answer as before', undefined]])
    expect(queries([{ op: 'flag.set', object: QUERIER, flag: 'store', values: [...stores.slice(1), 'other:10901'] }]))
      .toEqual([['thanos-query asks other stores', `New: other:10901. Gone: ${stores[0]}.`]])
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

describe('objectRisk', () => {
  it('is high for the object that deletes data and for no other of the same change', () => {
    const after = applyEdits(guide, [
      { op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['3d'] },
      { op: 'flag.set', object: QUERIER, flag: 'log.level', values: ['debug'] },
    ])
    expect([COMPACTOR, QUERIER, 'Service/monitoring/thanos-query'].map((object, index) => objectRisk(guide, after, restart(object, 2 - index)))).toEqual(['high', 'medium', 'low'])
  })
})
