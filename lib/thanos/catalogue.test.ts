// The catalogue against what Thanos itself says: the flag lists of its documentation and the flags that its source registers.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { changesBetween, defaultOf, deprecations, flagOf, flagsOf, isDocumented, isKnown, RELEASES, valueProblem } from './catalogue.ts'
import type { Flag } from './flag.ts'
import { flagsSchema, type FlagValues } from './flags-schema.ts'
import { type Kind, KINDS } from './kind.ts'

const Documented = z.object({
  versions: z.array(z.string()),
  components: z.record(z.enum(KINDS), z.record(z.string(), z.object({ first: z.string(), removed: z.string().nullable(), repeatable: z.boolean(), deprecatedSince: z.string().nullable(), default: z.string().nullable() }))),
})
const Registered = z.object({
  components: z.record(z.enum(KINDS), z.record(z.string(), z.object({ first: z.string(), last: z.string(), parser: z.string(), hidden: z.union([z.literal('always'), z.array(z.string())]).optional() }))),
})

function testdata(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8'))
}

const documented = Documented.parse(testdata('documented-flags.json'))
const registered = Registered.parse(testdata('registered-flags.json'))

/** "v0.35.1" and "v0.35" -> 35. */
function minor(version: string): number {
  return Number(version.replace('<=', '').split('.')[1])
}

/** "v0.35.1" -> "0.35". */
function release(version: string): string {
  return `0.${minor(version)}`
}

/** Only the memory flags came with a patch release. */
function sinceOf(name: string, first: string): string | undefined {
  if (first.startsWith('<=')) return undefined
  return name.includes('gomemlimit') ? '0.35.1' : release(first)
}

/** The types that fit what a kingpin parser reads. */
const TYPES: Record<string, Flag['type'][]> = {
  Bool: ['boolean'], Int: ['integer'], Uint: ['integer'], Float: ['float'], Floats: ['float'], Bytes: ['size'], Duration: ['duration'], Enum: ['enum'], Enums: ['enum'],
  URL: ['url'], Path: ['file'], Content: ['inline-yaml'], Value: ['duration', 'time-or-duration', 'address'],
  String: ['string', 'address', 'url', 'file', 'enum', 'inline-yaml'], Strings: ['string', 'address', 'url', 'file', 'label', 'enum'],
}

const allFlags = KINDS.flatMap((kind) => Object.entries(flagsOf(kind)).map(([name, flag]): [Kind, string, Flag] => [kind, name, flag]))

describe.each(KINDS)('the flags of %s', (kind) => {
  it.each(RELEASES)('are exactly those that the documentation of %s names', (current) => {
    const theirs = Object.entries(documented.components[kind])
      .filter(([, { first, removed }]) => minor(first) <= minor(current) && (removed === null || minor(removed) > minor(current)))
      .map(([name]) => name)
    expect(theirs.length).toBeGreaterThan(20)
    expect(Object.keys(flagsOf(kind)).filter((name) => isDocumented(kind, name, current)).sort()).toEqual(theirs.sort())
  })

  it.each(RELEASES)('that a pod of %s starts with are exactly those that its source registers, and kingpin’s own', (current) => {
    const theirs = Object.entries(registered.components[kind])
      .filter(([, { first, last }]) => minor(first) <= minor(current) && minor(last) >= minor(current))
      .map(([name]) => name)
    expect(Object.keys(flagsOf(kind)).filter((name) => isKnown(kind, name, current)).sort()).toEqual([...theirs, 'help', 'help-long', 'version'].sort())
  })

  it('have the releases, the deprecations and the repetition that the documentation says', () => {
    const theirs = Object.entries(documented.components[kind]).map(([name, { first, removed, deprecatedSince, repeatable }]) => ({
      name, repeatable, since: sinceOf(name, first), removed: removed === null ? undefined : release(removed), deprecated: deprecatedSince === null ? undefined : release(deprecatedSince),
    }))
    const ours = theirs.map(({ name }) => {
      const flag = flagOf(kind, name)
      return { name, repeatable: flag?.repeatable ?? false, since: flag?.since, removed: flag?.removed, deprecated: flag?.deprecated }
    })
    expect(ours).toEqual(theirs)
  })

  it('have the defaults that the newest documentation says', () => {
    const theirs = Object.entries(documented.components[kind])
      .map(([name, flag]) => [name, flag.default] as const)
      .filter(([name, value]) => value !== null && value !== '' && value !== name.toUpperCase() && !/^(?:<|key=)|\.\.\.$/.test(value))
    expect(theirs.length).toBeGreaterThan(5)
    expect(theirs.map(([name]) => [name, flagOf(kind, name)?.default])).toEqual(theirs)
  })

  it('have the type that Thanos reads them with', () => {
    const wrong = Object.entries(registered.components[kind]).filter(([name, { parser }]) => {
      const flag = flagOf(kind, name)
      return !flag || !TYPES[parser]?.includes(flag.type) || (flag.goDuration ?? false) !== (parser === 'Duration') || (flag.unsigned ?? false) !== (parser === 'Uint')
    })
    expect(wrong).toEqual([])
  })

  it('refuse a negative number where Thanos can’t read one', () => {
    const unsigned = Object.entries(registered.components[kind]).filter(([, { parser }]) => parser === 'Uint').map(([name]) => name)
    expect(unsigned.filter((name) => !(Number(flagOf(kind, name)?.min) >= 0))).toEqual([])
  })

  it('are hidden where Thanos leaves them out of its help in every release', () => {
    const theirs = Object.entries(registered.components[kind]).filter(([, { hidden }]) => hidden === 'always').map(([name]) => name)
    const ours = Object.entries(flagsOf(kind)).filter(([name, flag]) => flag.hidden && name !== 'help-long').map(([name]) => name)
    expect(ours.sort()).toEqual(theirs.sort())
  })

  it('make a schema that takes right values, and refuses unknown names and wrong values', () => {
    const schema = flagsSchema(kind)
    expect(schema.safeParse({ 'http-address': '0.0.0.0:10902', 'enable-auto-gomemlimit': true }).success).toBe(true)
    expect(schema.safeParse({ 'no-such-flag': 'x' }).success).toBe(false)
    expect(schema.safeParse({ 'enable-auto-gomemlimit': 'true' }).success).toBe(false)
    const wrong = schema.safeParse({ 'http-grace-period': '2 m' })
    expect(wrong.error?.issues.map(({ path, message }) => [path, message])).toEqual([[['http-grace-period'], '"2 m" is not a duration. Write it as 2m.']])
  })
})

describe('every line', () => {
  it.each(allFlags)('%s %s has help in both languages, in whole sentences', (_, __, flag) => {
    expect(flag.en.trim()).toMatch(/^\S.*[a-z].*\.$/)
    expect(flag.ko.trim()).toMatch(/[가-힣].*\.$/)
    expect(flag.ko).not.toMatch(/[가-힣](?:요|다고|함)\.$/)
  })

  it.each(allFlags)('%s %s has defaults that it takes itself', (_, __, flag) => {
    const defaults = [flag.default, flag.defaultBefore?.value].filter((value) => value !== undefined)
    expect(defaults.map((value) => valueProblem(flag, value))).toEqual(defaults.map(() => undefined))
  })

  it('names its words if it is an enum, and only then', () => {
    expect(allFlags.filter(([, , flag]) => (flag.type === 'enum') !== (flag.values !== undefined))).toEqual([])
  })

  it('is replaced by a flag of the same component, if by any', () => {
    expect(allFlags.filter(([kind, , flag]) => flag.replacedBy !== undefined && !flagOf(kind, flag.replacedBy))).toEqual([])
  })
})

describe('isKnown', () => {
  it('knows a flag from its first release up to its last', () => {
    expect(isKnown('query', 'store', 'v0.37')).toBe(true)
    expect(isKnown('query', 'store', 'v0.38')).toBe(false)
    expect(isKnown('query', 'endpoint.sd-config-file', 'v0.37')).toBe(false)
    expect(isKnown('query', 'endpoint.sd-config-file', 'v0.38')).toBe(true)
    expect(isKnown('query', 'toString', 'v0.38')).toBe(false)
    expect(isKnown('store', 'endpoint', 'v0.38')).toBe(false)
  })

  it('knows a flag that was accepted before it was documented', () => {
    expect(isKnown('receive', 'tsdb.out-of-order.time-window', 'v0.34')).toBe(true)
    expect(isDocumented('receive', 'tsdb.out-of-order.time-window', 'v0.34')).toBe(false)
  })

  it('tells patches apart where they differ', () => {
    expect(isKnown('store', 'enable-auto-gomemlimit', 'v0.35.0')).toBe(false)
    expect(isKnown('store', 'enable-auto-gomemlimit', 'v0.35.1')).toBe(true)
  })

  it('judges a release that is newer than the catalogue by the newest, save for what is known to be gone', () => {
    expect(isKnown('query', 'endpoint', 'v0.99')).toBe(true)
    expect(isKnown('query', 'store', 'v0.99')).toBe(false)
    expect(isKnown('receive', 'writer.intern', 'v0.42')).toBe(true)
    expect(isKnown('receive', 'writer.intern', 'v0.43')).toBe(false)
  })
})

describe('deprecations', () => {
  it('say since when, until when and what instead', () => {
    expect(deprecations('query', 'store', 'v0.42')).toEqual({ deprecatedSince: '0.28', removedIn: '0.38', replacedBy: 'endpoint.sd-config-file' })
    expect(deprecations('query', 'endpoint', 'v0.38')).toEqual({ deprecatedSince: '0.38', replacedBy: 'endpoint.sd-config-file' })
  })

  it('are empty while a flag is not deprecated yet, and for one that never is', () => {
    expect(deprecations('query', 'endpoint', 'v0.37')).toEqual({})
    expect(deprecations('query', 'query.timeout', 'v0.42')).toEqual({})
    expect(deprecations('query', 'no-such-flag', 'v0.42')).toEqual({})
  })
})

describe('changesBetween', () => {
  it('lists what an upgrade of query to v0.38 brings and takes', () => {
    const { added, removed, deprecated, defaults } = changesBetween('query', 'v0.37', 'v0.38')
    expect(added).toEqual(['endpoint.sd-config-file', 'endpoint.sd-config', 'endpoint.sd-config-reload-interval', 'deduplication.func'])
    expect(removed).toEqual(['store', 'store-strict', 'rule', 'target', 'metadata', 'exemplar'])
    expect(deprecated).toEqual(['endpoint', 'endpoint-strict', 'endpoint-group', 'endpoint-group-strict', 'store.sd-files', 'store.sd-interval'])
    expect(defaults).toEqual([])
  })

  it('names a default that changed', () => {
    expect(changesBetween('store', 'v0.33', 'v0.34').defaults).toEqual([{ flag: 'sync-block-duration', before: '3m', after: '15m' }])
    const flag = flagOf('store', 'sync-block-duration')
    expect(flag && [defaultOf(flag, 'v0.31'), defaultOf(flag, 'v0.34'), defaultOf(flag, 'v0.42')]).toEqual(['3m', '15m', '15m'])
  })

  it.each(KINDS)('finds nothing between a release of %s and itself', (kind) => {
    for (const one of RELEASES) expect(changesBetween(kind, one, one)).toEqual({ added: [], removed: [], deprecated: [], defaults: [] })
  })
})

it('the type of a kind’s flags follows from its table', () => {
  const values: FlagValues<'query'> = { 'query.replica-label': ['replica'], 'query.partial-response': false, 'query.timeout': '2m' }
  // @ts-expect-error a repeatable flag is a list
  const notAList: FlagValues<'query'> = { 'query.replica-label': 'replica' }
  // @ts-expect-error store has no such flag
  const notOfStore: FlagValues<'store'> = { 'query.timeout': '2m' }
  expect(flagsSchema('query').parse(values)).toEqual(values)
  expect(flagsSchema('query').safeParse(notAList).success).toBe(false)
  expect(flagsSchema('store').safeParse(notOfStore).success).toBe(false)
})
