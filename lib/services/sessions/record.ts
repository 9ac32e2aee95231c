// The events of signing in and out. Signing in is better-auth's; that it happened is ours to file.
import 'server-only'
import { z } from 'zod'
import { VISITOR, type Actor } from '../../auth/actor.ts'
import { findPerson } from '../../db/people.ts'
import { db } from '../../db/client.ts'
import { deviceOf } from '../../device.ts'
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'
import { text } from '../../text.ts'
import { command } from '../command.ts'
import { auditTurn } from './throttle.ts'

export type Way = 'password' | 'oidc'
const Begun = z.object({ email: z.string(), via: z.enum(['password', 'oidc']), address: z.string(), device: z.string() })

const begin = command({
  name: 'session.begin',
  permission: 'session:own',
  input: Begun,
  about: ({ email }) => ({ subject: email }),
  run: async (_, { email, ...how }) => ({ value: null, event: { subject: email, after: how } }),
})

const refuse = command({
  name: 'session.begin',
  permission: 'session:begin',
  input: z.object({ email: z.string(), why: z.string() }),
  about: ({ email }) => ({ subject: email }),
  // The audit alone keeps it, and its events are in English.
  run: (_, { why }) => { throw new AppError('FORBIDDEN', text(why, why)) },
})

const finish = command({
  name: 'session.end',
  permission: 'session:own',
  input: z.object({ email: z.string() }),
  about: ({ email }) => ({ subject: email }),
  run: async (_, { email }) => ({ value: null, event: { subject: email, after: { signedOut: true } } }),
})

/** Files that a person signed in. */
export async function recordBegin(personId: string, { via, address, headers }: { via: Way; address: string; headers: Headers }): Promise<void> {
  const person = await findPerson(db(), { id: personId })
  if (!person) throw new AppError('NOT_FOUND', text('There is no such person.', '그런 사람이 없습니다.'))
  const actor: Actor = { id: person.id, name: person.name, role: person.role, door: 'browser' }
  await begin(actor, { email: person.email, via, address, device: deviceOf(headers.get('user-agent') ?? '') })
}

/** Files that someone was not let in, unless very many were not lately. What was typed is filed when it is an e-mail address. */
export async function recordRefusal({ typed, why, address }: { typed: string; why: string; address: string }): Promise<void> {
  try {
    const turn = await auditTurn(new Date())
    if (turn === 'no') return
    const email = z.email().max(254).safeParse(typed.trim().toLowerCase())
    const more = turn === 'last' ? ' Further failures of the next minutes are not listed one by one.' : ''
    await refuse(VISITOR, { email: email.success ? email.data : '?', why: `${why} From ${address}.${more}` })
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return // that it is refused is what was to be filed
    log.error({ err: error }, 'a refused sign-in could not be written to the audit')
  }
}

/** Files that a person signed out. */
export async function recordEnd(actor: Actor): Promise<void> {
  const person = await findPerson(db(), { id: actor.id })
  if (person) await finish(actor, { email: person.email })
}
