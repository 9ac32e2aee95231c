import { expect, test } from 'vitest'
import { meaningOf, readableDuration } from './field-hint.tsx'

const plain = (words: string | undefined): string | undefined => words?.replaceAll('\u00a0', ' ')

test.each([['168h', '7 d'], ['7d', undefined], ['365d', undefined], ['1w', '7 d'], ['90m', '1 h 30 m'], ['0d', undefined], ['soon', undefined]])('a duration of %s says what it comes to, unless that is what was typed', (value, meaning) => {
  expect(plain(meaningOf({ type: 'duration' }, value))).toBe(meaning)
})

test('a size says that GB counts in 1024 here', () => {
  expect(plain(meaningOf({ type: 'size' }, '2GB'))).toBe('2 GiB')
  expect(meaningOf({ type: 'size' }, '2GiB')).toBeUndefined()
})

test('long times are spoken of in days', () => {
  expect(plain(readableDuration(381 * 86_400_000))).toBe('381 d')
})

test('a time that is no whole number of days is spoken of in hours while it is short', () => {
  expect(plain(readableDuration(40 * 3_600_000))).toBe('40 h')
  expect(plain(readableDuration(0))).toBe('0 s')
})
