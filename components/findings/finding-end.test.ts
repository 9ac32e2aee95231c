import { describe, expect, it } from 'vitest'
import { acceptanceEnd, dayAfter } from './finding-end.ts'

const NOW = new Date(2026, 1, 27, 15, 0)

describe('acceptanceEnd', () => {
  it('is the last second of the typed day, today too', () => {
    expect(acceptanceEnd('2026-02-27', NOW)).toEqual(new Date(2026, 1, 27, 23, 59, 59))
  })

  it.each([['2026-02-26', 'over'], ['2027-02-28', 'tooFar'], ['', 'noDay'], ['2026-02-30', 'noDay'], ['tomorrow', 'noDay']])('says of "%s": %s', (day, problem) => {
    expect(acceptanceEnd(day, NOW)).toBe(problem)
  })

  it('takes a whole year', () => {
    expect(acceptanceEnd(dayAfter(NOW, 365), NOW)).toBeInstanceOf(Date)
  })
})

describe('dayAfter', () => {
  it('counts over the end of a month', () => {
    expect(dayAfter(NOW, 2)).toBe('2026-03-01')
  })
})
