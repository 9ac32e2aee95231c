// A person as pages get them.
import type { ListedPerson } from '../../db/people.ts'
import type { PersonView } from '../views.ts'

/** A listed person with times as text. */
export function toPersonView({ createdAt, seenAt, ...person }: ListedPerson): PersonView {
  return { ...person, createdAt: createdAt.toISOString(), ...(seenAt === undefined ? {} : { seenAt: seenAt.toISOString() }) }
}
