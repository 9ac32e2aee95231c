import { describe, expect, test } from 'vitest'
import { readRings, withNewRing, withoutRing, withRing, withRingUp } from './ring-text.ts'

const TEXT = `${JSON.stringify([
  { hashring: 'load', tenants: ['load-*'], tenant_matcher_type: 'glob', endpoints: ['a:1'], shuffle_sharding_config: { shard_size: 3 } },
  { endpoints: [{ address: 'b:1', az: 'x', capnproto_address: 'b:2' }, 'c:1'] },
], null, 2)}\n`
const parse = (text: string): unknown => JSON.parse(text)

describe('a hashring file in the form', () => {
  test('shows name, tenants, algorithm, endpoints and zones', () => {
    expect(readRings(TEXT)).toEqual({ rings: [
      { name: 'load', tenants: ['load-*'], matcher: 'glob', algorithm: '', endpoints: [{ address: 'a:1', az: '', rest: {} }] },
      { name: '', tenants: [], matcher: 'exact', algorithm: '', endpoints: [{ address: 'b:1', az: 'x', rest: { capnproto_address: 'b:2' } }, { address: 'c:1', az: '', rest: {} }] },
    ] })
  })

  test('keeps keys that it does not show, and the way an endpoint was written', () => {
    const changed = withRing(withRing(TEXT, 0, { algorithm: 'ketama' }), 1, { endpoints: [
      { address: 'b2:1', az: 'x', rest: { capnproto_address: 'b:2' } }, { address: 'c:1', az: '', rest: {} },
    ] })
    expect(parse(changed)).toEqual([
      { hashring: 'load', tenants: ['load-*'], tenant_matcher_type: 'glob', endpoints: ['a:1'], shuffle_sharding_config: { shard_size: 3 }, algorithm: 'ketama' },
      { endpoints: [{ address: 'b2:1', az: 'x', capnproto_address: 'b:2' }, 'c:1'] },
    ])
  })

  test('leaves out what is emptied, since Thanos takes an absent key for the default', () => {
    expect(parse(withRing(TEXT, 0, { name: '', tenants: [], matcher: 'exact' }))).toMatchObject([{ endpoints: ['a:1'], shuffle_sharding_config: { shard_size: 3 } }, {}])
    expect(withRing(TEXT, 0, { tenants: [] })).not.toContain('tenants"')
  })

  test('moves, adds and takes away whole rings', () => {
    expect(parse(withRingUp(TEXT, 1))).toMatchObject([{ endpoints: [{ address: 'b:1' }, 'c:1'] }, { hashring: 'load' }])
    expect(parse(withoutRing(TEXT, 0))).toHaveLength(1)
    expect(parse(withNewRing('', ['r-0:1']))).toEqual([{ hashring: 'default', endpoints: ['r-0:1'] }])
  })

  test('says what is wrong with a text that is no hashring file', () => {
    expect(readRings('{')).toHaveProperty('fault')
    expect(readRings('[]')).toHaveProperty('fault')
  })
})
