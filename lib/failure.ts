// What a door answers when a verb throws: our own failures in their words, anything else as the number of a log line.
import { randomUUID } from 'node:crypto'
import { AppError, sentenceOf } from './errors.ts'
import { log } from './log.ts'
import type { Failure } from './result.ts'
import { text, type Locale } from './text.ts'

/** The failure to show, in the reader's language; `requestId` is the door's own, where it has one. The cause of an unknown one is logged under the request id that the failure names, and nowhere else. */
export function failureOf(error: unknown, { locale, requestId = randomUUID(), ...context }: { door: string; locale: Locale; requestId?: string }): Failure {
  if (error instanceof AppError && error.code !== 'INTERNAL') {
    if (error.cause !== undefined) log.warn({ err: error.cause, code: error.code, requestId, ...context }, error.message)
    return { code: error.code, message: sentenceOf(error)[locale], ...(error.details === undefined ? {} : { details: error.details }) }
  }
  log.error({ err: error, requestId, ...context }, 'unexpected failure')
  const { [locale]: message } = text(
    `Gauntlet failed on its own account. The log has the cause under ${requestId}.`,
    `Gauntlet 자체의 문제로 실패했습니다. 로그의 ${requestId}에서 원인을 확인하세요.`,
  )
  return { code: 'INTERNAL', message, requestId }
}
