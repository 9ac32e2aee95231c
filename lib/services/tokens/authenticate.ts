// From the secret that a request of the API came with to the actor: the owner as they are now, held to what the token allows.
import 'server-only'
import type { Actor } from '../../auth/actor.ts'
import { LOCAL_ADMIN } from '../../auth/actor.ts'
import { hashApiSecret, isApiSecret, isSameHash } from '../../auth/api-token.ts'
import { findBearer, noteUse, type ApiTokenRow, type Bearer } from '../../db/api-tokens.ts'
import { db, translate, type Tx } from '../../db/client.ts'
import { findPerson } from '../../db/people.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import type { Role } from '../../role.ts'
import { text, type Text } from '../../text.ts'
import { takeBearerTry } from '../sessions/throttle.ts'
import type { TokenState } from '../views.ts'

const WHY_NOT: Readonly<Record<Exclude<TokenState, 'open'>, Text>> = {
  expired: text('This token has expired. Make a new one under Settings → Tokens.', '토큰이 만료되었습니다. 설정 → 토큰에서 새로 만드세요.'),
  revoked: text('This token was revoked. Make a new one under Settings → Tokens.', '폐기된 토큰입니다. 설정 → 토큰에서 새로 만드세요.'),
  stopped: text('The owner of this token may not sign in, so the token does not work.', '토큰 소유자가 로그인할 수 없는 상태라 토큰도 쓸 수 없습니다.'),
}

/**
 * Who acts with a secret. UNAUTHENTICATED for one that is none, has ended, or whose owner is gone or disabled; BLOCKED with
 * `details.waitS` for an address that tried too many that are none. A working token is never made to wait for others' mistakes.
 */
export async function authenticate(secret: string, { address, now }: { address: string; now: Date }): Promise<Actor> {
  try {
    const bearer = isApiSecret(secret) ? await bearerOf(secret) : undefined
    if (bearer === undefined) throw await unknownSecret(address, now)
    const { token } = bearer
    const owner = token.owner.id === LOCAL_ADMIN.id ? localOwner() : bearer.account
    const state = stateOf(token, owner, now)
    if (state !== 'open' || owner === undefined) throw new AppError('UNAUTHENTICATED', WHY_NOT[state === 'open' ? 'stopped' : state])
    await noteUse(db(), token, now)
    return {
      id: token.owner.id, name: `${owner.name} · ${token.name}`, role: owner.role, door: 'api', ...(token.owner.id === LOCAL_ADMIN.id ? { isLocal: true } : {}),
      token: { id: token.id, scopes: token.scopes, ...(token.stackIds === undefined ? {} : { stackIds: token.stackIds }) },
    }
  } catch (error) {
    throw translate(error)
  }
}

async function bearerOf(secret: string): Promise<Bearer | undefined> {
  const hash = hashApiSecret(secret)
  const found = await findBearer(db(), hash)
  return found !== undefined && isSameHash(found.secretHash, hash) ? found : undefined
}

async function unknownSecret(address: string, now: Date): Promise<AppError> {
  const taken = await takeBearerTry(address, now)
  if (taken.ok) return new AppError('UNAUTHENTICATED', text('There is no such token.', '그런 토큰이 없습니다.'))
  const waitS = Math.ceil(taken.waitMs / 1000)
  return new AppError('BLOCKED', text(`Too many tokens that do not exist came from this address. Wait ${waitS} s.`, `이 주소에서 없는 토큰이 너무 많이 왔습니다. ${waitS}초 기다리세요.`), { details: { waitS } })
}

type Owner = { name: string; role: Role; isDisabled: boolean }

/** Whose token it is, as they are now. */
export async function ownerOf(tx: Tx, { owner }: ApiTokenRow): Promise<Owner | undefined> {
  return owner.id === LOCAL_ADMIN.id ? localOwner() : findPerson(tx, { id: owner.id })
}

/** Whoever sits at this machine owns tokens as long as the server is one that signs them in. */
function localOwner(): Owner | undefined {
  return env().isLocal ? { name: LOCAL_ADMIN.name, role: 'admin', isDisabled: false } : undefined
}

/** Whether a token works, and if not, why. */
export function stateOf({ revokedAt, expiresAt }: ApiTokenRow, owner: Owner | undefined, now: Date): TokenState {
  if (revokedAt !== undefined) return 'revoked'
  if (expiresAt <= now) return 'expired'
  return owner === undefined || owner.isDisabled ? 'stopped' : 'open'
}
