// One Idempotency-Key works once: the first request with it is carried out, later ones get what that was answered. Kept in Postgres, so
// that a retry may reach another replica.
import 'server-only'
import { findAnswer, forgetAnswersBefore, keepAnswer, takeKey, type StoredAnswer } from '../../db/api-answers.ts'
import { db, translate } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'
import { text } from '../../text.ts'

const KEPT_MS = 24 * 3_600_000
/** After this time nobody carries it out any more: a request has its limits, and this is beyond all of them. */
const LOST_MS = 10 * 60_000

export type OnceRequest = { tokenId: string; key: string; requestHash: string; now: Date }

/**
 * The answer of the work, or the one that the same request had before. INVALID when the key belongs to another request; CONFLICT while the
 * first is under way, or when it is not known how it ended: then nothing is done, and whoever asks must look before trying again.
 */
export async function once({ now, requestHash, ...key }: OnceRequest, work: () => Promise<StoredAnswer>): Promise<StoredAnswer & { replayed: boolean }> {
  try {
    await forgetAnswersBefore(db(), new Date(now.getTime() - KEPT_MS))
    if (!await takeKey(db(), key, { requestHash, at: now })) return { ...await earlierAnswer(key, requestHash, now), replayed: true }
  } catch (error) {
    throw translate(error)
  }
  const answer = await work()
  try {
    await keepAnswer(db(), key, answer)
  } catch (cause) {
    // What was done is done: whoever asks is told so, and a retry is told that the end is not known.
    log.error({ err: cause, tokenId: key.tokenId }, 'the answer of a request with an Idempotency-Key could not be kept')
  }
  return { ...answer, replayed: false }
}

async function earlierAnswer(key: { tokenId: string; key: string }, requestHash: string, now: Date): Promise<StoredAnswer> {
  const row = await findAnswer(db(), key)
  if (row !== undefined && row.requestHash !== requestHash) throw new AppError('INVALID', text('This Idempotency-Key was used for another request. Take a new one.', '이 Idempotency-Key는 다른 요청에 쓰였습니다. 새 키를 쓰세요.'))
  if (row?.answer !== undefined) return row.answer
  if (row === undefined || now.getTime() - row.startedAt.getTime() < LOST_MS) {
    throw new AppError('CONFLICT', text('The first request with this Idempotency-Key is under way. Ask again in a moment.', '이 Idempotency-Key의 첫 요청이 아직 진행 중입니다. 잠시 뒤에 다시 요청하세요.'), { details: { waitS: 1 } })
  }
  throw new AppError('CONFLICT', text('How the first request with this Idempotency-Key ended is not known. Look at what is there, then use a new key.', '이 Idempotency-Key의 첫 요청이 어떻게 끝났는지 알 수 없습니다. 현재 상태를 확인한 뒤 새 키를 쓰세요.'))
}
