import { describe, expect, it } from 'vitest'
import { example } from '#lib/testing/examples.ts'
import { adopt } from '../adopt.ts'
import { applyEdits } from '../apply-edits.ts'
import { lint } from '../lint.ts'
import { START } from '../sizing/load.ts'
import { EMPTY_SPEC, specObjectId, type StackSpec, workloads } from '../spec.ts'
import { addFromPreset } from './add.ts'
import { removeWorkload } from './remove.ts'
import { NEW_INSTALLATION, type Part, type PresetRequest } from './request.ts'

const request = (asked: Partial<PresetRequest>): PresetRequest => ({
  parts: [...NEW_INSTALLATION], size: 'S', load: START.S, namespace: 'monitoring', release: 'v0.42', bucket: { secret: 'thanos-objstore', key: 'objstore.yml' },
  tenants: [], olderThanDays: 0, alertmanager: '', ...asked,
})
const corrected = adopt(example('corrected')).spec
const rings = adopt(example('router-ingestors')).spec
const whole = addFromPreset(EMPTY_SPEC, request({})).spec
const idOf = (spec: StackSpec, name: string): string => specObjectId(workloads(spec).find((workload) => workload.name === name) ?? workloads(spec)[0] ?? (() => { throw new Error('no workload') })())
const errors = (spec: StackSpec): string[] => lint(spec).filter(({ severity }) => severity === 'error').map(({ code }) => code)
const byName = (spec: StackSpec): StackSpec['objects'] => spec.objects.toSorted((a, b) => specObjectId(a).localeCompare(specObjectId(b)))
const remove = (spec: StackSpec, name: string): NonNullable<ReturnType<typeof removeWorkload>> => {
  const removal = removeWorkload(spec, idOf(spec, name))
  if (removal === undefined) throw new Error(`no workload ${name}`)
  return removal
}

describe('removing a workload', () => {
  it.each<[Part, Partial<PresetRequest>, string]>([
    ['store', { olderThanDays: 30 }, 'thanos-store-old'],
    ['query', {}, 'thanos-query-2'],
    ['rule', {}, 'thanos-rule'],
    ['query-frontend', {}, 'thanos-query-frontend-2'],
    ['ingestor', {}, 'thanos-receive-2'],
    ['router', {}, 'thanos-receive-router-2'],
  ])('takes back a %s that was added, and everything that was made for it', (part, asked, name) => {
    const before = part === 'ingestor' || part === 'rule' ? withLabels(whole) : whole
    const added = addFromPreset(before, request({ parts: [part], ...asked })).spec
    expect(workloads(added).map((workload) => workload.name)).toContain(name)
    expect(byName(remove(added, name).spec)).toEqual(byName(before))
  })

  it('never deletes a claim, and says which ones stay', () => {
    const { kept, edits } = remove(whole, 'thanos-store')
    expect(kept.map(({ en }) => en)).toContainEqual('The claims data-thanos-store-0 … data-thanos-store-1 and their data stay; Gauntlet never deletes them.')
    expect(JSON.stringify(edits)).not.toContain('PersistentVolumeClaim')
  })

  it('warns when Kubernetes itself would delete the claims', () => {
    const id = idOf(whole, 'thanos-store')
    const spec = applyEdits(whole, [{ op: 'field.set', object: id, pointer: '/spec/persistentVolumeClaimRetentionPolicy', value: { whenDeleted: 'Delete' } }])
    expect(remove(spec, 'thanos-store').kept[0]?.en).toContain('are deleted by Kubernetes')
  })

  it('says by how much the ring shrinks, and that it cannot be built below the number of copies', () => {
    const grown = addFromPreset(rings, request({ parts: ['ingestor'] })).spec
    expect(remove(grown, 'thanos-receive').effects.map(({ en }) => en).join()).toContain('Ring default shrinks from 9 to 6 pods: about 33 % of the series move')
    expect(remove(rings, 'thanos-ingest-team-a').effects[0]?.en).toContain('Ring team-a is gone')
    expect(errors(remove(grown, 'thanos-receive').spec)).toEqual([])
  })

  it('keeps what others use: the Secret, a ConfigMap that two mount, a Service that leads to two', () => {
    const twice = addFromPreset(rings, request({ parts: ['router'] })).spec
    const { edits } = remove(twice, 'thanos-receive-router')
    const gone = edits.flatMap((edit) => (edit.op === 'object.remove' ? [edit.object] : []))
    expect(gone).toContain('Service/thanos/thanos-receive-router')
    expect(gone.filter((id) => id.startsWith('ConfigMap') || id.startsWith('Secret'))).toEqual([])
  })

  it('names who would ask in vain', () => {
    expect(remove(whole, 'thanos-query').effects.map(({ en }) => en)).toContainEqual('thanos-query-frontend asks thanos-query: give it another querier, or take it out too.')
    expect(remove(corrected, 'thanos-query').effects.map(({ en }) => en).join()).toContain('thanos-ruler asks thanos-query')
    expect(remove(whole, 'thanos-compact').effects.map(({ en }) => en).join()).toContain('the bucket grows')
  })

  it.each(['corrected', 'router-ingestors', 'store-shards', 'minimal'])('leaves no endpoint, ring member or Service of %s that leads nowhere', (name) => {
    const spec = adopt(example(name)).spec
    for (const workload of workloads(spec)) {
      const removal = remove(spec, workload.name)
      const dangling = errors(removal.spec).filter((code) => ['query/endpoint-unanswered', 'hashring/not-a-member', 'service/selects-nothing'].includes(code))
      expect(dangling).toEqual([])
    }
  }, 60_000)

  it('gives the command that deletes the objects, without the claims', () => {
    expect(remove(whole, 'thanos-query-frontend').left[0]?.en).toContain('kubectl -n monitoring delete deployment/thanos-query-frontend service/thanos-query-frontend poddisruptionbudget/thanos-query-frontend configmap/thanos-query-frontend-cache')
  })

  it('is nothing for an object that is no workload', () => {
    expect(removeWorkload(whole, 'ConfigMap/monitoring/nothing')).toBeUndefined()
  })
})

/** Replica labels stay with the queriers, so they are there before as they are after. */
function withLabels(spec: StackSpec): StackSpec {
  return applyEdits(spec, ['receive_replica', 'rule_replica'].map((value) => ({ op: 'flag.add' as const, object: idOf(spec, 'thanos-query'), flag: 'query.replica-label', value })))
}
