import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDurationMs, parseGoDurationMs } from './duration.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Half of what Go can hold, in whole milliseconds. */
const ms = fc.integer({ min: 0, max: 4_000_000_000_000 })

describe('parseDurationMs', () => {
  it.each([
    ['0', 0], ['0s', 0], ['0d', 0], ['0ms', 0], ['5ms', 5], ['30s', 30_000], ['10m', 600_000], ['2h', 2 * HOUR], ['1d12h', 36 * HOUR],
    ['2w', 14 * DAY], ['1y', 365 * DAY], ['1y2w3d4h5m6s7ms', (365 + 14 + 3) * DAY + 4 * HOUR + 306_007], ['90d', 90 * DAY], ['8760h', 365 * DAY],
  ])('reads %s as Prometheus does', (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected)
  })

  it.each(['', '10', '1.5h', '-6h', '+6h', '10 m', '12h1d', '1h1h', '5M', '3µs', '1hour', 'h', '300y', ' 1h', '1h\n'])('refuses %j', (text) => {
    expect(parseDurationMs(text)).toBeUndefined()
  })

  it('gives back every duration that formatDuration writes', () => {
    fc.assert(fc.property(ms, (value) => {
      expect(parseDurationMs(formatDuration(value))).toBe(value)
    }))
  })

  it('never throws and never gives a fraction or a negative number', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const value = parseDurationMs(text)
      expect(value === undefined || (Number.isInteger(value) && value >= 0)).toBe(true)
    }))
  })
})

describe('formatDuration', () => {
  it.each([[0, '0s'], [90 * DAY, '90d'], [14 * DAY, '2w'], [365 * DAY, '1y'], [36 * HOUR, '1d12h'], [1500, '1s500ms'], [-6 * HOUR, '-6h'], [15 * DAY, '15d']])('writes %d ms as %s', (value, text) => {
    expect(formatDuration(value)).toBe(text)
  })
})

describe('parseGoDurationMs', () => {
  it.each([
    ['0', 0], ['1.5h', 1.5 * HOUR], ['1h30m', 1.5 * HOUR], ['30m1h', 1.5 * HOUR], ['-1s', -1000], ['+1s', 1000], ['.5s', 500], ['1.s', 1000], ['250us', 0.25], ['48h', 2 * DAY],
  ])('reads %s as Go does', (text, expected) => {
    expect(parseGoDurationMs(text, false)).toBe(expected)
  })

  it('reads days and weeks only where Thanos does', () => {
    expect(parseGoDurationMs('2d', true)).toBe(2 * DAY)
    expect(parseGoDurationMs('1w1d', true)).toBe(8 * DAY)
    expect(parseGoDurationMs('2d', false)).toBeUndefined()
    expect(parseGoDurationMs('1w', false)).toBeUndefined()
  })

  it.each(['', '-', '10', '1y', '1 h', '1h ', '.s', '1e3s', '1H'])('refuses %j', (text) => {
    expect(parseGoDurationMs(text, true)).toBeUndefined()
  })

  it('agrees with Prometheus’ grammar on every text without years', () => {
    fc.assert(fc.property(ms, (value) => {
      const text = formatDuration(value)
      fc.pre(!text.includes('y'))
      expect(parseGoDurationMs(text, true)).toBe(value)
    }))
  })
})
