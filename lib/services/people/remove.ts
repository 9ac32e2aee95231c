// Removing an account. What the person did stays, under their name.
import 'server-only'
import { z } from 'zod'
import { deleteApiTokensOf } from '../../db/api-tokens.ts'
import { deleteInvitesTo, deleteResets } from '../../db/invitations.ts'
import { deletePerson } from '../../db/people.ts'
import { command, type Verb } from '../command.ts'
import { keepAnAdmin, personToChange } from './fields.ts'

/**
 * Removes a person with their sessions and tokens. CONFLICT for oneself and for the only admin. Whom the identity provider vouches for comes back
 * with the next sign-in: disable them instead.
 */
export const remove: Verb<{ personId: string }, null> = command({
  name: 'people.remove',
  permission: 'people:write',
  input: z.object({ personId: z.string() }),
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx, actor }, { personId }) {
    const person = await personToChange(tx, actor, personId)
    await keepAnAdmin(tx, person)
    await deleteResets(tx, personId)
    await deleteInvitesTo(tx, person.email)
    await deleteApiTokensOf(tx, personId)
    await deletePerson(tx, personId)
    const { name, email, role, source } = person
    return { value: null, event: { subject: email, before: { name, email, role, source } } }
  },
})
