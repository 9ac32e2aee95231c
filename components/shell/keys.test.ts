import { describe, expect, it } from 'vitest'
import { KEYS, pageBehind } from './keys.ts'
import { ALL_PAGES } from './pages.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent => {
  const event: Partial<KeyboardEvent> = { key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '', metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...more }
  // Safe because the table reads these properties only.
  return event as KeyboardEvent
}
const heard = (event: KeyboardEvent) => KEYS.filter(({ hears }) => hears?.(event)).map(({ command }) => command)

describe('the keys of the frame', () => {
  it('each mean one thing, also with a Korean input method', () => {
    expect([press('/'), press('?', { shiftKey: true }), press('g'), press('ㅎ', { code: 'KeyG' }), press('k', { metaKey: true }), press('ㅏ', { code: 'KeyK', ctrlKey: true })].map(heard))
      .toEqual([['filter'], ['keys'], ['go'], ['go'], ['find'], ['find']])
  })

  it('leave other presses to the browser and to the page', () => {
    for (const event of [press('k'), press('/', { ctrlKey: true }), press('g', { shiftKey: true }), press('k', { metaKey: true, shiftKey: true }), press('z', { metaKey: true }), press('Enter')]) expect(heard(event)).toEqual([])
  })

  it('go to every page of the rail by a letter of its own', () => {
    for (const page of ALL_PAGES) expect(pageBehind(page.key)).toBe(page)
    expect(pageBehind(undefined)).toBeUndefined()
  })
})
