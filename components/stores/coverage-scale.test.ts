import { describe, expect, it } from 'vitest'
import { placeOfTime, type Scale, ticksOf } from './coverage-scale.ts'

const DAY_MS = 86_400_000
const YEAR: Scale = { name: 'log', from: 0, to: 365 * DAY_MS }

describe('the axis of the coverage map', () => {
  it('goes from the oldest end to now, in order, on both scales', () => {
    for (const name of ['log', 'linear'] as const) {
      const places = [0, 100, 300, 364, 364.9, 365].map((day) => placeOfTime({ ...YEAR, name }, day * DAY_MS))
      expect(places[0]).toBe(0)
      expect(places.at(-1)).toBe(1)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  })

  it('gives the newest day more room than a year would leave it', () => {
    expect(1 - placeOfTime(YEAR, 364 * DAY_MS)).toBeGreaterThan(0.3)
    expect(1 - placeOfTime({ ...YEAR, name: 'linear' }, 364 * DAY_MS)).toBeLessThan(0.01)
  })

  it('names times that do not touch, the ends of gaps before round ones', () => {
    const gap = 365 * DAY_MS - 5 * 3_600_000
    const ticks = ticksOf(YEAR, { apart: 0.08, first: [gap] })
    expect(ticks.find(({ at }) => at === gap)?.isFirst).toBe(true)
    for (const [index, tick] of ticks.entries()) expect(tick.place - (ticks[index - 1]?.place ?? 0)).toBeGreaterThanOrEqual(0.06)
  })
})
