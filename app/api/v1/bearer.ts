// Who asks the API: the bearer token and nothing else. A session's cookie counts for nothing here, so no other site's page can ask.
import type { ActingToken, Actor } from '#lib/auth/actor.ts'
import { addressOf } from '#lib/auth/address.ts'
import { AppError } from '#lib/errors.ts'
import { authenticate } from '#lib/services/tokens/authenticate.ts'
import { text } from '#lib/text.ts'

export type TokenActor = Actor & { token: ActingToken }

/** Requests that a token may make at once, and how many come back a second. Enough for a bot that looks after some hundred stacks. */
const AT_ONCE = 100
const PER_SECOND = 10
const MOST_KEPT = 10_000
/** Streams that a token may have open at once. */
const MOST_STREAMS = 20

// Held by the process: it protects this process from one that asks without end, and a counter in Postgres would cost each request more than
// most requests do. Two replicas let a bot ask twice as often, which harms neither. Next bundles this module several times.
const held: typeof globalThis & { gauntletApiTurns?: Map<string, { left: number; at: number }>; gauntletApiStreams?: Map<string, number> } = globalThis

/** The owner of the token that a request came with. UNAUTHENTICATED without one that works; BLOCKED with `details.waitS` when it asks too often. */
export async function tokenActorOf(request: Request, now: Date): Promise<TokenActor> {
  const secret = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (secret === undefined) throw new AppError('UNAUTHENTICATED', text('A token is missing. Send it as "Authorization: Bearer gnt_…".', '토큰이 없습니다. "Authorization: Bearer gnt_…"로 보내세요.'))
  const { token, ...actor } = await authenticate(secret, { address: addressOf(request.headers), now })
  if (token === undefined) throw new Error('a secret was answered without its token')
  takeTurn(token.id, now.getTime())
  return { ...actor, token }
}

function takeTurn(tokenId: string, nowMs: number): void {
  const turns = held.gauntletApiTurns ??= new Map()
  const last = turns.get(tokenId)
  const left = last === undefined ? AT_ONCE : Math.min(AT_ONCE, last.left + Math.max(0, nowMs - last.at) / 1000 * PER_SECOND)
  if (left < 1) {
    throw new AppError('BLOCKED', text(`This token asks too often: ${AT_ONCE} requests at once, ${PER_SECOND} a second after that.`, `이 토큰의 요청이 너무 잦습니다. 한 번에 ${AT_ONCE}회, 이후 초당 ${PER_SECOND}회까지입니다.`), { details: { waitS: 1 } })
  }
  // The one that was used longest ago goes first: a Map keeps the order in which keys were set.
  turns.delete(tokenId)
  turns.set(tokenId, { left: left - 1, at: nowMs })
  const [oldest] = turns.keys()
  if (turns.size > MOST_KEPT && oldest !== undefined) turns.delete(oldest)
}

/** Takes one of the streams that a token may have; gives how to give it back. BLOCKED with `details.waitS` when all are taken. */
export function takeStream(tokenId: string): () => void {
  const streams = held.gauntletApiStreams ??= new Map()
  const open = streams.get(tokenId) ?? 0
  if (open >= MOST_STREAMS) {
    throw new AppError('BLOCKED', text(`This token follows ${MOST_STREAMS} runs already. Close one of them.`, `이 토큰이 이미 실행 ${MOST_STREAMS}개를 따라가고 있습니다. 그중 하나를 닫으세요.`), { details: { waitS: 15 } })
  }
  streams.set(tokenId, open + 1)
  let isOpen = true
  return () => {
    if (!isOpen) return
    isOpen = false
    const left = (streams.get(tokenId) ?? 1) - 1
    if (left === 0) streams.delete(tokenId)
    else streams.set(tokenId, left)
  }
}
