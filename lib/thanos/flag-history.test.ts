import { describe, expect, it } from 'vitest'
import { flagsOf, isKnown } from './catalogue.ts'
import { flagHistory, notesOfFlag, otherKindsOf } from './flag-history.ts'
import { KINDS } from './kind.ts'
import { RELEASES } from './version.ts'

const standings = (kind: Parameters<typeof flagHistory>[0], name: string): string[] => flagHistory(kind, name).map(({ standing }) => standing)

describe('a flag through the releases', () => {
  it('was deprecated and went: --store of query', () => {
    expect(standings('query', 'store')).toEqual([...Array.from({ length: 7 }, () => 'deprecated'), ...Array.from({ length: 5 }, () => 'gone')])
    expect(flagHistory('query', 'store').filter(({ isChange }) => isChange).map(({ release }) => release)).toEqual(['v0.38'])
  })

  it('came: --endpoint.sd-config-file of query', () => {
    expect(standings('query', 'endpoint.sd-config-file').slice(5, 9)).toEqual(['absent', 'absent', 'documented', 'documented'])
  })

  it('changed its default: --sync-block-duration of store', () => {
    expect(flagHistory('store', 'sync-block-duration').filter(({ isChange }) => isChange)).toEqual([{ release: 'v0.34', standing: 'documented', default: '15m', isChange: true }])
  })

  it('is there exactly where the catalogue says so, for every flag of every kind', () => {
    for (const kind of KINDS) {
      for (const name of Object.keys(flagsOf(kind))) {
        const known = flagHistory(kind, name).filter(({ standing }) => standing !== 'absent' && standing !== 'gone').map(({ release }) => release)
        expect(known, `${kind} ${name}`).toEqual(RELEASES.filter((release) => isKnown(kind, name, release)))
      }
    }
  })

  it('is none for a flag that the kind never had', () => {
    expect(flagHistory('query', 'quary.timeout')).toEqual([])
  })

  it('knows its namesakes and what releases said of it', () => {
    expect(otherKindsOf('query', 'http-address')).toEqual(KINDS.filter((kind) => kind !== 'query'))
    expect(notesOfFlag('compact', 'deduplication.replica-label').map(({ note }) => note.pull)).toEqual([7334, 8853])
  })
})
