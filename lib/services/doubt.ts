// Writes to a cluster of which it is not known whether they were done: no answer is not a refusal.
import { AppError, sentenceOf } from '../errors.ts'
import { text, type Text } from '../text.ts'

const doubted = new WeakSet<AppError>()

/** A write that got no answer may have been done all the same, and `unknown` says so then. A read before it leaves no such doubt. */
export async function doubting<Value>(write: () => Promise<Value>, unknown: Text): Promise<Value> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'UPSTREAM')) throw error
    const why = sentenceOf(error)
    const doubt = new AppError('UPSTREAM', text(`${asSentence(why.en)} ${unknown.en}`, `${asSentence(why.ko)} ${unknown.ko}`), { cause: error })
    doubted.add(doubt)
    throw doubt
  }
}

/** Whether this failure leaves open if the write was done. */
export function isInDoubt(error: unknown): boolean {
  return error instanceof AppError && doubted.has(error)
}

/** The words of others end as they like. */
export function asSentence(words: string): string {
  return /[.!?]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`
}
