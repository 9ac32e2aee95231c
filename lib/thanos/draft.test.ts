import { describe, expect, test } from 'vitest'
import { EMPTY_SPEC, type SpecObject, type StackSpec } from './spec.ts'
import { freshDraft, mergedDraft, redo, specOf, undo, withEdits, withImport } from './draft.ts'
import { draftEdits } from './draft-edits.ts'

const ID = 'Deployment/monitoring/thanos-query'
const LABEL = { en: 'x', ko: 'x' }

function query(timeout: string, replicas = 2): SpecObject {
  return {
    type: 'workload', object: 'Deployment', name: 'thanos-query', namespace: 'monitoring', kind: 'query', container: 'thanos-query',
    image: 'quay.io/thanos/thanos:v0.42.4', replicas,
    args: [{ style: 'word', text: 'query' }, { style: 'equals', flag: 'query.timeout', value: timeout }],
    rest: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query', namespace: 'monitoring' } },
  }
}

function rules(text: string): SpecObject {
  return { type: 'config', object: 'ConfigMap', name: 'rules', namespace: 'monitoring', files: { 'a.yaml': text }, rest: {} }
}

const spec = (...objects: SpecObject[]): StackSpec => ({ ...EMPTY_SPEC, objects })
const setTimeoutFlag = (value: string) => ({ op: 'flag.set' as const, object: ID, flag: 'query.timeout', values: [value] })

describe('a draft', () => {
  test('keeps typing into one field as one step that undo takes back whole', () => {
    let draft = freshDraft({ number: 1, spec: spec(query('5m')) })
    for (const value of ['2', '2m', '2m3']) draft = withEdits(draft, [setTimeoutFlag(value)], LABEL)
    expect(draft.steps).toHaveLength(1)
    expect(specOf(undo(draft))).toEqual(spec(query('5m')))
    expect(specOf(redo(undo(draft)))).toEqual(specOf(draft))
  })

  test('forgets a field that is typed back to what it was', () => {
    const start = freshDraft({ number: 1, spec: spec(query('5m')) })
    const draft = withEdits(withEdits(start, [setTimeoutFlag('2m')], LABEL), [setTimeoutFlag('5m')], LABEL)
    expect(draft.steps).toHaveLength(0)
  })

  test('keeps edits of two fields as two steps', () => {
    const start = freshDraft({ number: 1, spec: spec(query('5m')) })
    const draft = withEdits(withEdits(start, [setTimeoutFlag('2m')], LABEL), [{ op: 'replicas.set', object: ID, replicas: 3 }], LABEL)
    expect(draft.steps).toHaveLength(2)
    expect(draftEdits(spec(query('5m')), specOf(draft))).toEqual([
      { object: ID, path: 'flags.query.timeout', before: '5m', after: '2m' }, { object: ID, path: 'replicas', before: '2', after: '3' },
    ])
  })

  test('merging an import keeps other objects in their place and replaces those of the same name', () => {
    const start = freshDraft({ number: 1, spec: spec(rules('old'), query('5m')) })
    const merged = withImport(start, { mode: 'merge', label: LABEL, objects: [query('1m')] })
    expect(specOf(merged)).toEqual(spec(rules('old'), query('1m')))
    const replaced = withImport(start, { mode: 'replace', label: LABEL, objects: [query('1m')] })
    expect(specOf(replaced)).toEqual(spec(query('1m')))
    expect(draftEdits(specOf(start), specOf(replaced))).toContainEqual({ object: 'ConfigMap/monitoring/rules', path: '', before: 'ConfigMap' })
  })

  test('carries its edits over to a revision that somebody else saved, and keeps what they changed', () => {
    const mine = withEdits(freshDraft({ number: 1, spec: spec(query('5m')) }), [setTimeoutFlag('2m')], LABEL)
    const theirs = { number: 2, spec: spec(query('5m', 4)) }
    const together = spec(query('2m', 4))
    const carried = mergedDraft(mine, theirs, together)
    expect(specOf(carried)).toEqual(together)
    expect(specOf(undo(carried))).toEqual(theirs.spec)
    expect(carried.steps).toEqual(mine.steps)
  })

  test('takes what was chosen in a merge as one step, named as the steps that led there', () => {
    const mine = withEdits(freshDraft({ number: 1, spec: spec(query('5m')) }), [setTimeoutFlag('2m')], LABEL)
    const theirs = { number: 2, spec: spec(query('3m', 4)) }
    const chosen = mergedDraft(mine, theirs, spec(query('4m', 4)))
    expect(specOf(chosen)).toEqual(spec(query('4m', 4)))
    expect(chosen.steps).toMatchObject([{ kind: 'import', label: LABEL }])
    expect(mergedDraft(mine, theirs, theirs.spec)).toMatchObject({ base: theirs, steps: [] })
  })
})
