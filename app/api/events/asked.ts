// What a request of the audit asks for, in the words of the verbs: spans become times, the name of a stack its id.
import { type AuditAddress, loadAuditAddress } from '#components/audit/audit-address.ts'
import type { Actor } from '#lib/auth/actor.ts'
import type { EventFilter } from '#lib/services/events/filter.ts'
import { get } from '#lib/services/stacks/get.ts'

const HOUR_MS = 3_600_000
const SPAN_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const

/** The filter of an address, of this moment. NOT_FOUND for a stack that is none. */
export async function filterOf(actor: Actor, address: AuditAddress): Promise<EventFilter> {
  const { outcome, action, person, door, stack, when, from, to, q } = address
  const stackId = stack === null ? undefined : (await get(actor, { slug: stack })).id
  const since = when === null ? timeOf(from) : new Date(Date.now() - SPAN_MS[when]).toISOString()
  const until = when === null ? timeOf(to) : undefined
  return {
    ...(outcome === null ? {} : { outcome }), ...(action === null ? {} : { action }), ...(door === null ? {} : { door }),
    ...(person === null ? {} : { actorId: person }), ...(stackId === undefined ? {} : { stackId }),
    ...(since === undefined ? {} : { from: since }), ...(until === undefined ? {} : { to: until }),
    ...(q === null || q.trim() === '' ? {} : { text: q.trim().slice(0, 200) }),
  }
}

/** The filter of a request. */
export function filterAsked(actor: Actor, request: Request): Promise<EventFilter> {
  return filterOf(actor, loadAuditAddress(new URL(request.url).searchParams))
}

/** A day is its beginning; a time without a zone is one of the server. Undefined for what is no time. */
function timeOf(words: string | null): string | undefined {
  if (words === null) return undefined
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(words) ? `${words}T00:00` : words)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
