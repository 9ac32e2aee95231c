// Events: the append-only audit. Postgres refuses to change or delete them, numbers them and chains them.
import 'server-only'
import { z } from 'zod'
import { EVENT_OUTCOMES } from '../event-action.ts'
import type { Tx } from './client.ts'
import { CHAIN_QUERY, type ChainRow } from './event-chain.ts'
import type { Prisma } from './generated/client.ts'
import { optional, toJson } from './json.ts'

export const EventOutcome = z.enum(EVENT_OUTCOMES)
export type EventOutcome = z.infer<typeof EventOutcome>

export type EventRow = {
  /** Grows by one with every event, in the order in which they can be seen: a page continues below or above it. */
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
  hash: string
}

/** An event without what it holds; `revision` is the number that it speaks of, where it does. */
export type EventSummaryRow = Omit<EventRow, 'before' | 'after' | 'hash'> & { revision?: number }

/** `from` is included, `to` is not. `text` stands somewhere in the subject, in any case. */
export type EventFilter = {
  stackId?: string; action?: string; outcome?: EventOutcome; actorId?: string; door?: string; from?: Date; to?: Date; text?: string
}

/** Where a page lies: below `before`, or above `after`; the newest without either. Ids. */
export type EventWindow = { before?: string; after?: string; limit: number }

/** Adds an event; its id and hash are Postgres' own. `before` and `after` must be free of secrets by now. */
export async function insertEvent(tx: Tx, { actor, before, after, ...event }: Omit<EventRow, 'id' | 'hash'>): Promise<void> {
  await tx.event.create({
    data: {
      ...event, actorId: actor.id, actorName: actor.name,
      ...(before === undefined ? {} : { before: toJson(before) }), ...(after === undefined ? {} : { after: toJson(after) }),
    },
    select: { id: true },
  })
}

/** Whole events, newest first. */
export async function listEvents(tx: Tx, { filter, ...window }: { filter: EventFilter } & EventWindow): Promise<EventRow[]> {
  return newestFirst(await tx.event.findMany(inWindow(filter, window)), window).map(toEvent)
}

/** Events without what they hold, newest first. */
export async function summarizeEvents(tx: Tx, { filter, ...window }: { filter: EventFilter } & EventWindow): Promise<EventSummaryRow[]> {
  const omit = { before: true, after: true, hash: true, subjectLower: true } as const
  // A word is looked for in an index that holds nothing else, and only then are the rows read that it stands in.
  const wanted = filter.text === undefined ? inWindow(filter, window) : { ...inWindow({}, window), where: { id: { in: await idsIn(tx, filter, window) } } }
  const rows = newestFirst(await tx.event.findMany({ ...wanted, omit }), window)
  const speaking = rows.filter(({ subject }) => subject !== null && /^(plan|run) /.test(subject)).map(({ id }) => id)
  const revisions = new Map((speaking.length === 0 ? [] : await tx.$queryRaw<{ id: bigint; revision: string | null }[]>`
    SELECT "id", "after"->>'revision' AS "revision" FROM "event" WHERE "id" = ANY(${speaking}::bigint[]) AND json_typeof("after") = 'object'
  `).map(({ id, revision }) => [id, Number(revision ?? 'none')]))
  return rows.map((row) => {
    const revision = revisions.get(row.id)
    return { ...toSummary(row), ...(revision === undefined || !Number.isInteger(revision) ? {} : { revision }) }
  })
}

/** One event. */
export async function findEvent(tx: Tx, id: string): Promise<EventRow | undefined> {
  const row = await tx.event.findUnique({ where: { id: BigInt(id) } })
  return row ? toEvent(row) : undefined
}

/** How many events there are; no more than `limit` are counted when it is given. */
export async function countEvents(tx: Tx, { filter, after, upTo, limit }: { filter: EventFilter; after?: string; upTo?: string; limit?: number }): Promise<number> {
  const id = { ...(after === undefined ? {} : { gt: BigInt(after) }), ...(upTo === undefined ? {} : { lte: BigInt(upTo) }) }
  const where = { ...whereOf(filter), ...(Object.keys(id).length === 0 ? {} : { id }) }
  if (limit === undefined) return tx.event.count({ where })
  return (await tx.event.findMany({ where, select: { id: true }, orderBy: { id: 'desc' }, take: limit })).length
}

/** How many events there are by how they ended. */
export async function tallyEvents(tx: Tx, filter: EventFilter): Promise<Partial<Record<EventOutcome, number>>> {
  const groups = await tx.event.groupBy({ by: ['outcome'], where: whereOf(filter), _count: true })
  return Object.fromEntries(groups.map(({ outcome, _count }) => [outcome, _count]))
}

/** The last event, by its id and hash; undefined when there is none. */
export async function lastEvent(tx: Tx): Promise<{ id: string; hash: string } | undefined> {
  const row = await tx.event.findFirst({ orderBy: { id: 'desc' }, select: { id: true, hash: true } })
  return row ? { id: String(row.id), hash: row.hash } : undefined
}

/** Everybody who ever did something, by the name under which they did it last, less that of the token that they came with. Jumps from person to person in the index. */
export async function listEventActors(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw`
    WITH RECURSIVE who AS (
      (SELECT "actorId" FROM "event" ORDER BY "actorId" LIMIT 1)
      UNION ALL
      SELECT (SELECT e."actorId" FROM "event" e WHERE e."actorId" > who."actorId" ORDER BY e."actorId" LIMIT 1) FROM who WHERE who."actorId" IS NOT NULL
    )
    SELECT "actorId" AS "id", (SELECT CASE WHEN e."door" = 'api' THEN regexp_replace(e."actorName", ' · [^·]*$', '') ELSE e."actorName" END FROM "event" e WHERE e."actorId" = who."actorId" ORDER BY e."id" DESC LIMIT 1) AS "name"
    FROM who WHERE "actorId" IS NOT NULL ORDER BY "name", "id"
  `
}

/** Rows of the chain above `after`, for checkChain(). */
export async function readChain(tx: Tx, after: string, limit: number): Promise<ChainRow[]> {
  return tx.$queryRawUnsafe(CHAIN_QUERY, after, limit)
}

async function idsIn(tx: Tx, filter: EventFilter, window: EventWindow): Promise<bigint[]> {
  return (await tx.event.findMany({ ...inWindow(filter, window), select: { id: true } })).map(({ id }) => id)
}

type Selected = {
  id: bigint; at: Date; actorId: string; actorName: string; door: string; action: string; outcome: string; stackId: string | null; subject: string | null
}

function toSummary({ id, at, actorId, actorName, door, action, outcome, stackId, subject }: Selected): EventSummaryRow {
  return {
    id: String(id), at, actor: { id: actorId, name: actorName }, door, action, outcome: EventOutcome.parse(outcome),
    ...optional('stackId', stackId), ...optional('subject', subject),
  }
}

function toEvent(row: Selected & { before: unknown; after: unknown; hash: string }): EventRow {
  return { ...toSummary(row), ...optional('before', row.before), ...optional('after', row.after), hash: row.hash }
}

function inWindow(filter: EventFilter, { before, after, limit }: EventWindow) {
  const id = { ...(before === undefined ? {} : { lt: BigInt(before) }), ...(after === undefined ? {} : { gt: BigInt(after) }) }
  return { where: { ...whereOf(filter), ...(Object.keys(id).length === 0 ? {} : { id }) }, orderBy: { id: after === undefined ? 'desc' : 'asc' }, take: limit } as const
}

function newestFirst<Row>(rows: Row[], { after }: EventWindow | Omit<EventWindow, 'limit'>): Row[] {
  return after === undefined ? rows : rows.toReversed()
}

function whereOf({ from, to, text, ...equal }: EventFilter): Prisma.EventWhereInput {
  return {
    ...equal,
    ...(from === undefined && to === undefined ? {} : { at: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) } }),
    // Prisma leaves the wildcards of LIKE as they are.
    ...(text === undefined ? {} : { subjectLower: { contains: text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&') } }),
  }
}
