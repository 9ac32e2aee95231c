// Laws of server-side apply that hold for any configuration. Single cases are in lib/kube/contract.ts, which a real API server passes too.
import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Json, KubeObject } from '../../manifest/types.ts'
import { isKubeObject } from '../../manifest/types.ts'
import { apply, update } from './apply.ts'
import { emptySet, fromFieldsV1, insert, pathText, toFieldsV1 } from './field-set.ts'
import type { Managed } from './managed.ts'
import { writeManaged } from './managed.ts'
import { merge } from './merge.ts'
import { fieldSetOf, typeProblem } from './values.ts'

const TYPE = 'Deployment'
const ignored = emptySet()
insert(ignored, ['f:status'])

const words = fc.constantFrom('a', 'b', 'c')
const labels = fc.dictionary(words, fc.constantFrom('1', '2'), { noNullPrototype: true })
const container = fc.record({
  name: words, image: fc.constantFrom('i:1', 'i:2'), args: fc.array(words, { maxLength: 2 }),
  env: fc.uniqueArray(fc.record({ name: words, value: fc.constantFrom('1', '2') }, { noNullPrototype: true }), { selector: ({ name }) => name }),
  ports: fc.uniqueArray(fc.record({ containerPort: fc.constantFrom(80, 81) }, { noNullPrototype: true }), { selector: ({ containerPort }) => containerPort }),
}, { requiredKeys: ['name'], noNullPrototype: true })
const config = fc.record({
  labels, replicas: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
  containers: fc.uniqueArray(container, { selector: ({ name }) => name, maxLength: 3 }),
}).map(({ labels: own, replicas, containers }): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', labels: own },
  spec: { ...(replicas === undefined ? {} : { replicas }), template: { spec: { containers } } },
}))

const BLANK: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } }

function applied(live: KubeObject, desired: KubeObject, name: string, force = true): KubeObject {
  const manager = { name, operation: 'Apply', apiVersion: 'apps/v1' } as const
  const outcome = apply({ live, config: desired, type: TYPE, manager, force, now: '2026-01-01T00:00:00Z', ignored })
  if ('conflicts' in outcome) throw new Error(`conflicts: ${outcome.conflicts.map(({ path }) => pathText(path)).join(' ')}`)
  return stored(outcome.object, outcome.managed)
}

function merged(live: KubeObject, desired: KubeObject): KubeObject {
  const object = merge(live, desired, TYPE)
  if (!isKubeObject(object)) throw new Error('merging lost the object')
  return object
}

function stored(object: KubeObject, managed: Managed): KubeObject {
  return { ...object, metadata: { ...object.metadata, managedFields: writeManaged(managed) } }
}

/** Without owners, and without what is empty: that vanishes when an object is stored. */
function content(object: KubeObject): Json | undefined {
  const { managedFields: _, ...metadata } = object.metadata
  return solid({ ...object, metadata })
}

function solid(value: Json): Json | undefined {
  if (value === null) return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => solid(item) ?? {})
  if (typeof value !== 'object') return value
  const entries = Object.entries(value).flatMap(([key, child]) => {
    const kept = solid(child)
    return kept === undefined ? [] : [[key, kept]]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** Nobody owns the order of an associative list: its items sorted, while lists of words keep theirs. */
function unordered(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => unordered(item) ?? null).toSorted((a, b) => (typeof a === 'object' && typeof b === 'object' ? JSON.stringify(a).localeCompare(JSON.stringify(b)) : 0))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)).map(([key, child]) => [key, unordered(child) ?? null]))
}

describe('server-side apply', () => {
  it('changes nothing the second time', () => {
    fc.assert(fc.property(config, config, (other, desired) => {
      const once = applied(applied(BLANK, other, 'other'), desired, 'one')
      const outcome = apply({ live: once, config: desired, type: TYPE, manager: { name: 'one', operation: 'Apply', apiVersion: 'apps/v1' }, force: false, now: 'later', ignored })
      expect('changed' in outcome && outcome.changed).toBe(false)
    }))
  })

  it('holds what was applied last, whatever was there', () => {
    fc.assert(fc.property(config, config, (other, desired) => {
      const live = applied(applied(BLANK, other, 'other'), desired, 'one')
      expect(content(merged(live, desired))).toEqual(content(live))
    }))
  })

  it('leaves nothing behind of a manager that applies nothing any more', () => {
    fc.assert(fc.property(config, config, (other, desired) => {
      const alone = applied(BLANK, other, 'other')
      const both = applied(alone, desired, 'one', true)
      const back = applied(applied(both, BLANK, 'one'), other, 'other')
      expect(content(back)).toEqual(content(alone))
    }))
  })

  it('conflicts exactly when it would change what another manager applied', () => {
    fc.assert(fc.property(config, config, (other, desired) => {
      const live = applied(BLANK, other, 'other')
      const outcome = apply({ live, config: desired, type: TYPE, manager: { name: 'one', operation: 'Apply', apiVersion: 'apps/v1' }, force: false, now: 'later', ignored })
      const forced = applied(live, desired, 'one')
      const keepsOther = isDeepStrictEqual(unordered(content(merged(forced, other))), unordered(content(forced)))
      expect('conflicts' in outcome).toBe(!keepsOther)
    }), { numRuns: 500 })
  })

  it('lets a map stay with its other owner when its last key is no longer applied', () => {
    const keyed: KubeObject = { ...BLANK, metadata: { name: 'x', labels: { a: '1' } } }
    const empty: KubeObject = { ...BLANK, metadata: { name: 'x', labels: {} } }
    const live = applied(applied(applied(BLANK, keyed, 'one'), empty, 'two'), BLANK, 'one')
    expect(live.metadata.managedFields).toMatchObject([{ manager: 'two', fieldsV1: { 'f:metadata': { 'f:labels': {} } } }])
  })

  it('gives a field that is edited by hand to who edited it', () => {
    const live = applied(BLANK, { ...BLANK, metadata: { name: 'x', labels: { a: '1', b: '1' } } }, 'one')
    const next: KubeObject = { ...live, metadata: { ...live.metadata, labels: { a: '2', b: '1' } } }
    const managed = update({ live, next, type: TYPE, manager: { name: 'edit', operation: 'Update', apiVersion: 'apps/v1' }, now: 'later', ignored })
    expect(writeManaged(managed)).toMatchObject([
      { manager: 'one', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:b': {} } } } },
      { manager: 'edit', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } } } },
    ])
  })
})

describe('field sets', () => {
  it('survive being written into managedFields and read back', () => {
    fc.assert(fc.property(config, (desired) => {
      const written = toFieldsV1(fieldSetOf(desired, TYPE))
      expect(toFieldsV1(fromFieldsV1(written))).toEqual(written)
    }))
  })
})

describe('types', () => {
  it.each([
    [{ spec: { replicas: '3' } }, '.spec.replicas: expected numeric (int or float), got string'],
    [{ spec: { replica: 3 } }, '.spec.replica: field not declared in schema'],
    [{ spec: { template: { spec: { containers: [{ name: 'c', args: [1] }] } } } }, '.spec.template.spec.containers[name="c"].args[0]: expected string, got &value.valueUnstructured{Value:1}'],
    [{ spec: { template: { spec: { containers: [{ name: 'c' }, { name: 'c' }] } } } }, '.spec.template.spec.containers: duplicate entries for key [name="c"]'],
  ])('refuse %j', (value, problem) => {
    expect(typeProblem(value, TYPE, { duplicates: false })).toBe(problem)
  })
})
