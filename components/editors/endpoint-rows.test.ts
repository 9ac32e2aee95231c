import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { migrateEndpoints } from '#lib/thanos/query/migrate-endpoints.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { addEndpoint, type EndpointRow, endpointRows, queriersOf, setEndpoint } from './endpoint-rows.ts'

const files = ['thanos-query', 'thanos-store', 'thanos-ruler', 'thanos-receiver'].map((name) => ({ name, text: readFileSync(`examples/guide/${name}.yaml`, 'utf8') }))
const GUIDE = adopt(files).spec
const queryOf = (spec: StackSpec) => queriersOf(spec)[0] ?? expect.fail('no querier')
const rowsOf = (spec: StackSpec): EndpointRow[] => endpointRows(spec, queryOf(spec)).rows
const rowAt = (spec: StackSpec, index: number): EndpointRow => rowsOf(spec)[index] ?? expect.fail('no row')
const addresses = (spec: StackSpec): string[] => rowsOf(spec).map(({ address }) => address)

function inFile(): StackSpec {
  return applyEdits(GUIDE, migrateEndpoints(queryOf(GUIDE))?.edits ?? [])
}

describe.each([['flags', () => GUIDE], ['a file', inFile]])('endpoints in %s', (_, make) => {
  test('are listed with what answers them', () => {
    expect(rowsOf(make()).map(({ destination }) => (destination.status === 'workload' ? destination.workload.name : destination.status)))
      .toEqual(['no-service', 'thanos-store', 'thanos-ruler', 'thanos-receiver'])
  })

  test('change in their place', () => {
    const spec = make()
    const changed = applyEdits(spec, setEndpoint(spec, queryOf(spec), rowAt(spec, 1), 'dns+thanos-store:10901'))
    expect(addresses(changed)).toEqual(addresses(spec).with(1, 'dns+thanos-store:10901'))
  })

  test('go away one by one', () => {
    const spec = make()
    const changed = applyEdits(spec, setEndpoint(spec, queryOf(spec), rowAt(spec, 0), ''))
    expect(addresses(changed)).toEqual(addresses(spec).slice(1))
  })

  test('are added behind the others, where the others are written', () => {
    const spec = make()
    const changed = applyEdits(spec, addEndpoint(spec, queryOf(spec), 'x:10901', 'v0.31'))
    expect(addresses(changed)).toEqual([...addresses(spec), 'x:10901'])
    expect(rowAt(changed, 4).flag).toBe(rowAt(spec, 3).flag)
  })
})
