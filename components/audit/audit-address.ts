// What the address of the audit says: the filter, and the event that is open. Pages, doors and the list in the browser read it alike.
import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { EVENT_ACTIONS, EVENT_DOORS, EVENT_OUTCOMES } from '#lib/event-action.ts'

/** How far back, when no dates are given. */
export const SPANS = ['hour', 'day', 'week', 'month'] as const

/** `from` and `to` are local times of the server, as a datetime-local field writes them ("2026-11-22T14:30"), or ISO times; to the minute. */
export const AUDIT_FILTER = {
  outcome: parseAsStringLiteral(EVENT_OUTCOMES),
  action: parseAsStringLiteral(EVENT_ACTIONS),
  person: parseAsString,
  door: parseAsStringLiteral(EVENT_DOORS),
  stack: parseAsString,
  when: parseAsStringLiteral(SPANS),
  from: parseAsString,
  to: parseAsString,
  q: parseAsString,
}
export const AUDIT_ADDRESS = { ...AUDIT_FILTER, event: parseAsString }

export type AuditFilter = inferParserType<typeof AUDIT_FILTER>
export type AuditAddress = inferParserType<typeof AUDIT_ADDRESS>

/** Reads an address; what it does not know is left out. */
export const loadAuditAddress = createLoader(AUDIT_ADDRESS)

const serialize = createSerializer(AUDIT_FILTER)

/** The filter as the search of an address, without its question mark, always in the same order. `stack` narrows to the stack of the page. */
export function filterSearch(filter: AuditFilter, stack?: string): string {
  return serialize('', { ...emptied(filter), ...(stack === undefined ? {} : { stack }) }).replace(/^\?/, '')
}

/** How many filters are set. */
export function filterCount(filter: AuditFilter): number {
  const { from, to, ...rest } = filter
  return Object.values(rest).filter((value) => value !== null).length + (from === null && to === null ? 0 : 1)
}

function emptied(filter: AuditFilter): AuditFilter {
  const { outcome, action, person, door, stack, when, from, to, q } = filter
  return { outcome, action, person, door, stack, when, from, to, q: q === '' ? null : q }
}
