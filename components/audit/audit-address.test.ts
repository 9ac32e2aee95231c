import { describe, expect, it } from 'vitest'
import { filterCount, filterSearch, loadAuditAddress } from './audit-address.ts'

describe('the address of the audit', () => {
  it('is read as it was written, in whatever order, and is always written in the same one', () => {
    const address = loadAuditAddress(new URLSearchParams('q=plan%20%26%20run&when=day&stack=prod&action=people.set-role&outcome=refused&event=7'))
    expect(address).toMatchObject({ q: 'plan & run', when: 'day', stack: 'prod', action: 'people.set-role', outcome: 'refused', event: '7', person: null })
    const search = filterSearch(address)
    expect(search).toMatch(/^outcome=refused&action=people\.set-role&stack=prod&when=day&q=plan/)
    expect(loadAuditAddress(new URLSearchParams(search))).toEqual({ ...address, event: null })
  })

  it('leaves out what it does not know, and the stack of the page wins', () => {
    const address = loadAuditAddress(new URLSearchParams('outcome=great&action=drop.table&door=window&stack=other&q='))
    expect(filterSearch(address, 'mine')).toBe('stack=mine')
  })

  it('counts a range of dates once', () => {
    expect(filterCount(loadAuditAddress(new URLSearchParams('from=2026-11-22T10:00&to=2026-11-23T10:00&outcome=ok')))).toBe(2)
    expect(filterCount(loadAuditAddress(new URLSearchParams('')))).toBe(0)
  })
})
