// Which rows of the flag reference a search leaves over.
import type { Kind } from '#lib/thanos/kind.ts'
import { isAtLeast } from '#lib/thanos/version.ts'
import type { FlagRow } from './flag-rows.ts'

export type FlagSearch = { words: string; kind: Kind | 'all'; release: string }

/** Rows of a kind that a release has ("all": whatever release) and that hold every word in name, help or values. */
export function searchFlags(rows: readonly FlagRow[], { words, kind, release }: FlagSearch): FlagRow[] {
  const wanted = words.toLowerCase().split(/\s+/).map((word) => word.replace(/^-+/, '')).filter((word) => word !== '')
  return rows.filter((row) => (
    (kind === 'all' || row.kinds.includes(kind))
    && (release === 'all' || existsIn(row, release))
    && wanted.every((word) => hay(row).includes(word))
  ))
}

/** Whether a release ("v0.38") documents the flag. */
export function existsIn(row: FlagRow, release: string): boolean {
  return (row.since === undefined || isAtLeast(release, row.since)) && (row.removed === undefined || !isAtLeast(release, row.removed))
}

function hay(row: FlagRow): string {
  return `${row.name} ${row.help} ${row.values?.join(' ') ?? ''} ${row.replacedBy ?? ''}`.toLowerCase()
}
