import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../manifest/types.ts'
import { envProblem, type EnvRow, NEW_ROW, readEnv, withSource, writeEnv } from './env-rows.ts'

const ENV: Json = [
  { name: 'GOMEMLIMIT', value: '900MiB' },
  { name: 'ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'thanos-objstore', key: 'access', optional: true } } },
  { name: 'ZONE', valueFrom: { configMapKeyRef: { name: 'site', key: 'zone' } } },
  { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
  { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  { name: 'EMPTY' },
]

const rowsOf = (env: Json): EnvRow[] => {
  const rows = readEnv(env)
  if (rows === undefined) throw new Error('no rows')
  return rows
}
const refused = (rows: readonly EnvRow[]): (string | undefined)[] => rows.map((_, index) => envProblem(rows, index)?.en)

describe('the rows of an environment', () => {
  test('say where each value comes from, and keep what a row cannot express', () => {
    expect(rowsOf(ENV).map(({ from, name }) => `${from} ${name}`)).toEqual(['value GOMEMLIMIT', 'secret ACCESS_KEY', 'config ZONE', 'field POD_NAME', 'verbatim CPUS', 'value EMPTY'])
  })

  test('are written back exactly as they were read, whatever stands there', () => {
    expect(writeEnv(rowsOf(ENV))).toEqual(ENV)
    fc.assert(fc.property(fc.array(fc.jsonValue()), (env) => {
      // Safe because fast-check makes JSON.
      const json = env as Json[]
      expect(writeEnv(rowsOf(json)) ?? []).toEqual(json)
    }))
  })

  test('change one thing and keep what is beside it', () => {
    const rows = rowsOf(ENV).map((row) => (row.name === 'ACCESS_KEY' && row.from !== 'verbatim' ? { ...row, key: 'access-key' } : row))
    expect(writeEnv(rows)).toEqual([...[ENV].flat().slice(0, 1), { name: 'ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'thanos-objstore', key: 'access-key', optional: true } } }, ...[ENV].flat().slice(2)])
  })

  test('leave nothing of the old source behind', () => {
    const [row = NEW_ROW] = rowsOf(ENV)
    expect(writeEnv([withSource(row, 'field')])).toEqual([{ name: 'GOMEMLIMIT', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])
  })

  test('without any there is no env, and what is no list has no rows', () => {
    expect(writeEnv([])).toBeUndefined()
    expect(readEnv({ a: 1 })).toBeUndefined()
  })

  test('are refused where Kubernetes would refuse them', () => {
    const row = { from: 'value', name: 'A', of: '', key: '', written: {} } as const
    expect(refused([row])).toEqual([undefined])
    expect(refused([NEW_ROW])).toEqual(['A name is missing.'])
    expect(refused([{ ...row, name: '1A' }])[0]).toMatch(/begins with/)
    expect(refused([row, row])).toEqual([undefined, 'A stands above already.'])
    expect(refused([{ ...row, from: 'secret', key: 'k' }])).toEqual(['The name of the object is missing.'])
    expect(refused([{ ...row, from: 'config', of: 'site' }])).toEqual(['A key is missing.'])
    expect(refused([{ ...row, from: 'field' }])).toEqual(['The path of a field is missing.'])
  })
})
