import { describe, expect, it } from 'vitest'
import { ageParts } from './age.ts'

describe('an age', () => {
  it.each([
    [-5000, 'now', 0],
    [999, 'now', 0],
    [1000, 'seconds', 1],
    [59_999, 'seconds', 59],
    [60_000, 'minutes', 1],
    [3_599_999, 'minutes', 59],
    [3_600_000, 'hours', 1],
    [47 * 3_600_000, 'hours', 47],
    [48 * 3_600_000, 'days', 2],
    [400 * 86_400_000, 'days', 400],
  ] as const)('of %d ms is told as %s %d', (ageMs, unit, value) => {
    expect(ageParts(ageMs)).toEqual({ unit, value })
  })
})
