// Changing one's own password.
import 'server-only'
import { z } from 'zod'
import { hashPassword, isPassword } from '../../auth/auth.ts'
import { deleteResets } from '../../db/invitations.ts'
import { findPasswordHash, findPerson, setPasswordHash } from '../../db/people.ts'
import { deleteSessionsOf } from '../../db/sessions.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, operation, type Verb } from '../command.ts'
import { forgive, takeTry, tooMany } from '../sessions/throttle.ts'
import { checkPassword, NewPassword } from './fields.ts'

const Passwords = z.object({ current: z.string().max(1_000), password: NewPassword })
type Passwords = z.infer<typeof Passwords>

/**
 * Gives oneself another password and ends the other sessions. INVALID when the present one is wrong (`details.field`) or the new one
 * breaks a rule, and after too many tries (`details.waitS`): a session that is left open must not be a way to guess.
 */
export const changePassword: Verb<Passwords, { endedSessions: number }> = operation({
  name: 'people.change-password',
  permission: 'session:own',
  input: Passwords,
  about: () => ({}),
  async run({ reader, actor, now }, { current, password }) {
    const person = await findPerson(reader, { id: actor.id })
    const hash = await findPasswordHash(reader, actor.id)
    if (!person || hash === undefined) throw new AppError('CONFLICT', text('You sign in without a password of Gauntlet.', 'Gauntlet의 비밀번호 없이 로그인하는 계정입니다.'))
    checkPassword(password, person)
    const keys = { account: person.email }
    const taken = await takeTry(keys, now)
    if (!taken.ok) throw tooMany(taken.waitMs)
    if (!(await isPassword(current, hash))) throw new AppError('INVALID', text('The current password is wrong.', '현재 비밀번호가 맞지 않습니다.'), { details: { field: 'current' } })
    await forgive(keys)
    return commit(actor, { passwordHash: await hashPassword(password) })
  },
})

const commit = command({
  name: 'people.change-password',
  permission: 'session:own',
  input: z.object({ passwordHash: z.string() }),
  about: () => ({}),
  async run({ tx, actor }, { passwordHash }) {
    const person = await findPerson(tx, { id: actor.id })
    if (!person) throw new AppError('NOT_FOUND', text('There is no such person.', '그런 사람이 없습니다.'))
    await setPasswordHash(tx, actor.id, passwordHash)
    await deleteResets(tx, actor.id)
    const endedSessions = await deleteSessionsOf(tx, actor.id, actor.sessionId)
    return { value: { endedSessions }, event: { subject: person.email, after: { endedSessions } } }
  },
})
