// Changing what a person may do.
import 'server-only'
import { z } from 'zod'
import { countPeople, findPerson, lockPeople, setRole as saveRole } from '../../db/people.ts'
import { AppError } from '../../errors.ts'
import { Role } from '../../role.ts'
import { command, type Verb } from '../command.ts'
import type { Person } from '../views.ts'

export const SetRole = z.object({ personId: z.string(), role: Role })
export type SetRole = z.infer<typeof SetRole>

/** Gives a person another role, at once for their open sessions too. CONFLICT when nobody would be admin any more. */
export const setRole: Verb<SetRole, Person> = command({
  name: 'people.set-role',
  permission: 'people:write',
  input: SetRole,
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx }, { personId, role }) {
    await lockPeople(tx)
    const person = await findPerson(tx, { id: personId })
    if (!person) throw new AppError('NOT_FOUND', 'There is no such person.')
    if (person.role === 'admin' && role !== 'admin' && await countPeople(tx, 'admin') === 1) {
      throw new AppError('CONFLICT', `${person.name} is the only admin. Make someone else admin first.`)
    }
    await saveRole(tx, personId, role)
    return { value: { ...person, role }, event: { subject: person.email, before: { role: person.role }, after: { role } } }
  },
})
