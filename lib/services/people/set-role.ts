// Changing what a person may do.
import 'server-only'
import { z } from 'zod'
import { updatePerson } from '../../db/people.ts'
import { AppError } from '../../errors.ts'
import { Role } from '../../role.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import { keepAnAdmin, personToChange } from './fields.ts'

export const SetRole = z.object({ personId: z.string(), role: Role })
export type SetRole = z.infer<typeof SetRole>

/**
 * Gives a person another role, at once for their open sessions too. CONFLICT when nobody would be admin any more, when it is one's own,
 * and when groups of the identity provider decide it.
 */
export const setRole: Verb<SetRole, { role: Role }> = command({
  name: 'people.set-role',
  permission: 'people:write',
  input: SetRole,
  about: ({ personId }) => ({ subject: personId }),
  async run({ tx, actor }, { personId, role }) {
    const person = await personToChange(tx, actor, personId)
    if (person.source === 'oidc') {
      throw new AppError('CONFLICT', text(`The groups of the identity provider decide the role of ${person.name}. Change them there.`, `${person.name} 님의 역할은 ID 공급자의 그룹이 정합니다. 그곳에서 바꾸세요.`), { details: { reason: 'oidc' } })
    }
    if (role !== 'admin') await keepAnAdmin(tx, person)
    await updatePerson(tx, personId, { role })
    return { value: { role }, event: { subject: person.email, before: { role: person.role }, after: { role } } }
  },
})
