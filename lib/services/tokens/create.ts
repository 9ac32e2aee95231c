// Making a token of the API. Its secret is given once and kept nowhere.
import 'server-only'
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import { newApiSecret } from '../../auth/api-token.ts'
import { type ActorRole, isAllowed, type Permission } from '../../auth/permissions.ts'
import { insertApiToken, openApiTokens, revokeExpiredNamesakes } from '../../db/api-tokens.ts'
import type { Tx } from '../../db/client.ts'
import { findStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { said } from '../../said.ts'
import { text } from '../../text.ts'
import { TOKEN_SCOPES, TokenScope } from '../../token-scope.ts'
import { command, type Verb } from '../command.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 365
const MOST_OPEN = 50
/** What the owner must be allowed to do by their own role, so that the scope is worth anything. */
const NEEDS: Readonly<Record<TokenScope, Permission>> = { read: 'stack:read', write: 'revision:write', apply: 'run:apply', approve: 'plan:approve' }

/** Stands behind its owner's name in the audit, as "owner · token". */
const TokenName = z.string().trim().min(1, said('A name is missing.', '이름이 없습니다.')).max(60)
  .regex(/^[^\p{Cc}·]+$/u, said('A name is one line of text, without a middle dot.', '이름은 가운뎃점이 없는 한 줄의 글입니다.'))

export const CreateToken = z.object({
  name: TokenName,
  scopes: z.array(TokenScope).min(1, said('Choose what the token may do.', '토큰이 할 수 있는 일을 고르세요.')).transform((scopes) => [...new Set(scopes)]),
  /** Slugs of the stacks that it is for; every stack, also later ones, when absent. */
  stacks: z.array(z.string()).min(1, said('Choose a stack, or every stack.', '스택을 고르거나 모든 스택을 고르세요.')).max(200).optional(),
  days: z.number().int().min(1).max(MOST_DAYS, said('A token works for a year at most.', '토큰은 최대 1년 동안 쓸 수 있습니다.')).default(90),
})
export type CreateToken = z.input<typeof CreateToken>

/**
 * Gives the secret, which is shown once. FORBIDDEN for a scope that the owner's role does not reach, CONFLICT when they have an open token
 * of this name or fifty open ones, NOT_FOUND for an unknown stack.
 */
export const create: Verb<CreateToken, { secret: string; expiresAt: string }> = command({
  name: 'token.create',
  permission: 'token:own',
  input: CreateToken,
  about: ({ name }) => ({ subject: name }),
  async run({ tx, actor, now }, { name, scopes, stacks, days }) {
    mayGive(actor, scopes)
    await revokeExpiredNamesakes(tx, { ownerId: actor.id, name, now })
    const open = await openApiTokens(tx, actor.id, now)
    if (open.some((token) => token.name === name)) throw new AppError('CONFLICT', text(`You have an open token "${name}" already. Choose another name, or revoke that one.`, `열려 있는 토큰 "${name}"이(가) 이미 있습니다. 다른 이름을 고르거나 그 토큰을 폐기하세요.`))
    if (open.length >= MOST_OPEN) throw new AppError('CONFLICT', text(`You have ${MOST_OPEN} open tokens. Revoke those that nobody uses.`, `열려 있는 토큰이 ${MOST_OPEN}개입니다. 쓰지 않는 토큰을 폐기하세요.`))
    const stackIds = stacks === undefined ? undefined : await idsOf(tx, stacks)
    const { secret, hash, hint } = newApiSecret()
    const expiresAt = new Date(now.getTime() + days * DAY_MS)
    await insertApiToken(tx, {
      owner: { id: actor.id, name: actor.name }, name, secretHash: hash, hint, scopes, createdAt: now, expiresAt, ...(stackIds === undefined ? {} : { stackIds }),
    })
    return {
      value: { secret, expiresAt: expiresAt.toISOString() },
      event: { subject: name, after: { begins: hint, scopes, stacks: stacks ?? 'every stack', expires: expiresAt.toISOString() } },
    }
  },
})

/** The scopes that a role may give: those by which a token of theirs could do anything more. */
export function givable(role: ActorRole): TokenScope[] {
  return TOKEN_SCOPES.filter((scope) => isAllowed(role, NEEDS[scope]))
}

function mayGive({ role }: Actor, scopes: readonly TokenScope[]): void {
  const beyond = scopes.find((scope) => !givable(role).includes(scope))
  if (beyond !== undefined) throw new AppError('FORBIDDEN', text(`The role ${role} may not give the scope ${beyond}: a token never may more than its owner.`, `역할 ${role}은(는) 범위 ${beyond}을(를) 줄 수 없습니다. 토큰의 권한은 소유자의 권한을 넘지 못합니다.`))
}

async function idsOf(tx: Tx, slugs: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const slug of new Set(slugs)) {
    const stack = await findStack(tx, { slug })
    if (!stack) throw new AppError('NOT_FOUND', text(`There is no stack "${slug}".`, `스택 "${slug}"이(가) 없습니다.`))
    ids.push(stack.id)
  }
  return ids
}
