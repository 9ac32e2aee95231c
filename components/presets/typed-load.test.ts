import { describe, expect, it } from 'vitest'
import { START } from '#lib/thanos/sizing/load.ts'
import { LOAD_FIELDS, parseCount, readLoad, startOf, typedCount, withTyped } from './typed-load.ts'

describe('a load that is typed in', () => {
  it('is what the size says until somebody types', () => {
    for (const size of ['S', 'M', 'L'] as const) expect(readLoad(startOf(size)).load).toEqual(START[size])
    expect(readLoad(startOf('M', 2)).load?.copies).toBe(2)
  })

  it('takes counts as people write them', () => {
    expect(['2M', '1.5k', '2,000,000', ' 3 g ', '7'].map(parseCount)).toEqual([2e6, 1500, 2e6, 3e9, 7])
    expect(['', 'two', '-3', '2MB', '1e6'].map(parseCount)).toEqual(Array.from({ length: 5 }))
    expect([2_000_000, 66_666.7, 12].map(typedCount)).toEqual(['2M', '66.67k', '12'])
  })

  it('lets interval and samples a second follow each other', () => {
    const start = startOf('M')
    expect(withTyped(start, 'interval', '15')).toMatchObject({ interval: '15', samples: '133.3k' })
    expect(withTyped(start, 'samples', '200k')).toMatchObject({ interval: '10' })
    expect(withTyped(start, 'series', '4M')).toMatchObject({ interval: '30', samples: '133.3k' })
    expect(withTyped(start, 'samples', '')).toMatchObject({ interval: '30', samples: '' })
  })

  it('says which field is wrong, and gives no load then', () => {
    expect(readLoad({ ...startOf('S'), series: 'many', rawDays: '1.5' })).toEqual({ load: undefined, faults: new Set(['series', 'rawDays']) })
    expect(readLoad(withTyped(startOf('S'), 'samples', '1M')).faults).toEqual(new Set(['interval']))
    expect(LOAD_FIELDS).toHaveLength(10)
  })
})
