// What a door answers when a verb throws: our own failures in their words, anything else as the number of a log line.
import { randomUUID } from 'node:crypto'
import { AppError } from './errors.ts'
import { log } from './log.ts'
import type { Failure } from './result.ts'

/** The failure to show. The cause of an unknown one is logged under the request id that the failure names, and nowhere else. */
export function failureOf(error: unknown, context: { door: string }): Failure {
  if (error instanceof AppError && error.code !== 'INTERNAL') {
    if (error.cause !== undefined) log.warn({ err: error.cause, code: error.code, ...context }, error.message)
    return { code: error.code, message: error.message, ...(error.details === undefined ? {} : { details: error.details }) }
  }
  const requestId = randomUUID()
  log.error({ err: error, requestId, ...context }, 'unexpected failure')
  return { code: 'INTERNAL', message: `Gauntlet failed on its own account. The log has the cause under ${requestId}.`, requestId }
}
