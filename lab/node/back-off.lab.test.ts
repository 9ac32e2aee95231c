// How long a kubelet waits, without waiting.
import { expect, it } from 'vitest'
import { crashBackOff, durationOf, nextBackOff } from './back-off.ts'

/** The waits after each of so many ends, of runs that all took as long. */
function waits(ends: number, ranMs: number): string[] {
  let before: number | undefined
  return Array.from({ length: ends }, () => {
    before = crashBackOff(before, ranMs)
    return durationOf(before)
  })
}

it('starts a container at once when it ends for the first time, then after 10 s, twice as long each time, never more than 5 minutes', () => {
  expect(waits(9, 1_000)).toEqual(['0s', '10s', '20s', '40s', '1m20s', '2m40s', '5m0s', '5m0s', '5m0s'])
})

it('forgets its crashes after a run of more than 10 minutes, and counts anew', () => {
  expect(crashBackOff(300_000, 600_000)).toBe(300_000)
  expect(crashBackOff(300_000, 600_001)).toBe(0)
  expect(crashBackOff(crashBackOff(300_000, 600_001), 1_000)).toBe(10_000)
  expect(waits(3, 600_001)).toEqual(['0s', '0s', '0s'])
})

it('lets an image be looked for after 10 s at first', () => {
  expect([nextBackOff(0), nextBackOff(10_000), nextBackOff(200_000)]).toEqual([10_000, 20_000, 300_000])
})
