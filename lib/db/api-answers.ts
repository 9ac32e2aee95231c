// What writes of the API with an Idempotency-Key were answered. The row is there before the work begins, so that one key works once.
import 'server-only'
import { z } from 'zod'
import type { Tx } from './client.ts'
import { toJson } from './json.ts'

const AnswerHeaders = z.record(z.string(), z.string())
export type StoredAnswer = { status: number; headers: Record<string, string>; body: string }
/** `answer` is absent while the work is under way, or when whoever did it is gone. */
export type AnswerRow = { requestHash: string; startedAt: Date; answer?: StoredAnswer }

type Key = { tokenId: string; key: string }

/** Takes a key; false when it was taken before. */
export async function takeKey(tx: Tx, { tokenId, key }: Key, { requestHash, at }: { requestHash: string; at: Date }): Promise<boolean> {
  return (await tx.apiAnswer.createMany({ data: { tokenId, key, requestHash, startedAt: at }, skipDuplicates: true })).count > 0
}

/** What stands under a key. */
export async function findAnswer(tx: Tx, { tokenId, key }: Key): Promise<AnswerRow | undefined> {
  const row = await tx.apiAnswer.findUnique({ where: { tokenId_key: { tokenId, key } } })
  if (!row) return undefined
  const { requestHash, startedAt, status, headers, body } = row
  return { requestHash, startedAt, ...(status === null ? {} : { answer: { status, headers: AnswerHeaders.parse(headers), body: body ?? '' } }) }
}

/** Keeps what a key was answered. */
export async function keepAnswer(tx: Tx, { tokenId, key }: Key, { status, headers, body }: StoredAnswer): Promise<void> {
  await tx.apiAnswer.update({ where: { tokenId_key: { tokenId, key } }, data: { status, headers: toJson(headers), body }, select: { key: true } })
}

/** Forgets keys that were taken before. */
export async function forgetAnswersBefore(tx: Tx, before: Date): Promise<void> {
  await tx.apiAnswer.deleteMany({ where: { startedAt: { lt: before } } })
}
