import { describe, expect, test } from 'vitest'
import type { Finding } from '#lib/thanos/finding.ts'
import type { Arg, Workload } from '#lib/thanos/spec.ts'
import { countFields, fieldsOf, isSameField, narrow, rightSpelling, sectionsOf } from './form-model.ts'

function query(version: string, ...flags: [string, string][]): Workload {
  const args: Arg[] = flags.map(([flag, value]) => ({ style: 'equals', flag, value }))
  return { type: 'workload', object: 'Deployment', name: 'thanos-query', kind: 'query', container: 'q', image: `quay.io/thanos/thanos:${version}`, args: [{ style: 'word', text: 'query' }, ...args], rest: {} }
}
const byName = (workload: Workload, base?: Workload, findings: Finding[] = []) => new Map(fieldsOf(workload, base, findings).map((field) => [field.name, field]))

describe('the form of a workload', () => {
  test('shows the flags that its version documents, and no others', () => {
    expect(byName(query('v0.31.0')).has('endpoint.sd-config-file')).toBe(false)
    expect(byName(query('v0.42.4')).has('endpoint.sd-config-file')).toBe(true)
    expect(byName(query('v0.42.4')).has('store')).toBe(false)
  })

  test('shows a flag that is set although the version does not have it, and one that nobody knows', () => {
    const fields = byName(query('v0.42.4', ['store', 'a:1'], ['made.up', 'x']))
    expect(fields.get('store')).toMatchObject({ values: ['a:1'], isDeprecated: true })
    expect(fields.get('made.up')).toMatchObject({ flag: undefined, values: ['x'] })
    expect(sectionsOf([...fields.values()]).find(({ id }) => id === 'other')?.fields).toHaveLength(1)
  })

  test('marks what differs from the base as edited, also when it was removed', () => {
    const fields = byName(query('v0.42.4', ['query.timeout', '2m']), query('v0.42.4', ['query.timeout', '5m'], ['query.max-concurrent', '40']))
    expect(fields.get('query.timeout')).toMatchObject({ isEdited: true, baseValues: ['5m'] })
    expect(fields.get('query.max-concurrent')).toMatchObject({ isEdited: true, values: [] })
    expect(countFields([...fields.values()])).toMatchObject({ set: 1, edited: 2 })
  })

  test('calls a value faulty that Thanos would refuse, before any check has run', () => {
    const fields = [...byName(query('v0.42.4', ['query.timeout', '10 m'])).values()]
    expect(narrow(fields, { words: '', chip: 'faulty', locale: 'en' }).map(({ name }) => name)).toEqual(['query.timeout'])
  })

  test('is filtered by name as it is typed on a command line, and by words of the help', () => {
    const fields = [...byName(query('v0.42.4', ['query.timeout', '5m'])).values()]
    expect(narrow(fields, { words: '--query.timeout=5m', chip: 'all', locale: 'en' }).map(({ name }) => name)).toEqual(['query.timeout'])
    expect(narrow(fields, { words: 'cancelled', chip: 'all', locale: 'en' }).map(({ name }) => name)).toContain('query.timeout')
  })

  test('offers the spelling that a refused value was meant to have', () => {
    const problem = byName(query('v0.42.4', ['query.timeout', '10 m'])).get('query.timeout')?.problem
    expect(problem && rightSpelling(problem)).toBe('10m')
    const hopeless = byName(query('v0.42.4', ['query.timeout', 'soon'])).get('query.timeout')?.problem
    expect(hopeless && rightSpelling(hopeless)).toBeUndefined()
  })

  test('counts what came with its version as new', () => {
    expect(byName(query('v0.38.0')).get('endpoint.sd-config-file')?.isNew).toBe(true)
    expect(byName(query('v0.42.4')).get('endpoint.sd-config-file')?.isNew).toBe(false)
  })

  test('knows that a field did not change, so that it is not drawn again', () => {
    const before = fieldsOf(query('v0.42.4', ['query.timeout', '5m']), undefined, [])
    const after = fieldsOf(query('v0.42.4', ['query.timeout', '2m']), undefined, [])
    const drawnAgain = after.filter((field, index) => !before[index] || !isSameField(before[index], field))
    expect(drawnAgain.map(({ name }) => name)).toEqual(['query.timeout'])
  })
})
