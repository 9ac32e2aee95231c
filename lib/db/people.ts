// People and their passwords' hashes, in the models that better-auth reads.
import 'server-only'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Role } from '../role.ts'
import type { Tx } from './client.ts'

/** "local" signs in with a password; "oidc" through the identity provider, which decides the role too. */
const PersonSource = z.enum(['local', 'oidc'])
export type PersonSource = z.infer<typeof PersonSource>

export type PersonRow = { id: string; name: string; email: string; role: Role; source: PersonSource; isDisabled: boolean }
export type ListedPerson = PersonRow & { createdAt: Date; sessions: number; seenAt?: Date }

const SELECT = { id: true, name: true, email: true, role: true, source: true, disabledAt: true } as const
type Selected = { id: string; name: string; email: string; role: string; source: string; disabledAt: Date | null }
/** Any constant: the key of the advisory lock that serialises changes to who may do what. */
const PEOPLE_LOCK = 4_120_771_003n
const CREDENTIAL = 'credential'

function toPerson({ id, name, email, role, source, disabledAt }: Selected): PersonRow {
  return { id, name, email, role: Role.parse(role), source: PersonSource.parse(source), isDisabled: disabledAt !== null }
}

/** Lets nobody else add people or change roles until the transaction ends. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})::text`
}

/** How many people there are. */
export async function countPeople(tx: Tx): Promise<number> {
  return tx.user.count()
}

/** How many admins there are who may sign in. */
export async function countAdmins(tx: Tx): Promise<number> {
  return tx.user.count({ where: { role: 'admin', disabledAt: null } })
}

/** Everyone, by name, with their open sessions and when they last asked for something. */
export async function listPeople(tx: Tx, now: Date): Promise<ListedPerson[]> {
  const rows = await tx.user.findMany({
    select: { ...SELECT, createdAt: true, sessions: { where: { expiresAt: { gt: now } }, select: { seenAt: true }, orderBy: { seenAt: 'desc' } } },
    orderBy: [{ name: 'asc' }, { email: 'asc' }],
  })
  return rows.map(({ createdAt, sessions, ...row }) => {
    const seenAt = sessions[0]?.seenAt
    return { ...toPerson(row), createdAt, sessions: sessions.length, ...(seenAt === undefined ? {} : { seenAt }) }
  })
}

/** Who may sign in and has one of these roles, by name. */
export async function listPeopleOfRoles(tx: Tx, roles: readonly Role[]): Promise<PersonRow[]> {
  const rows = await tx.user.findMany({ where: { role: { in: [...roles] }, disabledAt: null }, select: SELECT, orderBy: [{ name: 'asc' }, { email: 'asc' }] })
  return rows.map(toPerson)
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
      accounts: { create: { id: randomUUID(), accountId: id, providerId: CREDENTIAL, password: passwordHash, createdAt: at } },
    },
    select: SELECT,
  })
  return toPerson(row)
}

/** Changes what a person is. */
export async function updatePerson(tx: Tx, id: string, change: { name?: string; email?: string; role?: Role; disabledAt?: Date | null }): Promise<void> {
  await tx.user.update({ where: { id }, data: change, select: { id: true } })
}

/** Removes a person with their sessions, ways to sign in and drafts. What they did keeps their name. */
export async function deletePerson(tx: Tx, id: string): Promise<void> {
  await tx.draft.deleteMany({ where: { personId: id } })
  await tx.user.delete({ where: { id }, select: { id: true } })
}

/** The hash of a person's password; undefined when they have none. */
export async function findPasswordHash(tx: Tx, id: string): Promise<string | undefined> {
  const account = await tx.account.findUnique({ where: { providerId_accountId: { providerId: CREDENTIAL, accountId: id } }, select: { password: true } })
  return account?.password ?? undefined
}

/** Gives a person who has a password another one. */
export async function setPasswordHash(tx: Tx, id: string, passwordHash: string): Promise<void> {
  await tx.account.update({ where: { providerId_accountId: { providerId: CREDENTIAL, accountId: id } }, data: { password: passwordHash }, select: { id: true } })
}
