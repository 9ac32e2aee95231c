// The first admin and everyone invited: a one-time link becomes an account, once.
import 'server-only'
import { z } from 'zod'
import { hashLinkToken } from '../../auth/link-token.ts'
import { hashPassword } from '../../auth/auth.ts'
import { consumeInvitation, removeSetupInvitations } from '../../db/invitations.ts'
import { countPeople, findPerson, insertPerson, lockPeople } from '../../db/people.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import type { Person } from '../views.ts'
import { checkPassword, deadLink, Email, LinkToken, NewPassword, PersonName } from './fields.ts'

export const Setup = z.object({
  token: LinkToken,
  name: PersonName,
  /** Ignored when the link was made for an address. */
  email: Email,
  password: NewPassword,
})
export type Setup = z.input<typeof Setup>

/**
 * Turns a one-time link into an account. The actor is NEWCOMER: the link is the permission.
 * NOT_FOUND when the link is used, expired or unknown; CONFLICT when the e-mail has an account.
 */
export const setup: Verb<Setup, Person> = command({
  name: 'people.join',
  permission: 'people:join',
  input: Setup,
  about: () => ({}),
  async run({ tx, now }, { token, name, email, password }) {
    await lockPeople(tx)
    const invitation = await consumeInvitation(tx, hashLinkToken(token), now)
    if (!invitation || invitation.purpose === 'reset') throw deadLink()
    if (invitation.purpose === 'setup') {
      if (await countPeople(tx) > 0) throw deadLink()
      await removeSetupInvitations(tx)
    }
    const address = invitation.email ?? email
    checkPassword(password, { name, email: address })
    if (await findPerson(tx, { email: address })) throw new AppError('CONFLICT', text(`${address} has an account already. Sign in with it.`, `${address}의 계정이 이미 있습니다. 그 계정으로 로그인하세요.`))
    const person = await insertPerson(tx, { name, email: address, role: invitation.role, passwordHash: await hashPassword(password), at: now })
    const { id, role } = person
    return { value: { id, name, email: address, role }, event: { subject: address, after: { id, name, email: address, role } } }
  },
})
