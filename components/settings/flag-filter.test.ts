import { describe, expect, it } from 'vitest'
import { searchFlags } from './flag-filter.ts'
import { flagRows } from './flag-rows.ts'

const rows = flagRows('en')
const names = (search: Partial<Parameters<typeof searchFlags>[1]>): string[] => searchFlags(rows, { words: '', kind: 'all', release: 'all', ...search }).map((row) => row.name)

describe('the flag reference', () => {
  it('gives every row an id of its own', () => {
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  })

  it('finds a flag by its name with its dashes, and by words of its help', () => {
    expect(names({ words: '--query.timeout' })).toContain('query.timeout')
    expect(names({ words: 'cancelled query.timeout' })).toContain('query.timeout')
  })

  it('lists for a release only what it has', () => {
    expect(names({ words: '--store', kind: 'query', release: 'v0.31' })).toContain('store')
    expect(names({ words: '--store', kind: 'query', release: 'v0.42' })).not.toContain('store')
  })

  it('lists for a kind only what that kind takes', () => {
    expect(names({ kind: 'compact' })).toContain('retention.resolution-raw')
    expect(names({ kind: 'query' })).not.toContain('retention.resolution-raw')
  })

  it('speaks the language that it was asked for', () => {
    expect(flagRows('ko').find((row) => row.name === 'query.timeout')?.help).toMatch(/[가-힣]/)
  })
})
