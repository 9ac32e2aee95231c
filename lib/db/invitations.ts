// One-time links: the first admin's set-up, and invitations. A link works once.
import 'server-only'
import { z } from 'zod'
import { Role } from '../role.ts'
import type { Tx } from './client.ts'
import { optional } from './json.ts'

export const InvitationPurpose = z.enum(['setup', 'invite'])
export type InvitationPurpose = z.infer<typeof InvitationPurpose>

export type InvitationRow = { id: string; purpose: InvitationPurpose; role: Role; name?: string; email?: string }

type Selected = { id: string; purpose: string; role: string; name: string | null; email: string | null }

function toInvitation({ id, purpose, role, name, email }: Selected): InvitationRow {
  return { id, purpose: InvitationPurpose.parse(purpose), role: Role.parse(role), ...optional('name', name), ...optional('email', email) }
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
  invitation: { tokenHash: string; purpose: InvitationPurpose; role: Role; name?: string; email?: string; invitedBy?: string; expiresAt?: Date },
): Promise<void> {
  await tx.invitation.create({ data: invitation, select: { id: true } })
}

/** Ends every set-up link: once there is an admin, none of them may make another. */
export async function removeSetupInvitations(tx: Tx): Promise<void> {
  await tx.invitation.deleteMany({ where: { purpose: 'setup', consumedAt: null } })
}
