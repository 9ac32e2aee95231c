// People and their passwords' hashes, in the models that better-auth reads.
import 'server-only'
import { randomUUID } from 'node:crypto'
import { Role } from '../role.ts'
import type { Tx } from './client.ts'

export type PersonRow = { id: string; name: string; email: string; role: Role }

const SELECT = { id: true, name: true, email: true, role: true } as const
/** Any constant: the key of the advisory lock that serialises changes to who may do what. */
const PEOPLE_LOCK = 4_120_771_003n

function toPerson(row: { id: string; name: string; email: string; role: string }): PersonRow {
  return { ...row, role: Role.parse(row.role) }
}

/** Lets nobody else add people or change roles until the transaction ends. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})::text`
}

/** How many people there are, of one role when it is given. */
export async function countPeople(tx: Tx, role?: Role): Promise<number> {
  return tx.user.count(role === undefined ? undefined : { where: { role } })
}

/** Everyone, by name. */
export async function listPeople(tx: Tx): Promise<PersonRow[]> {
  return (await tx.user.findMany({ select: SELECT, orderBy: [{ name: 'asc' }, { email: 'asc' }] })).map(toPerson)
}

/** One person. */
export async function findPerson(tx: Tx, by: { id: string } | { email: string }): Promise<PersonRow | undefined> {
  const row = await tx.user.findUnique({ where: by, select: SELECT })
  return row ? toPerson(row) : undefined
}

/** Adds a person who signs in by e-mail and password. Breaks the unique constraint when the e-mail is taken. */
export async function insertPerson(
  tx: Tx, { name, email, role, passwordHash, at }: { name: string; email: string; role: Role; passwordHash: string; at: Date },
): Promise<PersonRow> {
  const id = randomUUID()
  const row = await tx.user.create({
    data: {
      id, name, email, role, emailVerified: true, createdAt: at,
      accounts: { create: { id: randomUUID(), accountId: id, providerId: 'credential', password: passwordHash, createdAt: at } },
    },
    select: SELECT,
  })
  return toPerson(row)
}

/** Gives a person another role. */
export async function setRole(tx: Tx, id: string, role: Role): Promise<void> {
  await tx.user.update({ where: { id }, data: { role } })
}
