// The chain of events as whoever checks it sees it: the canonical form of an event, its hash, and where the chain breaks.
// Knows nothing of the database's own functions: they could have been changed together with the rows.
import { createHash } from 'node:crypto'

/** An event as it is stored, each field as text: `at` in milliseconds since 1970, `before` and `after` as the JSON text that was written. */
export type ChainRow = {
  id: string; at: string; actorId: string; actorName: string; door: string; action: string; outcome: string
  stackId: string | null; subject: string | null; before: string | null; after: string | null; hash: string
}

/** An event and its hash: written down elsewhere, it also betrays a chain that was cut or computed anew. */
export type ChainLink = { id: string; hash: string }

/**
 * What is wrong at the first place where the chain breaks. `altered`: the event is not what was written, or does not stand where it was
 * written. `missing`: events between `after` and `id` are gone. `unchained`: it was put in without a hash. `cut`: the event that was written
 * down is not there any more. `rewritten`: it is there with another hash.
 */
export type ChainBreak = { kind: 'altered' | 'missing' | 'unchained' | 'cut' | 'rewritten'; id: string; after: string }

/** `breaks` counts the places; `first` is the one with the lowest id. `head` is the last event. */
export type ChainVerdict = { events: number; head?: ChainLink; breaks: number; first?: ChainBreak }

/** What the first event takes for the hash of the one before it. */
const BEGINNING = '0'.repeat(64)
const HASH = /^[0-9a-f]{64}$/
const BATCH = 2_000

/** Reads rows with the lowest ids above `after`, in order: its parameters are `after` and the number of rows. */
export const CHAIN_QUERY = `SELECT "id"::text AS "id", trunc(extract(epoch FROM "at") * 1000)::bigint::text AS "at", "actorId", "actorName", "door", "action", "outcome",
  "stackId", "subject", "before"::text AS "before", "after"::text AS "after", "hash"
  FROM "event" WHERE "event"."id" > $1::bigint ORDER BY "event"."id" LIMIT $2::int`

/** The canonical form: a heading, the hash before, then each field as its length in bytes and its text, or "-" where there is none; one a line. */
function canonical(previous: string, row: ChainRow): string {
  const fields = [row.id, row.at, row.actorId, row.actorName, row.door, row.action, row.outcome, row.stackId, row.subject, row.before, row.after]
  return ['gauntlet event 1', previous, ...fields.map(field)].join('\n')
}

function field(value: string | null): string {
  return value === null ? '-' : `${Buffer.byteLength(value)}:${value}`
}

/** SHA-256 of the canonical form, in hex. */
export function eventHash(previous: string, row: ChainRow): string {
  return createHash('sha256').update(canonical(previous, row)).digest('hex')
}

/**
 * Goes through all events from the first to the last. `read` gives rows as CHAIN_QUERY does; memory holds one batch. `noted` is a link that
 * somebody wrote down: it must be part of the chain.
 */
export async function checkChain(read: (after: string, limit: number) => Promise<readonly ChainRow[]>, noted?: ChainLink): Promise<ChainVerdict> {
  let last: ChainLink = { id: '0', hash: BEGINNING }
  let events = 0
  const found: ChainBreak[] = []
  let breaks = 0
  let seen: ChainLink | undefined
  for (;;) {
    const rows = await read(last.id, BATCH)
    for (const row of rows) {
      const broken = breakAt(last, row)
      if (broken !== undefined) {
        breaks += 1
        if (found.length === 0) found.push(broken)
      }
      if (row.id === noted?.id) seen = row
      last = { id: row.id, hash: row.hash }
      events += 1
    }
    if (rows.length < BATCH) break
  }
  const against = noted === undefined ? undefined : brokenPromise(noted, seen, last)
  const first = found[0] ?? against
  return { events, ...(events === 0 ? {} : { head: last }), breaks: breaks + (against === undefined ? 0 : 1), ...(first === undefined ? {} : { first }) }
}

function breakAt(last: ChainLink, row: ChainRow): ChainBreak | undefined {
  if (row.hash === eventHash(last.hash, row)) return undefined
  const place = { id: row.id, after: last.id }
  if (!HASH.test(row.hash)) return { kind: 'unchained', ...place }
  // Ids of before the chain have gaps of their own; those fit, and are not seen here.
  return { kind: BigInt(row.id) > BigInt(last.id) + 1n ? 'missing' : 'altered', ...place }
}

function brokenPromise(noted: ChainLink, seen: ChainLink | undefined, last: ChainLink): ChainBreak | undefined {
  if (seen === undefined) return { kind: 'cut', id: noted.id, after: last.id }
  return seen.hash === noted.hash ? undefined : { kind: 'rewritten', id: noted.id, after: last.id }
}
