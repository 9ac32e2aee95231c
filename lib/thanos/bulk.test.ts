import { describe, expect, test } from 'vitest'
import { specOf } from '../testing/specs.ts'
import { applyEdits } from './apply-edits.ts'
import { type BulkField, bulkEdits, bulkEditsOfAll, bulkFields, bulkProblem, bulkValue, isChanged, suits } from './bulk.ts'
import { freshDraft, specOf as specAfter, undo, withEdits } from './draft.ts'
import { specObjectId, workloads } from './spec.ts'

const store = (name: string, extra = '', tag = 'v0.42.0'): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: monitoring }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: thanos, image: "quay.io/thanos/thanos:${tag}", args: [store${extra}] }]
`
const SPEC = specOf([store('a'), store('b', ', --min-time=-6w'), store('c', ', --min-time=-2w'), store('q').replace('args: [store]', 'args: [query]')].join('---\n'))
const ALL = workloads(SPEC)
const MIN_TIME: BulkField = { is: 'flag', name: 'min-time' }

describe('a field over several workloads', () => {
  test('is set where it suits and differs, and nowhere else', () => {
    const edits = bulkEdits(SPEC, ALL, MIN_TIME, ['-6w'])
    expect(edits.map((edit) => 'object' in edit && edit.object)).toEqual(['StatefulSet/monitoring/a', 'StatefulSet/monitoring/c'])
    const after = workloads(applyEdits(SPEC, edits))
    expect(after.map((workload) => bulkValue(SPEC, workload, MIN_TIME))).toEqual([['-6w'], ['-6w'], ['-6w'], undefined])
  })

  test('is one step of a draft that one undo takes back whole', () => {
    const draft = freshDraft({ number: 1, spec: SPEC })
    const next = withEdits(draft, bulkEdits(SPEC, ALL, MIN_TIME, ['-6w']), { en: 'x', ko: 'x' })
    expect(next.steps).toHaveLength(1)
    expect(specAfter(undo(next))).toEqual(SPEC)
  })

  test('is taken away by an absent value, from those that have it', () => {
    const after = applyEdits(SPEC, bulkEdits(SPEC, ALL, MIN_TIME, undefined))
    expect(workloads(after).map((workload) => bulkValue(after, workload, MIN_TIME))).toEqual([undefined, undefined, undefined, undefined])
  })

  test('covers pods: a version keeps each repository, and a budget is made for each workload that has none', () => {
    const versions = applyEdits(SPEC, bulkEdits(SPEC, ALL, { is: 'text', name: 'version' }, 'v0.41.0'))
    expect(new Set(workloads(versions).map(({ image }) => image))).toEqual(new Set(['quay.io/thanos/thanos:v0.41.0']))
    const budgets = applyEdits(SPEC, bulkEdits(SPEC, ALL, { is: 'shape', name: 'budget' }, { maxUnavailable: 1 }))
    expect(budgets.objects.filter(({ object }) => object === 'PodDisruptionBudget').map(({ name }) => name)).toEqual(['a', 'b', 'c', 'q'])
  })

  test('are several fields in one step: each where it suits, each on what the ones before it leave, and one undo takes all back', () => {
    const settings = [
      { field: MIN_TIME, value: ['-6w'] }, { field: { is: 'text', name: 'image' }, value: 'reg/thanos:v0.41.0' }, { field: { is: 'text', name: 'version' }, value: 'v0.40.0' },
      { field: { is: 'shape', name: 'budget' }, value: { maxUnavailable: 1 } },
    ] as const
    const chosen = new Set(ALL.filter(({ name }) => name !== 'b').map(specObjectId))
    const draft = withEdits(freshDraft({ number: 1, spec: SPEC }), bulkEditsOfAll(SPEC, chosen, settings), { en: 'x', ko: 'x' })
    const after = specAfter(draft)
    expect(workloads(after).map((workload) => [workload.name, workload.image, bulkValue(after, workload, MIN_TIME), bulkValue(after, workload, { is: 'shape', name: 'budget' })])).toEqual([
      ['a', 'reg/thanos:v0.40.0', ['-6w'], { maxUnavailable: 1 }], ['b', 'quay.io/thanos/thanos:v0.42.0', ['-6w'], undefined],
      ['c', 'reg/thanos:v0.40.0', ['-6w'], { maxUnavailable: 1 }], ['q', 'reg/thanos:v0.40.0', undefined, { maxUnavailable: 1 }],
    ])
    expect(ALL.map((workload) => isChanged(SPEC, workload, settings[0]))).toEqual([true, false, true, false])
    expect(draft.steps).toHaveLength(1)
    expect(specAfter(undo(draft))).toEqual(SPEC)
  })

  test('offers what at least one of them can have, and knows whom it does not suit', () => {
    const names = bulkFields(ALL).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['replicas', 'tolerations', 'min-time', 'query.timeout']))
    expect(bulkFields(ALL.slice(0, 3)).map(({ name }) => name)).not.toContain('query.timeout')
    expect(ALL.map((workload) => suits(workload, MIN_TIME))).toEqual([true, true, true, false])
    const old = workloads(specOf(store('old', '', 'v0.31.0')))
    expect(old.map((workload) => suits(workload, { is: 'flag', name: 'matcher-cache-size' }))).toEqual([false])
  })

  test('says why a value is refused', () => {
    const [first] = ALL
    expect(first && bulkProblem(first, MIN_TIME, ['soon'])).toBeDefined()
    expect(first && bulkProblem(first, MIN_TIME, ['-6w'])).toBeUndefined()
    expect(first && bulkProblem(first, { is: 'text', name: 'replicas' }, 'two')).toBeDefined()
  })
})
