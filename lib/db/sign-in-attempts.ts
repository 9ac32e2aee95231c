// How often signing in failed, by key. Rows are locked while they are judged, so that tries at once are counted one after the other.
import 'server-only'
import type { Tx } from './client.ts'

export type AttemptRow = { failures: number; lastAt: Date; blockedUntil: Date | null }

/** The row of a key, which nobody else may read for writing until the transaction ends; made when there is none. */
export async function lockAttempt(tx: Tx, key: string, now: Date): Promise<AttemptRow> {
  await tx.signInAttempt.createMany({ data: { key, failures: 0, lastAt: now }, skipDuplicates: true })
  await tx.$queryRaw`SELECT 1 AS one FROM "signInAttempt" WHERE "key" = ${key} FOR UPDATE`
  return tx.signInAttempt.findUniqueOrThrow({ where: { key }, select: { failures: true, lastAt: true, blockedUntil: true } })
}

/** Writes the row of a key. */
export async function saveAttempt(tx: Tx, key: string, row: AttemptRow): Promise<void> {
  await tx.signInAttempt.update({ where: { key }, data: row, select: { key: true } })
}

/** Forgets a key. */
export async function forgetAttempt(tx: Tx, key: string): Promise<void> {
  await tx.signInAttempt.deleteMany({ where: { key } })
}

/** Forgets what has not been tried since. */
export async function forgetAttemptsBefore(tx: Tx, before: Date): Promise<void> {
  await tx.signInAttempt.deleteMany({ where: { lastAt: { lt: before } } })
}
