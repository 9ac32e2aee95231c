import { describe, expect, it } from 'vitest'
import { createHeldStore, type HeldStore } from './held-store.ts'

/** A tab: pages that come one after the other and share a storage. */
function tab(): { page: () => HeldStore; written: Map<string, string> } {
  const written = new Map<string, string>()
  const storage = {
    getItem: (name: string) => written.get(name) ?? null,
    setItem: (name: string, value: string) => { written.set(name, value) },
    removeItem: (name: string) => { written.delete(name) },
  }
  return { page: () => createHeldStore(() => storage), written }
}

const HALF = { text: 'spec: [ # twenty minutes of typing', from: 'spec: {}', isTaken: false }

describe('text that is being typed', () => {
  it('is there after the page was loaded anew, and not once it was dropped', () => {
    const { page, written } = tab()
    const before = page()
    before.hold('a', HALF)
    expect(before.leave()).toBe(true)
    const after = page()
    expect(after.get('a')).toEqual(HALF)
    after.drop('a')
    expect(after.leave()).toBe(true)
    expect(page().get('a')).toBeUndefined()
    expect([...written]).toEqual([])
  })

  it('is not kept once the draft has it, or where nothing was changed', () => {
    const { page } = tab()
    const before = page()
    before.hold('taken', { ...HALF, isTaken: true })
    before.hold('same', { ...HALF, text: HALF.from })
    expect(before.leave()).toBe(true)
    expect([page().get('taken'), page().get('same')]).toEqual([undefined, undefined])
  })

  it.each([
    ['a key', 'secret_key: wJalrXUtnFEMIK7MDENGbPxRfi [', ''], ['a Secret', 'kind: Secret\ndata:\n  a: czNjcjN0 [', ''],
    ['a variable', 'env:\n- name: DB_PASSWORD\n  value: hunter2\n- [', ''], ['one the other way round', 'env:\n- value: hunter2\n  name: DB_PASSWORD\n- [', ''],
    ['one in a line', 'env: [{name: DB_PASSWORD, value: hunter2}, [', ''], ['a key in what it was typed over', 'spec: [', 'secret_key: wJalrXUtnFEMIK7MDENGbPxRfi'],
  ])('is never written down with %s: the page asks before it goes', (_what, text, from) => {
    const { page, written } = tab()
    const before = page()
    before.hold('harmless', HALF)
    before.hold('secret', { text, from, isTaken: false })
    expect(before.leave()).toBe(false)
    expect([...written.values()].join('')).not.toMatch(/wJalr|czNjc|hunter2/)
    expect(page().get('harmless')).toEqual(HALF)
  })

  it('may name the Secret that a variable comes from', () => {
    const { page } = tab()
    const before = page()
    before.hold('a', { ...HALF, text: 'env:\n- name: KEY_ID\n  valueFrom: {secretKeyRef: {name: thanos-secret, key: id}}\nspec: [' })
    expect(before.leave()).toBe(true)
  })

  it('makes the page ask where the browser forbids its storage', () => {
    const before = createHeldStore(() => { throw new Error('forbidden') })
    expect(before.leave()).toBe(true)
    before.hold('a', HALF)
    expect(before.leave()).toBe(false)
    expect(before.get('a')).toEqual(HALF)
  })
})
