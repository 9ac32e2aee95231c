// The closed vocabulary of failures. Knows no vendor's error; adapters translate at their border.
import type { Text } from './text.ts'

export const ERROR_CODES = [
  'UNAUTHENTICATED', 'FORBIDDEN', 'INVALID', 'NOT_FOUND', 'CONFLICT', 'STALE_PLAN', 'BLOCKED', 'UPSTREAM', 'INTERNAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

const HTTP_STATUS: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401, FORBIDDEN: 403, INVALID: 422, NOT_FOUND: 404, CONFLICT: 409, STALE_PLAN: 409, BLOCKED: 409,
  UPSTREAM: 502, INTERNAL: 500,
}

/**
 * A failure that a person can act on. `text` is shown as it stands, in the reader's language; `message` is its English sentence, for
 * logs; events keep both. `details` must be free of secrets.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly text: Text
  readonly details: unknown

  constructor(code: ErrorCode, sentence: Text, options: { cause?: unknown; details?: unknown } = {}) {
    super(sentence.en, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.text = sentence
    this.details = options.details
  }

  /**
   * By name, not by constructor: Next bundles pages, routes and instrumentation apart, so one process holds several copies of this
   * class, and what one of them made and shared (a cluster client) throws errors that the others must know.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'AppError'
  }
}

/** The sentence of a failure in both languages; the one that it has in both, when another copy of the class left it without. */
export function sentenceOf(error: AppError): Text {
  const { text }: { text?: Text } = error
  return text ?? { en: error.message, ko: error.message }
}

/** The HTTP status that a door answers with for a code. */
export function httpStatus(code: ErrorCode): number {
  return HTTP_STATUS[code]
}

/** Marks a branch that the types say cannot be reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`)
}
