// How every reader of the audit narrows it.
import { z } from 'zod'
import { EventOutcome, type EventFilter as Rows } from '../../db/events.ts'

/** Number of an event, as it stands in addresses. */
export const EventId = z.string().regex(/^[1-9]\d{0,17}$/)

/** `from` is included, `to` is not; ISO times. `text` stands somewhere in the subject. */
export const EventFilter = z.object({
  stackId: z.string().optional(),
  action: z.string().optional(),
  outcome: EventOutcome.optional(),
  actorId: z.string().optional(),
  door: z.string().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  text: z.string().max(200).optional(),
})
export type EventFilter = z.input<typeof EventFilter>

/** The filter as the database takes it. */
export function toRows({ from, to, ...filter }: z.output<typeof EventFilter>): Rows {
  // Without the keys that are there and hold nothing, which would match nothing.
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  return { ...given, ...(from === undefined ? {} : { from: new Date(from) }), ...(to === undefined ? {} : { to: new Date(to) }) }
}
