// Where someone is signed in.
import 'server-only'
import { z } from 'zod'
import { findPasswordHash, findPerson, listPeople } from '../../db/people.ts'
import { listSessions, type SessionRow } from '../../db/sessions.ts'
import { deviceOf } from '../../device.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { query, type Verb } from '../command.ts'
import { toPersonView } from '../people/view.ts'
import type { AccountView, PersonView, SessionView } from '../views.ts'

function toView({ id, createdAt, seenAt, ipAddress = '', userAgent = '' }: SessionRow, thisOne: string | undefined): SessionView {
  return { id, device: deviceOf(userAgent), address: ipAddress, createdAt: createdAt.toISOString(), seenAt: seenAt.toISOString(), isThis: id === thisOne }
}

/** Who I am, how I sign in, and my sessions. */
export const myAccount: Verb<Record<string, never>, AccountView> = query({
  permission: 'session:own',
  input: z.object({}),
  async run({ tx, actor, now }) {
    const person = await findPerson(tx, { id: actor.id })
    if (!person) return { how: 'local', name: actor.name, role: 'admin', sessions: [] }
    const sessions = (await listSessions(tx, person.id, now)).map((row) => toView(row, actor.sessionId))
    const how = await findPasswordHash(tx, person.id) === undefined ? 'oidc' : 'password'
    return { how, name: person.name, email: person.email, role: person.role, sessions }
  },
})

/** One person with their sessions. */
export const personWithSessions: Verb<{ personId: string }, { person: PersonView; sessions: SessionView[] }> = query({
  permission: 'people:read',
  input: z.object({ personId: z.string() }),
  async run({ tx, actor, now }, { personId }) {
    const person = (await listPeople(tx, now)).find(({ id }) => id === personId)
    if (!person) throw new AppError('NOT_FOUND', text('There is no such person.', '그런 사람이 없습니다.'))
    return { person: toPersonView(person), sessions: (await listSessions(tx, personId, now)).map((row) => toView(row, actor.sessionId)) }
  },
})
