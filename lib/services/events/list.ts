// The audit: who did what, when, through which door, and how it ended.
import 'server-only'
import { z } from 'zod'
import { EventOutcome, listEvents, type EventRow } from '../../db/events.ts'
import { query, type Verb } from '../command.ts'
import type { EventView, Page } from '../views.ts'

export const ListEvents = z.object({
  stackId: z.string().optional(),
  action: z.string().optional(),
  outcome: EventOutcome.optional(),
  actorId: z.string().optional(),
  /** `next` of the page before. */
  after: z.string().regex(/^\d{1,18}$/).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type ListEvents = z.input<typeof ListEvents>

/** Newest first. */
export const list: Verb<ListEvents, Page<EventView>> = query({
  permission: 'event:read',
  input: ListEvents,
  async run({ tx }, { after, limit, stackId, action, outcome, actorId }) {
    const filter = {
      ...(stackId === undefined ? {} : { stackId }), ...(action === undefined ? {} : { action }),
      ...(outcome === undefined ? {} : { outcome }), ...(actorId === undefined ? {} : { actorId }),
    }
    const rows = await listEvents(tx, { filter, limit: limit + 1, ...(after === undefined ? {} : { before: after }) })
    const items = rows.slice(0, limit).map(toView)
    const last = items.at(-1)
    return { items, ...(rows.length > limit && last ? { next: last.id } : {}) }
  },
})

function toView({ at, actor, stackId, ...event }: EventRow): EventView {
  return { ...event, at: at.toISOString(), actor: actor.name, ...(stackId === undefined ? {} : { stack: stackId }) }
}
