// Which rows of the flag reference a search leaves over.
import type { Kind } from '#lib/thanos/kind.ts'
import { isAtLeast } from '#lib/thanos/version.ts'
import type { FlagRow } from './flag-rows.ts'

/** What of the list is shown. For a release `new` came with it, `gone` and `changed` differ from the release before; without one they speak of any. */
export const SHOWS = ['all', 'new', 'deprecated', 'gone', 'changed', 'hidden'] as const
export type Show = (typeof SHOWS)[number]

export type FlagSearch = { words: string; kind: Kind | 'all'; release: string; show?: Show }

/** Rows of a kind that a release has ("all": whatever release) and that hold every word in name, help or values. */
export function searchFlags(rows: readonly FlagRow[], { words, kind, release, show = 'all' }: FlagSearch): FlagRow[] {
  const wanted = words.toLowerCase().split(/\s+/).map((word) => word.replace(/^-+/, '')).filter((word) => word !== '')
  return rows.filter((row) => (
    (kind === 'all' || row.kinds.includes(kind))
    && (release === 'all' || show === 'gone' || existsIn(row, release))
    && isShown(row, release, show)
    && wanted.every((word) => hay(row).includes(word))
  ))
}

function isShown(row: FlagRow, release: string, show: Show): boolean {
  const isAt = (version: string | undefined): boolean => version !== undefined && (release === 'all' || release === minorOf(version))
  switch (show) {
    case 'all': return true
    case 'new': return isAt(row.since)
    case 'deprecated': return row.deprecated !== undefined && (release === 'all' || isAtLeast(release, row.deprecated)) && (release === 'all' || existsIn(row, release))
    case 'gone': return isAt(row.removed)
    case 'changed': return isAt(row.defaultBefore?.before)
    case 'hidden': return row.hidden === true
  }
}

/** "v0.35" of "0.35.1". */
function minorOf(version: string): string {
  return `v${version.split('.').slice(0, 2).join('.')}`
}

/** The value that the flag takes in a release when it is absent; that of the newest one for "all". */
export function defaultIn(row: FlagRow, release: string): string | undefined {
  const old = row.defaultBefore
  return release !== 'all' && old !== undefined && !isAtLeast(release, old.before) ? old.value : row.default
}

/** Whether a release ("v0.38") documents the flag. */
export function existsIn(row: FlagRow, release: string): boolean {
  return (row.since === undefined || isAtLeast(release, row.since)) && (row.removed === undefined || !isAtLeast(release, row.removed))
}

function hay(row: FlagRow): string {
  return `${row.name} ${row.help} ${row.values?.join(' ') ?? ''} ${row.replacedBy ?? ''}`.toLowerCase()
}
