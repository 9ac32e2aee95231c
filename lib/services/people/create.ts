// Inviting a person: a one-time link with a role, to be handed over by whoever invites.
import 'server-only'
import { z } from 'zod'
import { newLinkToken } from '../../auth/link-token.ts'
import { deleteInvitesTo, insertInvitation } from '../../db/invitations.ts'
import { findPerson } from '../../db/people.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { Role } from '../../role.ts'
import { routes } from '../../routes.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import { Email, PersonName } from './fields.ts'

const VALID_MS = 7 * 24 * 60 * 60 * 1000

export const Invite = z.object({ name: PersonName, email: Email, role: Role })
export type Invite = z.input<typeof Invite>

/** Gives the link, which is shown once and works for a week; earlier ones to this address end. CONFLICT when the e-mail has an account. */
export const create: Verb<Invite, { link: string; expiresAt: string }> = command({
  name: 'people.invite',
  permission: 'people:invite',
  input: Invite,
  about: ({ email }) => ({ subject: email }),
  async run({ tx, actor, now }, { name, email, role }) {
    if (await findPerson(tx, { email })) throw new AppError('CONFLICT', text(`${email} has an account already.`, `${email}의 계정이 이미 있습니다.`))
    await deleteInvitesTo(tx, email)
    const { token, hash } = newLinkToken()
    const expiresAt = new Date(now.getTime() + VALID_MS)
    await insertInvitation(tx, { tokenHash: hash, purpose: 'invite', role, name, email, invitedBy: actor.id, expiresAt })
    return {
      value: { link: new URL(routes.setup(token), env().publicUrl).href, expiresAt: expiresAt.toISOString() },
      event: { subject: email, after: { name, email, role } },
    }
  },
})
