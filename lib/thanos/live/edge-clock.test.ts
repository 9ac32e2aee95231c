import { describe, expect, it } from 'vitest'
import { type Glance, steadyAgeMs } from './edge-clock.ts'

/** Looks every ten seconds at an edge that scrapes each thirty. */
function looks(seconds: number, ageAt: (s: number) => number): Glance[] {
  return Array.from({ length: seconds / 10 + 1 }, (_, index) => {
    const s = index * 10
    return { at: s * 1000, lastSampleAt: (Math.floor(s / 30) * 30 - ageAt(s)) * 1000 }
  })
}

describe('the age that a newest sample keeps', () => {
  it.each([[5], [240], [32_400]])('of %i s is told after two minutes of looks', (age) => {
    expect(steadyAgeMs(looks(120, () => age))).toBe(age * 1000)
  })

  it('is not known before a minute was watched', () => {
    expect(steadyAgeMs(looks(50, () => 240))).toBeUndefined()
    expect(steadyAgeMs([])).toBeUndefined()
  })

  it('is none of an edge that catches up after an outage, nor of one that falls silent', () => {
    expect(steadyAgeMs(looks(120, (s) => 600 - 2 * s))).toBeUndefined()
    expect(steadyAgeMs(Array.from({ length: 13 }, (_, index) => ({ at: index * 10_000, lastSampleAt: -240_000 })))).toBeUndefined()
  })
})
