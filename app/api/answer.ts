// How a route handler answers with a verb: who asks, the value as JSON, a failure with its status.
import type { NextRequest } from 'next/server'
import type { Actor } from '#lib/auth/actor.ts'
import { actorOf } from '#lib/auth/session.ts'
import { AppError, httpStatus } from '#lib/errors.ts'
import { failureOf } from '#lib/failure.ts'
import { LOCALE_COOKIE, localeOf } from '#lib/i18n/locale.ts'
import type { Verb } from '#lib/services/command.ts'
import { text, type Locale } from '#lib/text.ts'

const HEADERS = { 'cache-control': 'no-store' }

/** The value of a verb, or the Failure that an action would give, with the code's HTTP status. Never cached. */
export async function answer<Input, Value>(request: NextRequest, verb: Verb<Input, Value>, input: Input): Promise<Response> {
  return answerWith(request, (actor) => verb(actor, input))
}

/** The same for a question that takes more than one verb. */
export async function answerWith(request: NextRequest, ask: (actor: Actor) => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await ask(await actorAsking(request)), { headers: HEADERS })
  } catch (error) {
    return failed(request, error)
  }
}

/** Who asks. UNAUTHENTICATED when nobody is signed in. */
export async function actorAsking(request: Request): Promise<Actor> {
  const actor = await actorOf(request.headers)
  if (!actor) throw new AppError('UNAUTHENTICATED', text('Your session has ended. Sign in again.', '세션이 끝났습니다. 다시 로그인하세요.'))
  return actor
}

/** A failure as an answer, in the language of who asked. */
export function failed(request: NextRequest, error: unknown): Response {
  const failure = failureOf(error, { door: 'api', locale: readerLocale(request) })
  return Response.json(failure, { status: httpStatus(failure.code), headers: HEADERS })
}

/** The language that the reader of an answer chose. */
export function readerLocale(request: NextRequest): Locale {
  return localeOf({ cookie: request.cookies.get(LOCALE_COOKIE)?.value, acceptLanguage: request.headers.get('accept-language') })
}
