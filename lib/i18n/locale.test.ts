import { describe, expect, it } from 'vitest'
import { localeOf } from './locale.ts'

describe('the language of a request', () => {
  it.each([
    ['ko', 'en-GB,en;q=0.9', 'ko'],
    ['en', 'ko-KR', 'en'],
    [undefined, 'ko-KR,ko;q=0.9,en-US;q=0.8', 'ko'],
    [undefined, 'de-DE,de;q=0.9,ko;q=0.5,en;q=0.7', 'en'],
    [undefined, 'de-DE', 'en'],
    [undefined, 'ko;q=0, fr', 'en'],
    [undefined, null, 'en'],
    ['xx', 'ko', 'ko'],
  ] as const)('cookie %s and Accept-Language %s give %s', (cookie, acceptLanguage, expected) => {
    expect(localeOf({ cookie, acceptLanguage })).toBe(expected)
  })
})
