// Ending sessions: one's own, or as an admin those of others. From the next request on they are worth nothing.
import 'server-only'
import { z } from 'zod'
import { findPerson, type PersonRow } from '../../db/people.ts'
import { deleteSession, deleteSessionsOf } from '../../db/sessions.ts'
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'

async function personOf(tx: Tx, id: string): Promise<PersonRow> {
  const person = await findPerson(tx, { id })
  if (!person) throw new AppError('NOT_FOUND', text('There is no such person.', '그런 사람이 없습니다.'))
  return person
}

/** Ends one of my sessions. NOT_FOUND when it is not mine or has ended. */
export const endMine: Verb<{ sessionId: string }, null> = command({
  name: 'session.end',
  permission: 'session:own',
  input: z.object({ sessionId: z.string() }),
  about: () => ({}),
  async run({ tx, actor }, { sessionId }) {
    const { email } = await personOf(tx, actor.id)
    if (!(await deleteSession(tx, { id: sessionId, userId: actor.id }))) throw new AppError('NOT_FOUND', text('This session has ended already.', '이 세션은 이미 끝났습니다.'))
    return { value: null, event: { subject: email, after: { endedSessions: 1 } } }
  },
})

/** Ends all my sessions but this one. */
export const endMyOthers: Verb<Record<string, never>, { endedSessions: number }> = command({
  name: 'session.end',
  permission: 'session:own',
  input: z.object({}),
  about: () => ({}),
  async run({ tx, actor }) {
    const { email } = await personOf(tx, actor.id)
    const endedSessions = await deleteSessionsOf(tx, actor.id, actor.sessionId)
    return { value: { endedSessions }, event: { subject: email, after: { endedSessions } } }
  },
})

/** Ends a person's sessions: the one that is named, else all. */
export const endOf: Verb<{ personId: string; sessionId?: string }, { endedSessions: number }> = command({
  name: 'session.end',
  permission: 'people:write',
  input: z.object({ personId: z.string(), sessionId: z.string().optional() }),
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx }, { personId, sessionId }) {
    const { email } = await personOf(tx, personId)
    const endedSessions = sessionId === undefined ? await deleteSessionsOf(tx, personId) : Number(await deleteSession(tx, { id: sessionId, userId: personId }))
    return { value: { endedSessions }, event: { subject: email, after: { endedSessions } } }
  },
})
