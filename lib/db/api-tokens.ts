// Tokens of the API. Only the hash of a secret is here, and no row goes while its owner has an account: a token that is over stays to be seen.
import 'server-only'
import { z } from 'zod'
import { Role } from '../role.ts'
import { TokenScope } from '../token-scope.ts'
import type { Tx } from './client.ts'
import { optional } from './json.ts'

/** `stackIds` is absent when it is for every stack. */
export type ApiTokenRow = {
  id: string
  owner: { id: string; name: string }
  name: string
  hint: string
  scopes: TokenScope[]
  stackIds?: string[]
  createdAt: Date
  expiresAt: Date
  usedAt?: Date
  revokedAt?: Date
}

const SELECT = {
  id: true, ownerId: true, ownerName: true, name: true, hint: true, scopes: true, everyStack: true, stackIds: true,
  createdAt: true, expiresAt: true, usedAt: true, revokedAt: true,
} as const
type Selected = {
  id: string; ownerId: string; ownerName: string; name: string; hint: string; scopes: string[]; everyStack: boolean; stackIds: string[]
  createdAt: Date; expiresAt: Date; usedAt: Date | null; revokedAt: Date | null
}

const Scopes = z.array(TokenScope)

function toToken({ id, ownerId, ownerName, name, hint, scopes, everyStack, stackIds, createdAt, expiresAt, usedAt, revokedAt }: Selected): ApiTokenRow {
  return {
    id, name, hint, scopes: Scopes.parse(scopes), createdAt, expiresAt, owner: { id: ownerId, name: ownerName },
    ...(everyStack ? {} : { stackIds }), ...optional('usedAt', usedAt), ...optional('revokedAt', revokedAt),
  }
}

/** Adds a token. Breaks the unique constraint when its owner has an open one of that name. */
export async function insertApiToken(
  tx: Tx, { owner, secretHash, stackIds, ...token }: Omit<ApiTokenRow, 'id' | 'usedAt' | 'revokedAt'> & { secretHash: string },
): Promise<ApiTokenRow> {
  return toToken(await tx.apiToken.create({
    data: { ...token, secretHash, ownerId: owner.id, ownerName: owner.name, everyStack: stackIds === undefined, stackIds: stackIds ?? [] }, select: SELECT,
  }))
}

/** The token of a secret, with its hash and the account of its owner; that is absent where it is gone, or where the owner has none. */
export type Bearer = { token: ApiTokenRow; secretHash: string; account?: { name: string; role: Role; isDisabled: boolean } }

/** Whose secret it is, in one statement: every request of the API begins with it. */
export async function findBearer(tx: Tx, secretHash: string): Promise<Bearer | undefined> {
  const [row] = await tx.$queryRaw<(Selected & { secretHash: string; accountName: string | null; accountRole: string; isDisabled: boolean })[]>`
    SELECT "api_token".*, "user"."name" AS "accountName", "user"."role" AS "accountRole", "user"."disabledAt" IS NOT NULL AS "isDisabled"
    FROM "api_token" LEFT JOIN "user" ON "user"."id" = "api_token"."ownerId" WHERE "api_token"."secretHash" = ${secretHash}`
  if (row === undefined) return undefined
  const { accountName: name, accountRole, isDisabled } = row
  return { token: toToken(row), secretHash: row.secretHash, ...(name === null ? {} : { account: { name, role: Role.parse(accountRole), isDisabled } }) }
}

/** One token. */
export async function findApiToken(tx: Tx, id: string): Promise<ApiTokenRow | undefined> {
  const row = await tx.apiToken.findUnique({ where: { id }, select: SELECT })
  return row ? toToken(row) : undefined
}

/** Tokens of one person, or of everybody; the newest first. */
export async function listApiTokens(tx: Tx, ownerId?: string): Promise<ApiTokenRow[]> {
  return (await tx.apiToken.findMany({ where: ownerId === undefined ? {} : { ownerId }, select: SELECT, orderBy: { createdAt: 'desc' } })).map(toToken)
}

/** Those of a person that are neither revoked nor expired. */
export async function openApiTokens(tx: Tx, ownerId: string, now: Date): Promise<ApiTokenRow[]> {
  return (await tx.apiToken.findMany({ where: { ownerId, revokedAt: null, expiresAt: { gt: now } }, select: SELECT })).map(toToken)
}

/** Ends a token; false when it was ended before. */
export async function revokeApiToken(tx: Tx, id: string, at: Date): Promise<boolean> {
  return (await tx.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } })).count > 0
}

/** Closes the expired tokens of a name, so that the name is free. */
export async function revokeExpiredNamesakes(tx: Tx, { ownerId, name, now }: { ownerId: string; name: string; now: Date }): Promise<void> {
  await tx.apiToken.updateMany({ where: { ownerId, name, revokedAt: null, expiresAt: { lte: now } }, data: { revokedAt: now } })
}

/** Notes that a token was used, unless that was noted within the last minute. */
export async function noteUse(tx: Tx, { id, usedAt }: ApiTokenRow, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 60_000)
  if (usedAt !== undefined && usedAt > before) return
  await tx.apiToken.updateMany({ where: { id, OR: [{ usedAt: null }, { usedAt: { lte: before } }] }, data: { usedAt: now } })
}

/** Removes what a person who goes had. */
export async function deleteApiTokensOf(tx: Tx, ownerId: string): Promise<void> {
  await tx.apiToken.deleteMany({ where: { ownerId } })
}
