import { describe, expect, it } from 'vitest'
import { filterCount, historyHref, historyQuery, NO_FILTER } from './history-address.ts'

describe('the history’s address', () => {
  it('asks for whole days, the last one included', () => {
    const { from, to } = historyQuery({ ...NO_FILTER, from: '2026-11-01', to: '2026-11-30', before: null })
    expect([from, to]).toEqual([new Date(2026, 10, 1).toISOString(), new Date(2026, 11, 1).toISOString()])
  })

  it('leaves out what is empty, no day, or no revision', () => {
    expect(historyQuery({ q: '', author: null, label: null, from: 'yesterday', to: '', before: -3 })).toEqual({})
  })

  it('goes on below a revision with the same filter', () => {
    const filter = { ...NO_FILTER, author: 'Kim', label: '*' }
    expect(historyHref('main', filter, '50')).toBe('/stacks/main/changes?author=Kim&label=*&before=50')
    expect(historyHref('main', NO_FILTER)).toBe('/stacks/main/changes')
  })

  it('counts two days as one filter', () => {
    expect(filterCount({ ...NO_FILTER, q: '', from: '2026-11-01', to: '2026-11-30' })).toBe(1)
  })
})
