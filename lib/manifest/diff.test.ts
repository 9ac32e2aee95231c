import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldChange } from './change.ts'
import { diffFields } from './diff.ts'
import { isEqual } from './equal.ts'
import type { Json, JsonObject } from './types.ts'

const word = fc.constantFrom('a', 'b', '--x=1', '--x=2', '--y', 'name', 'port')
const map: fc.Arbitrary<JsonObject> = fc.letrec<{ map: JsonObject; value: Json }>((tie) => ({
  map: fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  value: fc.oneof({ depthSize: 'small' }, word, fc.integer({ max: 3, min: 0 }), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.array(fc.record({ name: word, v: tie('value') }), { maxLength: 3 }), tie('map')),
})).map

const pod = (container: JsonObject): JsonObject => ({ spec: { template: { spec: { containers: [{ name: 'log' }, { name: 'thanos-query', ...container }] } } } })
const IN = 'spec.template.spec.containers[thanos-query]'

describe('diffFields', () => {
  test('is empty exactly when both say the same, whatever the order of keys', () => {
    fc.assert(fc.property(map, map, (before, after) => {
      expect(diffFields(before, before)).toEqual([])
      expect(diffFields(before, Object.fromEntries(Object.entries(before).toReversed()))).toEqual([])
      expect(diffFields(before, after).length === 0).toBe(isEqual(before, after))
    }), { numRuns: 500 })
  })

  test('turned round, it names as many changes with before and after swapped', () => {
    fc.assert(fc.property(map, map, (before, after) => {
      const sides = (changes: FieldChange[], first: 'before' | 'after', second: 'before' | 'after'): string[] =>
        changes.map((change) => JSON.stringify([change[first] ?? null, change[second] ?? null])).toSorted()
      const changes = diffFields(before, after)
      for (const change of changes) expect(isEqual(change.before, change.after)).toBe(false)
      expect(diffFields(after, before).length > 0).toBe(changes.length > 0)
      expect(sides(diffFields(undefined, after), 'before', 'after')).toEqual(sides(diffFields(after, undefined), 'after', 'before'))
    }))
  })

  test('a field, a list item by name, a key with dots each have their path', () => {
    const before = { ...pod({ image: 'thanos:v0.31.0', ports: [{ name: 'http', containerPort: 1 }], volumeMounts: [{ name: 'd', mountPath: '/a' }] }), data: { 'a.yml': 'x' } }
    const after = { ...pod({ image: 'thanos:v0.32.0', ports: [{ name: 'http', containerPort: 2 }], volumeMounts: [{ name: 'e', mountPath: '/a' }] }), data: { 'a.yml': 'y' } }
    expect(diffFields(before, after)).toEqual([
      { path: `${IN}.image`, before: 'thanos:v0.31.0', after: 'thanos:v0.32.0' },
      { path: `${IN}.ports[http].containerPort`, before: 1, after: 2 },
      { path: `${IN}.volumeMounts[/a].name`, before: 'd', after: 'e' },
      { path: 'data["a.yml"]', before: 'x', after: 'y' },
    ])
  })

  test.each<[string, string[], string[], FieldChange[]]>([
    ['one inserted argument is one change', ['query', '--a=1', '--b'], ['query', '--new', '--a=1', '--b'], [{ path: `${IN}.args[1]`, after: '--new' }]],
    ['one removed argument is one change', ['query', '--a=1', '--b'], ['query', '--b'], [{ path: `${IN}.args[1]`, before: '--a=1' }]],
    ['a new value of a flag is one change', ['query', '--a=1', '--b'], ['query', '--a=2', '--b'], [{ path: `${IN}.args[1]`, before: '--a=1', after: '--a=2' }]],
    ['another flag in its place is a removal and an addition', ['query', '--a=1'], ['query', '--c=1'], [{ path: `${IN}.args[1]`, before: '--a=1' }, { path: `${IN}.args[1]`, after: '--c=1' }]],
    ['flags are paired by name within a run of changes', ['q', '--a=1', '--b=1'], ['q', '--n', '--b=2', '--a=2'], [
      { path: `${IN}.args[1]`, after: '--n' }, { path: `${IN}.args[2]`, before: '--b=1', after: '--b=2' }, { path: `${IN}.args[3]`, before: '--a=1', after: '--a=2' },
    ]],
  ])('%s', (_, before, after, changes) => {
    expect(diffFields(pod({ args: before }), pod({ args: after }))).toEqual(changes)
  })

  test('a moved argument, and variables in another order, still show', () => {
    expect(diffFields(pod({ args: ['a', '--b', '--c'] }), pod({ args: ['a', '--c', '--b'] }))).toHaveLength(2)
    expect(diffFields(pod({ env: [{ name: 'A' }, { name: 'B' }] }), pod({ env: [{ name: 'B' }, { name: 'A' }] }))).toEqual([{ path: `${IN}.env`, before: ['A', 'B'], after: ['B', 'A'] }])
  })

  test('ports of one number are told apart by protocol, claim templates by their name', () => {
    const ports = (second: number): JsonObject => ({ ports: [{ port: 53, protocol: 'TCP', nodePort: 1 }, { port: 53, protocol: 'UDP', nodePort: second }] })
    expect(diffFields(ports(2), ports(3))).toEqual([{ path: 'ports[53/UDP].nodePort', before: 2, after: 3 }])
    const claim = (size: string): JsonObject => ({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { size } }] })
    expect(diffFields(claim('1Gi'), claim('2Gi'))).toEqual([{ path: 'volumeClaimTemplates[data].spec.size', before: '1Gi', after: '2Gi' }])
  })

  test('maps without a name in a list are compared in their place, so that one more is one more', () => {
    const rules = (...list: JsonObject[]): JsonObject => ({ rules: list })
    expect(diffFields(rules({ expr: 'a' }, { expr: 'b' }), rules({ expr: 'a' }, { expr: 'n' }, { expr: 'b' }))).toEqual([{ path: 'rules[1].expr', after: 'n' }])
    expect(diffFields(rules({ expr: 'a', x: 1 }), rules({ expr: 'a', x: 2 }))).toEqual([{ path: 'rules[0].x', before: 1, after: 2 }])
  })

  test('what does not exist yet, or no more, is named leaf by leaf; empty maps and lists too', () => {
    expect(diffFields(undefined, { a: { b: 1, c: [2] }, d: {}, e: [] })).toEqual([
      { path: 'a.b', after: 1 }, { path: 'a.c[0]', after: 2 }, { path: 'd', after: {} }, { path: 'e', after: [] },
    ])
    expect(diffFields({ a: { b: 1 }, c: {} }, { a: 'x', c: { d: null } })).toEqual([{ path: 'a', before: { b: 1 }, after: 'x' }, { path: 'c.d', after: null }])
  })

  test('two long lists with nothing in common are compared in time', () => {
    const list = (prefix: string): JsonObject => ({ items: Array.from({ length: 5000 }, (_, index) => `${prefix}${index}`) })
    const started = performance.now()
    expect(diffFields(list('a'), list('b'))).toHaveLength(5000)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
