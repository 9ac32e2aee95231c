// One-time links: the first admin's set-up, invitations, and new passwords. A link works once.
import 'server-only'
import { z } from 'zod'
import { Role } from '../role.ts'
import type { Tx } from './client.ts'
import { optional } from './json.ts'

export const InvitationPurpose = z.enum(['setup', 'invite', 'reset'])
export type InvitationPurpose = z.infer<typeof InvitationPurpose>

export type InvitationRow = { id: string; purpose: InvitationPurpose; role: Role; name?: string; email?: string; personId?: string }
export type OpenInvite = { id: string; name: string; email: string; role: Role; createdAt: Date; expiresAt?: Date }

type Selected = { id: string; purpose: string; role: string; name: string | null; email: string | null; personId: string | null }

function toInvitation({ id, purpose, role, name, email, personId }: Selected): InvitationRow {
  return {
    id, purpose: InvitationPurpose.parse(purpose), role: Role.parse(role), ...optional('name', name), ...optional('email', email), ...optional('personId', personId),
  }
}

/** Invitations that nobody has used and that have not expired, newest first. */
export async function listOpenInvites(tx: Tx, now: Date): Promise<OpenInvite[]> {
  const rows = await tx.invitation.findMany({
    where: { purpose: 'invite', consumedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { id: true, name: true, email: true, role: true, createdAt: true, expiresAt: true }, orderBy: { createdAt: 'desc' },
  })
  return rows.map(({ name, email, role, expiresAt, ...row }) => ({ ...row, name: name ?? '', email: email ?? '', role: Role.parse(role), ...optional('expiresAt', expiresAt) }))
}

/** Takes back an invitation that nobody has used; gives whom it was for. */
export async function deleteInvite(tx: Tx, id: string): Promise<{ email: string; role: string } | undefined> {
  const row = await tx.invitation.findFirst({ where: { id, purpose: 'invite', consumedAt: null }, select: { email: true, role: true } })
  if (row === null) return undefined
  const { count } = await tx.invitation.deleteMany({ where: { id, consumedAt: null } })
  return count === 0 ? undefined : { email: row.email ?? '', role: row.role }
}

/** Ends every link for a new password of a person. */
export async function deleteResets(tx: Tx, personId: string): Promise<void> {
  await tx.invitation.deleteMany({ where: { purpose: 'reset', personId, consumedAt: null } })
}

/** Ends every invitation to an address. */
export async function deleteInvitesTo(tx: Tx, email: string): Promise<void> {
  await tx.invitation.deleteMany({ where: { purpose: 'invite', email, consumedAt: null } })
}

const open = (tokenHash: string, now: Date) => ({ tokenHash, consumedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] })

/** The invitation of a token that is neither used nor expired. */
export async function findOpenInvitation(tx: Tx, tokenHash: string, now: Date): Promise<InvitationRow | undefined> {
  const row = await tx.invitation.findFirst({ where: open(tokenHash, now) })
  return row ? toInvitation(row) : undefined
}

/** Uses a token up. Undefined when it is unknown, used or expired: of two who try at once, one gets it. */
export async function consumeInvitation(tx: Tx, tokenHash: string, now: Date): Promise<InvitationRow | undefined> {
  const [row] = await tx.invitation.updateManyAndReturn({ where: open(tokenHash, now), data: { consumedAt: now } })
  return row ? toInvitation(row) : undefined
}

/** Adds an invitation; without `expiresAt` it holds until it is used. */
export async function insertInvitation(
  tx: Tx,
  invitation: { tokenHash: string; purpose: InvitationPurpose; role: Role; name?: string; email?: string; invitedBy?: string; personId?: string; expiresAt?: Date },
): Promise<void> {
  await tx.invitation.create({ data: invitation, select: { id: true } })
}

/** Ends every set-up link: once there is an admin, none of them may make another. */
export async function removeSetupInvitations(tx: Tx): Promise<void> {
  await tx.invitation.deleteMany({ where: { purpose: 'setup', consumedAt: null } })
}
