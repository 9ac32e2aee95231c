// Stacks: their names, where they apply to, and which revision was last applied.
import 'server-only'
import { Connection } from '../connection.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/client.ts'
import { optional, toJson } from './json.ts'

export type StackRow = {
  id: string
  slug: string
  name: string
  namespace: string
  connection: Connection
  head?: number
  applied?: number
  /** A risky plan of it needs a second person's approval. */
  isProtected: boolean
  /** How long a run waits for one workload; absent: as long as the server's setting says. */
  gateTimeoutMs?: number
}

const SELECT = {
  id: true, slug: true, name: true, namespace: true, connection: true, appliedRevision: true, isProtected: true, gateTimeoutMs: true,
  revisions: { select: { number: true }, orderBy: { number: 'desc' }, take: 1 },
} as const

type Selected = {
  id: string; slug: string; name: string; namespace: string; connection: unknown
  appliedRevision: number | null; isProtected: boolean; gateTimeoutMs: number | null; revisions: { number: number }[]
}

function toStack({ id, slug, name, namespace, connection, appliedRevision, isProtected, gateTimeoutMs, revisions }: Selected): StackRow {
  return {
    id, slug, name, namespace, isProtected, connection: Connection.parse(connection),
    ...optional('head', revisions[0]?.number), ...optional('applied', appliedRevision), ...optional('gateTimeoutMs', gateTimeoutMs),
  }
}

/** Stacks by name: every one, or only those of `ids`, below the stack `after`, and so many. */
export async function listStacks(tx: Tx, { ids, after, limit }: { ids?: readonly string[]; after?: string; limit?: number } = {}): Promise<StackRow[]> {
  const rows = await tx.stack.findMany({
    select: SELECT, orderBy: [{ name: 'asc' }, { slug: 'asc' }], ...optional('take', limit),
    ...(ids === undefined ? {} : { where: { id: { in: [...ids] } } }), ...(after === undefined ? {} : { cursor: { slug: after }, skip: 1 }),
  })
  return rows.map(toStack)
}

/** One stack by its id or its slug. One statement, where the client would make two: nearly every page and request begins with it. */
export async function findStack(tx: Tx, by: { id: string } | { slug: string }): Promise<StackRow | undefined> {
  const wanted = 'id' in by ? Prisma.sql`"id" = ${by.id}` : Prisma.sql`"slug" = ${by.slug}`
  const [row] = await tx.$queryRaw<(Omit<Selected, 'revisions'> & { head: number | null })[]>`
    SELECT "stack".*, (SELECT max("number") FROM "revision" WHERE "stackId" = "stack"."id") AS "head" FROM "stack" WHERE ${wanted}`
  return row && toStack({ ...row, revisions: row.head === null ? [] : [{ number: row.head }] })
}

/** Adds a stack. Breaks the unique constraint when the slug is taken. */
export async function insertStack(
  tx: Tx, { slug, name, namespace, connection }: { slug: string; name: string; namespace: string; connection: Connection },
): Promise<StackRow> {
  return toStack(await tx.stack.create({ data: { slug, name, namespace, connection: toJson(connection) }, select: SELECT }))
}

/** Keeps others from saving to the stack until the transaction ends. */
export async function lockStack(tx: Tx, stackId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "stack" WHERE "id" = ${stackId} FOR UPDATE`
}

/** Notes which revision the cluster now has in full. */
export async function setAppliedRevision(tx: Tx, stackId: string, revision: number): Promise<void> {
  await tx.stack.update({ where: { id: stackId }, data: { appliedRevision: revision } })
}

/** Marks a stack as protected, or no longer. */
export async function setProtected(tx: Tx, stackId: string, isProtected: boolean): Promise<void> {
  await tx.stack.update({ where: { id: stackId }, data: { isProtected } })
}

/** Sets how long a run of a stack waits for one workload; null leaves it to the server. */
export async function setGateTimeout(tx: Tx, stackId: string, gateTimeoutMs: number | null): Promise<void> {
  await tx.stack.update({ where: { id: stackId }, data: { gateTimeoutMs } })
}
