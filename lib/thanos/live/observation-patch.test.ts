import { describe, expect, test } from 'vitest'
import { text } from '../../text.ts'
import type { Observation, Reading, Sample, SeenComponent } from './observation.ts'
import { observationPatch, patched } from './observation-patch.ts'

const fresh = <T>(value: T, at = 1): Reading<T> => ({ state: 'fresh', from: 'here', at, value })
const samples = (value: number): Sample[] => [{ name: 'a', labels: { tenant: 'x' }, value }, { name: 'b', labels: {}, value: 7 }]
const component = (pod: string, metrics: Reading<Sample[]>): SeenComponent => ({ pod, kind: 'query', object: 'Deployment/query', flags: fresh({}), version: fresh('0.42.4'), metrics })

function look(changes: Partial<Observation> = {}): Observation {
  return { at: 1, workloads: fresh([]), pods: fresh([]), edges: fresh([]), components: [component('q-0', fresh(samples(1)))], stores: { 'q-0': fresh([]) }, targets: {}, rules: {}, blocks: {}, alertmanagers: {}, ...changes }
}

/** As a viewer gets it: over JSON. */
const sent = <T>(value: T): T => structuredClone(JSON.parse(JSON.stringify(value)) as T)

describe('a patch between two looks', () => {
  test.each<[string, Partial<Observation>]>([
    ['a reading that fails', { stores: { 'q-0': { state: 'stale', from: 'here', at: 1, value: [], since: 2, why: text('gone', '없음') } } }],
    ['a pod that comes', { components: [component('q-0', fresh(samples(1))), component('q-1', fresh(samples(2)))], stores: { 'q-0': fresh([]), 'q-1': fresh([]) } }],
    ['a pod that goes', { components: [], stores: {} }],
    ['numbers that move', { components: [component('q-0', fresh(samples(5), 9))] }],
    ['a series that comes', { components: [component('q-0', fresh([...samples(1), { name: 'c', labels: {}, value: 3 }], 9))] }],
    ['a namespace that nobody may look into', { unseen: [{ namespace: 'b', isHome: false, since: 1, why: text('forbidden', '권한 없음') }] }],
    ['a list that changes', { edges: fresh([{ labels: { cluster: 'seoul' }, lastSampleAt: 8 }], 9) }],
  ])('makes the later of the earlier one: %s', (_, changes) => {
    const [before, after] = [look(), { ...look(changes), at: 2 }]
    expect(patched(sent(before), sent(observationPatch(before, after)))).toEqual(after)
  })

  test('tells of a namespace that can be looked into again', () => {
    const [before, after] = [look({ unseen: [{ namespace: 'b', isHome: false, since: 1, why: text('forbidden', '권한 없음') }] }), look()]
    expect(patched(sent(before), sent(observationPatch(before, after)))).toEqual(after)
  })

  test('says no more than the time of what was read again and is the same', () => {
    const value = [{ labels: {} }]
    const patch = observationPatch(look({ edges: fresh(value, 1) }), { ...look({ edges: fresh(value, 5) }), at: 5 })
    expect(patch.asOf).toEqual({ edges: 5 })
    expect(patch.set).not.toHaveProperty('edges')
  })

  test('sends a page of metrics as its numbers alone when its series are the same', () => {
    const patch = observationPatch(look(), look({ components: [component('q-0', fresh(samples(5), 9))] }))
    expect(patch.moved).toEqual({ 'metrics/q-0': { at: 9, values: [5, 7] } })
  })
})
