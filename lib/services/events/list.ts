// The audit: who did what, when, through which door, and how it ended.
import 'server-only'
import { z } from 'zod'
import { summarizeEvents, type EventSummaryRow } from '../../db/events.ts'
import { query, type Verb } from '../command.ts'
import type { EventPage, EventView } from '../views.ts'
import { EventFilter, EventId, toRows } from './filter.ts'

export const ListEvents = EventFilter.extend({
  /** Only what is older than this event. */
  before: EventId.optional(),
  /** Only what is newer than this event; the page lies right above it. */
  after: EventId.or(z.literal('0')).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type ListEvents = z.input<typeof ListEvents>

/** Newest first; a page stays what it is while new events arrive. */
export const list: Verb<ListEvents, EventPage> = query({
  permission: 'event:read',
  input: ListEvents,
  async run({ tx }, { before, after, limit, ...given }) {
    const filter = toRows(given)
    const rows = await summarizeEvents(tx, { filter, limit: limit + 1, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) })
    const hasMore = rows.length > limit
    const items = (hasMore && after !== undefined ? rows.slice(1) : rows.slice(0, limit)).map(toView)
    // What a page upwards begins from lies below it.
    const older = after !== undefined || hasMore ? items.at(-1)?.id : undefined
    return { items, ...(older === undefined ? {} : { older }) }
  },
})

/** An event as a line of the audit. */
export function toView({ at, actor, stackId, ...event }: EventSummaryRow): EventView {
  return { ...event, at: at.toISOString(), actor: actor.name, ...(stackId === undefined ? {} : { stack: stackId }) }
}
