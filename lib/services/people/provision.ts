// What the identity provider says of a person becomes their account here, at every sign-in: name, address and role.
import 'server-only'
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { findPerson, lockPeople, updatePerson } from '../../db/people.ts'
import { AppError } from '../../errors.ts'
import { Role } from '../../role.ts'
import { text } from '../../text.ts'
import { command } from '../command.ts'

const Told = z.object({ personId: z.string(), isNew: z.boolean(), name: z.string(), email: z.string(), role: Role, groups: z.array(z.string()) })
type Told = z.infer<typeof Told>

/** Takes over what the provider says. The only admin is demoted too when the provider says so: whom it no longer vouches for may not stay. */
export async function provision(told: Told): Promise<void> {
  const person = await findPerson(db(), { id: told.personId })
  const isSame = person?.name === told.name && person.email === told.email && person.role === told.role
  if (told.isNew || !isSame) await takeOver(SYSTEM, told)
}

const takeOver = command({
  name: 'people.provision',
  permission: 'people:provision',
  input: Told,
  about: ({ email }) => ({ subject: email }),
  async run({ tx }, { personId, isNew, name, email, role, groups }) {
    await lockPeople(tx)
    const person = await findPerson(tx, { id: personId })
    if (person?.source !== 'oidc') throw new AppError('CONFLICT', text('The identity provider does not decide about this account.', '이 계정은 ID 공급자가 정하는 계정이 아닙니다.'))
    const other = await findPerson(tx, { email })
    // Two people cannot have one address: this one keeps the old one until it is free.
    const address = other === undefined || other.id === personId ? email : person.email
    await updatePerson(tx, personId, { name, email: address, role })
    const before = { name: person.name, email: person.email, role: person.role }
    return { value: null, event: { subject: address, ...(isNew ? {} : { before }), after: { name, email: address, role, groups } } }
  },
})
