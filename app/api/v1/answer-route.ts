// From a definition to the handler that Next calls: who asks, which stack, once or again, and the answer with its headers.
import { randomUUID } from 'node:crypto'
import type { NextRequest } from 'next/server'
import { AppError } from '#lib/errors.ts'
import { localeOf } from '#lib/i18n/locale.ts'
import { routes } from '#lib/routes.ts'
import { once } from '#lib/services/tokens/once.ts'
import { text, type Locale } from '#lib/text.ts'
import { takeStream, tokenActorOf } from './bearer.ts'
import type { ApiRoute, Incoming, Outgoing } from './define-route.ts'
import { eventStream } from './event-stream.ts'
import { HttpRefusal, problemOf } from './problem.ts'
import { reachable } from './reachable.ts'
import { baseOf, bodyOf, jsonOf, keyOf, requestHash } from './read-request.ts'

/** Next gives no parameters at all where the path has none. */
type Context = { params: Promise<Record<string, string> | undefined> }
type Handler = (request: NextRequest, context: Context) => Promise<Response>
type Written = { status: number; headers: Record<string, string>; body: string }

/** The handler of a route. It never throws: what goes wrong is a problem. */
export function handlerOf(route: ApiRoute): Handler {
  return async (request, context) => {
    const reader = readerOf(request)
    const left = new AbortController()
    try {
      const actor = await tokenActorOf(request, new Date())
      const params = decoded(await context.params ?? {})
      const stack = params.stack === undefined ? undefined : await reachable(actor, params.stack)
      const text = route.method === 'GET' ? undefined : await bodyOf(request, route.bodyLimit)
      const incoming: Incoming = {
        actor, locale: reader.locale, params, query: queryOf(request), base: () => baseOf(request), body: () => jsonOf(text),
        signal: AbortSignal.any([request.signal, left.signal]),
        ...(stack === undefined ? {} : { stack }), ...lastEventOf(request),
      }
      if (route.stream) {
        const giveBack = takeStream(actor.token.id)
        left.signal.addEventListener('abort', giveBack)
        return eventStream(await route.stream(incoming).catch((error: unknown) => { giveBack(); throw error }), { headers: headersOf(reader), leave: () => { left.abort() } })
      }
      return respond(await answered(route, request, { incoming, reader, text }), reader)
    } catch (error) {
      return respond(problemOf(error, reader), reader)
    }
  }
}

/** An address below /api/v1 where nothing is. */
export async function answerUnknown(request: NextRequest): Promise<Response> {
  const reader = readerOf(request)
  try {
    await tokenActorOf(request, new Date())
    throw new AppError('NOT_FOUND', text(`There is nothing at this address. ${routes.api.v1('openapi.json')} lists what there is.`, `이 주소에는 아무것도 없습니다. ${routes.api.v1('openapi.json')}에 전체 목록이 있습니다.`))
  } catch (error) {
    return respond(problemOf(error, reader), reader)
  }
}

type Reader = { locale: Locale; requestId: string }

function readerOf(request: NextRequest): Reader {
  // The cookie of a page counts for nothing here, as its session does not.
  return { locale: localeOf({ cookie: undefined, acceptLanguage: request.headers.get('accept-language') }), requestId: randomUUID() }
}

async function answered(route: ApiRoute, request: NextRequest, { incoming, reader, text: body }: { incoming: Incoming; reader: Reader; text: string | undefined }): Promise<Written> {
  const work = async (): Promise<Written> => {
    try {
      return written(route, request, await route.carry(incoming))
    } catch (error) {
      // Whoever named a base that is not the newest any more had a condition, and it does not hold.
      const isPrecondition = route.ifMatch && error instanceof AppError && error.code === 'CONFLICT'
      return problemOf(isPrecondition ? new HttpRefusal(412, error) : error, reader)
    }
  }
  const key = route.method === 'GET' ? undefined : keyOf(request)
  // Whoever may not do it gets no earlier answer either.
  if (key === undefined || !route.isPermitted(incoming.actor)) return work()
  const { replayed, ...answer } = await once({ tokenId: incoming.actor.token.id, key, requestHash: requestHash(request, body), now: new Date() }, work)
  return replayed ? { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } } : answer
}

function written({ status }: ApiRoute, request: NextRequest, { body, etag, location, next }: Outgoing): Written {
  return {
    status, body: jsonText(body),
    headers: {
      'content-type': 'application/json', ...(etag === undefined ? {} : { etag: `"${etag}"` }), ...(location === undefined ? {} : { location }),
      ...(next === undefined ? {} : { link: `<${nextAddress(request, next)}>; rel="next"` }),
    },
  }
}

/** What is given again is not written again. */
const texts = new WeakMap<object, string>()

function jsonText(body: unknown): string {
  if (typeof body !== 'object' || body === null) return JSON.stringify(body)
  const json = texts.get(body) ?? JSON.stringify(body)
  texts.set(body, json)
  return json
}

function nextAddress(request: NextRequest, cursor: string): string {
  const { pathname, searchParams } = new URL(request.url)
  searchParams.set('cursor', cursor)
  return `${pathname}?${searchParams}`
}

function headersOf({ locale, requestId }: Reader): Record<string, string> {
  return { 'cache-control': 'no-store', 'content-language': locale, 'x-request-id': requestId, vary: 'authorization, accept-language' }
}

function respond({ status, headers, body }: Written, reader: Reader): Response {
  return new Response(body, { status, headers: { ...headersOf(reader), ...headers } })
}

function lastEventOf(request: NextRequest): { lastEventId?: string } {
  const lastEventId = request.headers.get('last-event-id')
  return lastEventId === null ? {} : { lastEventId }
}

function queryOf(request: NextRequest): Record<string, string> {
  return Object.fromEntries(request.nextUrl.searchParams)
}

function decoded(params: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw new AppError('NOT_FOUND', text('This address is not written as addresses are.', '주소의 형식이 올바르지 않습니다.'))
  }
}
