// How an age is told: the largest unit that fits, never two of them.

export type AgeUnit = 'now' | 'seconds' | 'minutes' | 'hours' | 'days'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Unit and whole number of an age in ms. Below a second, and for clocks that run ahead, it is "now". */
export function ageParts(ageMs: number): { unit: AgeUnit; value: number } {
  if (ageMs < SECOND_MS) return { unit: 'now', value: 0 }
  if (ageMs < MINUTE_MS) return { unit: 'seconds', value: Math.floor(ageMs / SECOND_MS) }
  if (ageMs < HOUR_MS) return { unit: 'minutes', value: Math.floor(ageMs / MINUTE_MS) }
  if (ageMs < 2 * DAY_MS) return { unit: 'hours', value: Math.floor(ageMs / HOUR_MS) }
  return { unit: 'days', value: Math.floor(ageMs / DAY_MS) }
}
