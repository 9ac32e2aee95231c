import { describe, expect, it } from 'vitest'
import { brokenRules } from './password-rules.ts'

const ADA = { name: 'Ada Lovelace', email: 'ada.byron@example.org' }

describe('brokenRules', () => {
  it.each(['correct horse battery', 'staple staple staple', 'tidy-lamp-orbit-42', 'Xq7#mmP0!vvLz9', '3f9a1c7e52b0', '파란 하늘 아래 종이배'])('lets %j pass', (password) => {
    expect(brokenRules(password, ADA)).toEqual([])
  })

  it.each(['', 'elevenchars', 'x'.repeat(129)])('wants 12 to 128 signs, unlike %j', (password) => {
    expect(brokenRules(password)).toContain('length')
  })

  it.each(['lovelace-and-more', 'BYRON was a poet', 'ada.byron@example.org'])('takes neither the name nor the address, as in %j', (password) => {
    expect(brokenRules(password, ADA)).toContain('personal')
  })

  it.each([
    'password1234', 'Passw0rd!2026', 'qwertyuiop123', 'administrator1', 'P@ssw0rdP@ssw0rd', '123456789012', 'aaaaaaaaaaaaaa', 'abcabcabcabc', 'Welcome2026!!', 'letmeinletmein',
    '1qaz2wsx3edc', 'thanos-gauntlet', 'changeme-changeme', '210987654321', 'iloveyou1234',
  ])('knows %j from the lists', (password) => {
    expect(brokenRules(password)).toContain('common')
  })

  it('says nothing of common while nothing is typed', () => {
    expect(brokenRules('')).toEqual(['length'])
  })
})
