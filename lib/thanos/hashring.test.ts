import { describe, expect, it } from 'vitest'
import { hangs, parseHashrings, quorum } from './hashring.ts'

const zones = (layout: string): { address: string; az: string }[] => layout.split(',').map((az, index) => ({ address: `node-${index}:10901`, az }))

describe('hangs', () => {
  // Layouts and factors tried with Thanos 0.42.4's own ring: these five never returned, their neighbours did.
  it.each([['a,a,a,b', 4], ['a,a,a,a,b', 4], ['a,a,a,a,b', 5], ['a,a,a,b,c', 5], ['a,a,a,a,b,c', 5]])('%s with factor %i never ends', (layout, factor) => {
    expect(hangs(zones(layout), factor)).toBe(true)
  })

  it.each([['a,a,a,b', 3], ['a,a,a,a,b', 3], ['a,a,a,b,c', 4], ['a,a,b,b', 4], ['a,a,a,a', 4], ['a,b,c', 3]])('%s with factor %i ends', (layout, factor) => {
    expect(hangs(zones(layout), factor)).toBe(false)
  })

  it('takes endpoints without a zone for a zone of their own', () => {
    expect(hangs([{ address: 'a' }, { address: 'b' }, { address: 'c' }, { address: 'd', az: 'x' }], 4)).toBe(true)
  })
})

describe('quorum', () => {
  it.each([[1, 1], [2, 1], [3, 2], [4, 3], [5, 3], [6, 4], [7, 4]])('of %i copies is %i', (factor, wanted) => {
    expect(quorum(factor)).toBe(wanted)
  })
})

describe('parseHashrings', () => {
  it('reads endpoints as words and as objects', () => {
    const parsed = parseHashrings('[{"endpoints":["a:1",{"address":"b:1","az":"x"}],"tenants":null,"future":1}]')
    expect(parsed).toMatchObject({ rings: [{ endpoints: [{ address: 'a:1' }, { address: 'b:1', az: 'x' }] }] })
  })

  it.each(['', '{}', '[]', 'null', '[{"endpoints":"a"}]', '[{"endpoints":[{"az":"a"}]}]'])('refuses %j with a reason', (text) => {
    expect(parseHashrings(text)).toHaveProperty('fault')
  })
})
