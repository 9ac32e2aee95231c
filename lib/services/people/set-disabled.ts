// Shutting a person out, and letting them in again.
import 'server-only'
import { z } from 'zod'
import { deleteResets } from '../../db/invitations.ts'
import { updatePerson } from '../../db/people.ts'
import { deleteSessionsOf } from '../../db/sessions.ts'
import { command, type Verb } from '../command.ts'
import { keepAnAdmin, personToChange } from './fields.ts'

const OnePerson = z.object({ personId: z.string() })
type OnePerson = z.infer<typeof OnePerson>

/** Shuts a person out: their sessions end at once and they cannot sign in, by any way. CONFLICT for oneself and for the only admin. */
export const disable: Verb<OnePerson, { sessions: number }> = command({
  name: 'people.disable',
  permission: 'people:write',
  input: OnePerson,
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx, actor, now }, { personId }) {
    const person = await personToChange(tx, actor, personId)
    await keepAnAdmin(tx, person)
    await updatePerson(tx, personId, { disabledAt: now })
    await deleteResets(tx, personId)
    const sessions = await deleteSessionsOf(tx, personId)
    return { value: { sessions }, event: { subject: person.email, before: { disabled: person.isDisabled }, after: { disabled: true, endedSessions: sessions } } }
  },
})

/** Lets a person in again, with the role that they had. */
export const enable: Verb<OnePerson, null> = command({
  name: 'people.enable',
  permission: 'people:write',
  input: OnePerson,
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx, actor }, { personId }) {
    const person = await personToChange(tx, actor, personId)
    await updatePerson(tx, personId, { disabledAt: null })
    return { value: null, event: { subject: person.email, before: { disabled: person.isDisabled }, after: { disabled: false } } }
  },
})
