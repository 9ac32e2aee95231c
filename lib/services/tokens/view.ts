// A token as pages see it: never its secret.
import type { Actor } from '../../auth/actor.ts'
import type { ApiTokenRow } from '../../db/api-tokens.ts'
import type { Tx } from '../../db/client.ts'
import { optional } from '../../db/json.ts'
import { listStacks } from '../../db/stacks.ts'
import type { TokenView } from '../views.ts'
import { ownerOf, stateOf } from './authenticate.ts'

/** Tokens with the slugs of their stacks and whether they work. */
export async function toViews(tx: Tx, rows: readonly ApiTokenRow[], { actor, now }: { actor: Actor; now: Date }): Promise<TokenView[]> {
  const slugs = new Map((await listStacks(tx)).map(({ id, slug }) => [id, slug]))
  const owners = new Map<string, Awaited<ReturnType<typeof ownerOf>>>()
  for (const row of rows) if (!owners.has(row.owner.id)) owners.set(row.owner.id, await ownerOf(tx, row))
  return rows.map((row) => {
    const owner = owners.get(row.owner.id)
    return {
      id: row.id, name: row.name, hint: row.hint, owner: owner?.name ?? row.owner.name, isMine: row.owner.id === actor.id, scopes: row.scopes,
      createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString(), state: stateOf(row, owner, now),
      ...optional('role', owner?.role), ...optional('usedAt', row.usedAt?.toISOString()),
      ...(row.stackIds === undefined ? {} : { stacks: row.stackIds.flatMap((id) => slugs.get(id) ?? []).toSorted() }),
    }
  })
}
