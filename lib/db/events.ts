// Events: the append-only audit. Postgres refuses to change or delete them.
import 'server-only'
import { z } from 'zod'
import type { Tx } from './client.ts'
import { optional, toJson } from './json.ts'

export const EventOutcome = z.enum(['ok', 'refused'])
export type EventOutcome = z.infer<typeof EventOutcome>

export type EventRow = {
  /** Grows with every event: a page continues below it. */
  id: string
  at: Date
  actor: { id: string; name: string }
  door: string
  action: string
  outcome: EventOutcome
  stackId?: string
  subject?: string
  before?: unknown
  after?: unknown
}

export type EventFilter = { stackId?: string; action?: string; outcome?: EventOutcome; actorId?: string }

/** Adds an event. `before` and `after` must be free of secrets by now. */
export async function insertEvent(tx: Tx, { actor, before, after, ...event }: Omit<EventRow, 'id'>): Promise<void> {
  await tx.event.create({
    data: {
      ...event, actorId: actor.id, actorName: actor.name,
      ...(before === undefined ? {} : { before: toJson(before) }), ...(after === undefined ? {} : { after: toJson(after) }),
    },
    select: { id: true },
  })
}

/** Events newest first, those below `before` (an id) when it is given. */
export async function listEvents(tx: Tx, { filter, before, limit }: { filter: EventFilter; before?: string; limit: number }): Promise<EventRow[]> {
  const rows = await tx.event.findMany({
    where: { ...filter, ...(before === undefined ? {} : { id: { lt: BigInt(before) } }) }, orderBy: { id: 'desc' }, take: limit,
  })
  return rows.map((row) => ({
    id: String(row.id), at: row.at, actor: { id: row.actorId, name: row.actorName }, door: row.door, action: row.action,
    outcome: EventOutcome.parse(row.outcome),
    ...optional('stackId', row.stackId), ...optional('subject', row.subject), ...optional('before', row.before), ...optional('after', row.after),
  }))
}
