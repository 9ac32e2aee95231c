// A one-time link for a new password, to be handed over by an admin: there is no e-mail that could be caught on its way.
import 'server-only'
import { z } from 'zod'
import { newLinkToken } from '../../auth/link-token.ts'
import { deleteResets, insertInvitation } from '../../db/invitations.ts'
import { findPerson } from '../../db/people.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { routes } from '../../routes.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'

const VALID_MS = 24 * 60 * 60 * 1000

/** Gives the link, which is shown once and works for a day; an earlier one ends. CONFLICT for whoever has no password here, or is disabled. */
export const offerReset: Verb<{ personId: string }, { link: string; expiresAt: string }> = command({
  name: 'people.offer-reset',
  permission: 'people:write',
  input: z.object({ personId: z.string() }),
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx, actor, now }, { personId }) {
    const person = await findPerson(tx, { id: personId })
    if (!person) throw new AppError('NOT_FOUND', text('There is no such person.', '그런 사람이 없습니다.'))
    if (person.source === 'oidc') throw new AppError('CONFLICT', text(`${person.name} signs in through the identity provider and has no password here.`, `${person.name} 님은 ID 공급자로 로그인하며 여기에는 비밀번호가 없습니다.`), { details: { reason: 'oidc' } })
    if (person.isDisabled) throw new AppError('CONFLICT', text(`${person.name} is disabled. Enable the account first.`, `${person.name} 님의 계정은 비활성 상태입니다. 먼저 계정을 활성화하세요.`), { details: { reason: 'disabled' } })
    await deleteResets(tx, personId)
    const { token, hash } = newLinkToken()
    const expiresAt = new Date(now.getTime() + VALID_MS)
    await insertInvitation(tx, { tokenHash: hash, purpose: 'reset', role: person.role, name: person.name, email: person.email, invitedBy: actor.id, personId, expiresAt })
    return { value: { link: new URL(routes.setup(token), env().publicUrl).href, expiresAt: expiresAt.toISOString() }, event: { subject: person.email } }
  },
})
