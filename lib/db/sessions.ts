// Open sessions, in the model that better-auth reads: a row that is gone is a session that has ended, from the next request on.
import 'server-only'
import type { Tx } from './client.ts'
import { optional } from './json.ts'

/** Without its token: nobody needs to see that. */
export type SessionRow = { id: string; userId: string; createdAt: Date; seenAt: Date; expiresAt: Date; ipAddress?: string; userAgent?: string }

const SELECT = { id: true, userId: true, createdAt: true, seenAt: true, expiresAt: true, ipAddress: true, userAgent: true } as const

/** A person's sessions that have not expired, the one used last first. */
export async function listSessions(tx: Tx, userId: string, now: Date): Promise<SessionRow[]> {
  const rows = await tx.session.findMany({ where: { userId, expiresAt: { gt: now } }, select: SELECT, orderBy: { seenAt: 'desc' } })
  return rows.map(({ ipAddress, userAgent, ...row }) => ({ ...row, ...optional('ipAddress', ipAddress), ...optional('userAgent', userAgent) }))
}

/** Ends one session of a person; false when they have none of that id. */
export async function deleteSession(tx: Tx, { id, userId }: { id: string; userId: string }): Promise<boolean> {
  return (await tx.session.deleteMany({ where: { id, userId } })).count > 0
}

/** Ends all sessions of a person, but the one to keep; gives how many. */
export async function deleteSessionsOf(tx: Tx, userId: string, keep?: string): Promise<number> {
  return (await tx.session.deleteMany({ where: { userId, ...(keep === undefined ? {} : { id: { not: keep } }) } })).count
}
