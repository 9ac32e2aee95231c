// What the address of the history says: by what it is narrowed, and below which revision the page begins. The page and the browser read it alike.
import { createLoader, createSerializer, type inferParserType, parseAsInteger, parseAsString } from 'nuqs/server'
import { routes } from '#lib/routes.ts'

/** `label` is one, or "*" for any. `from` and `to` are days of the server, as a date field writes them ("2026-11-22"), both included. */
export const HISTORY_FILTER = { q: parseAsString, author: parseAsString, label: parseAsString, from: parseAsString, to: parseAsString }
const HISTORY_ADDRESS = { ...HISTORY_FILTER, before: parseAsInteger }

export type HistoryFilter = inferParserType<typeof HISTORY_FILTER>
export type HistoryAddress = inferParserType<typeof HISTORY_ADDRESS>

export const NO_FILTER: HistoryFilter = { q: null, author: null, label: null, from: null, to: null }

export const loadHistoryAddress = createLoader(HISTORY_ADDRESS)
const serialize = createSerializer(HISTORY_ADDRESS)

/** The address of the revisions below `before`, with the same filter; without `before`, of the newest. */
export function historyHref(slug: string, { q, author, label, from, to }: HistoryFilter, before?: string): string {
  return serialize(routes.changes(slug), { q, author, label, from, to, before: before === undefined ? null : Number(before) })
}

/** How many filters are set; the two days are one. */
export function filterCount({ q, author, label, from, to }: HistoryFilter): number {
  return [q, author, label, from ?? to].filter((value) => value !== null && value !== '').length
}

const LARGEST_NUMBER = 2_147_483_647

/** What the verb that lists revisions is asked for; a day that is none, and a number that no revision can have, are left out. */
export function historyQuery({ q, author, label, from, to, before }: HistoryAddress): { text?: string; author?: string; label?: string; from?: string; to?: string; after?: number } {
  const [since, until] = [startOf(from, 0), startOf(to, 1)]
  return {
    ...(q !== null && q !== '' && { text: q }), ...(author !== null && { author }), ...(label !== null && { label }),
    ...(since !== undefined && { from: since }), ...(until !== undefined && { to: until }), ...(before !== null && before > 0 && before <= LARGEST_NUMBER && { after: before }),
  }
}

/** Midnight of a day, or of one some days later, as an ISO time. */
function startOf(day: string | null, later: number): string | undefined {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? []
  return year === '' ? undefined : new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString()
}
