// The only shape that an action returns to the browser.
import type { ErrorCode } from './errors.ts'

export type Failure = {
  readonly code: ErrorCode
  readonly message: string
  readonly details?: unknown
  /** Present for INTERNAL: names the log line that holds the cause. */
  readonly requestId?: string
}

export type ActionResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure }
