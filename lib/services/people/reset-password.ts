// Behind a link for a new password: the password changes, once, and every session ends.
import 'server-only'
import { z } from 'zod'
import { hashPassword } from '../../auth/auth.ts'
import { hashLinkToken } from '../../auth/link-token.ts'
import { consumeInvitation, deleteResets } from '../../db/invitations.ts'
import { findPasswordHash, findPerson, lockPeople, setPasswordHash } from '../../db/people.ts'
import { deleteSessionsOf } from '../../db/sessions.ts'
import { command, type Verb } from '../command.ts'
import { checkPassword, deadLink, LinkToken, NewPassword } from './fields.ts'

/** The actor is NEWCOMER: the link is the permission. NOT_FOUND when it is used, expired or unknown. */
export const resetPassword: Verb<{ token: string; password: string }, { email: string }> = command({
  name: 'people.reset-password',
  permission: 'people:join',
  input: z.object({ token: LinkToken, password: NewPassword }),
  about: () => ({}),
  async run({ tx, now }, { token, password }) {
    await lockPeople(tx)
    const link = await consumeInvitation(tx, hashLinkToken(token), now)
    if (link?.purpose !== 'reset' || link.personId === undefined) throw deadLink()
    const person = await findPerson(tx, { id: link.personId })
    if (!person || person.isDisabled || await findPasswordHash(tx, person.id) === undefined) throw deadLink()
    checkPassword(password, person)
    await setPasswordHash(tx, person.id, await hashPassword(password))
    await deleteResets(tx, person.id)
    const endedSessions = await deleteSessionsOf(tx, person.id)
    return { value: { email: person.email }, event: { subject: person.email, after: { endedSessions } } }
  },
})
