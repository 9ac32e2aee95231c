// Tokens of the API for tests.
import { hashApiSecret, newApiSecret } from '../auth/api-token.ts'
import { insertApiToken } from '../db/api-tokens.ts'
import { db } from '../db/client.ts'
import type { TokenScope } from '../token-scope.ts'

/** A token straight into the database, with rights that its owner might not be able to give; the secret. */
export async function tokenFor(ownerId: string, { scopes, stackIds, expiresAt = new Date(Date.now() + 3_600_000), name = crypto.randomUUID() }: {
  scopes: readonly TokenScope[]; stackIds?: string[]; expiresAt?: Date; name?: string
}): Promise<string> {
  const { secret, hint } = newApiSecret()
  await insertApiToken(db(), {
    owner: { id: ownerId, name: ownerId }, name, secretHash: hashApiSecret(secret), hint, scopes: [...scopes], createdAt: new Date(), expiresAt, ...(stackIds === undefined ? {} : { stackIds }),
  })
  return secret
}
