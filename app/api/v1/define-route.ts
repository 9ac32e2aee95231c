// How a route of the API is defined: its place, its schemas, and the verb that it is a door of. Documentation, checks and the route's own
// tests are read from the same definition.
import type { z } from 'zod'
import { permits, type Permission } from '#lib/auth/permissions.ts'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import type { Verb } from '#lib/services/command.ts'
import { parse } from '#lib/services/parse.ts'
import type { StackView } from '#lib/services/views.ts'
import { text, type Locale, type Text } from '#lib/text.ts'
import type { TokenScope } from '#lib/token-scope.ts'
import type { TokenActor } from './bearer.ts'

/** What everyone who reads the table sees of a route. */
export type RouteFacts = {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Its folder below app/api/v1, as in "stacks/[stack]/plans". */
  readonly path: string
  /** Its name for programs that are made from the document. */
  readonly name: string
  readonly summary: Text
  readonly description?: Text
  readonly tag: 'stacks' | 'live' | 'revisions' | 'retention' | 'plans' | 'runs' | 'events'
  /** The least of the scopes that reach it. */
  readonly scope: TokenScope
  readonly permission: Permission
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body?: z.ZodType
  readonly response: z.ZodType
  readonly status: 200 | 201
  /** Whether it builds on a revision that If-Match must name. */
  readonly ifMatch: boolean
  /** Whether its ETag is the number of a revision. */
  readonly etag: boolean
  readonly streams: boolean
  /** Bytes of the body at most. */
  readonly bodyLimit: number
}

/** What came in, not judged yet. `base` and `body` are read only when the route takes them. */
export type Incoming = {
  readonly actor: TokenActor
  readonly locale: Locale
  readonly stack?: StackView
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Aborted when whoever asks has left. */
  readonly signal: AbortSignal
  /** Last-Event-ID: what whoever was cut off has already. */
  readonly lastEventId?: string
  readonly base: () => number
  readonly body: () => unknown
}

/** An answer before it is written: what the response schema describes, and what stands in headers. */
export type Outgoing = { readonly body: unknown; readonly etag?: number; readonly location?: string; readonly next?: string }

export type ApiRoute = RouteFacts & {
  readonly isPermitted: (actor: TokenActor) => boolean
  readonly carry: (incoming: Incoming) => Promise<Outgoing>
  readonly stream?: (incoming: Incoming) => Promise<AsyncIterable<StreamEvent | undefined>>
}

/** `id` is what Last-Event-ID gives back. */
export type StreamEvent = { readonly id: string; readonly event: string; readonly data: unknown }

/** What a definition works with: everything parsed. */
export type Asked<Params, Query, Body> = Omit<Incoming, 'params' | 'query' | 'body' | 'base'> & {
  readonly params: Params; readonly query: Query; readonly body: Body; readonly base: number
}

type Shapes<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Response extends z.ZodType> = { params: Params; query: Query; body?: Body; response: Response }
type Optional = 'status' | 'ifMatch' | 'etag' | 'bodyLimit'
type Definition<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Response extends z.ZodType, Input, Value> =
  Omit<RouteFacts, Optional | 'params' | 'query' | 'body' | 'response' | 'streams'> & Partial<Pick<RouteFacts, Optional>> & Shapes<Params, Query, Body, Response> & {
    verb: Verb<Input, Value>
    input: (asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => Input | Promise<Input>
    answer: (value: Value, asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => Answer<z.input<Response>> | Promise<Answer<z.input<Response>>>
    /** For a route that goes on answering, once the verb has let whoever asks pass: what comes, undefined where it was quiet for a while. */
    follow?: (asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => AsyncIterable<StreamEvent | undefined>
  }
type Answer<Body> = { readonly body: Body; readonly etag?: number; readonly location?: string; readonly next?: string | undefined }

const SMALL_BODY = 256 * 1024

/** A route from its definition. Whoever may not is refused by the verb, which files it, also when what they sent could not be read. */
export function defineRoute<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Response extends z.ZodType, Input, Value>(
  { verb, input, answer, follow, ...facts }: Definition<Params, Query, Body, Response, Input, Value>,
): ApiRoute {
  const isPermitted = (actor: TokenActor): boolean => permits(actor, facts.permission)
  const read = (incoming: Incoming): Asked<z.output<Params>, z.output<Query>, z.output<Body>> => ({
    ...incoming,
    params: parse(facts.params, incoming.params), query: parse(facts.query, incoming.query),
    base: facts.ifMatch === true ? incoming.base() : 0,
    // Safe because a definition without a body asks for none.
    body: (facts.body === undefined ? undefined : parse(facts.body, incoming.body())) as z.output<Body>,
  })
  const carry = async (incoming: Incoming): Promise<Outgoing> => {
    const asked = await orRefused(incoming, async () => read(incoming))
    const value = await verb(incoming.actor, await input(asked))
    const { body, etag, location, next } = await answer(value, asked)
    return {
      body: shaped(facts.response, body), ...(etag === undefined ? {} : { etag }), ...(location === undefined ? {} : { location }), ...(next === undefined ? {} : { next }),
    }
  }
  const orRefused = async <Read>({ actor }: Incoming, work: () => Promise<Read>): Promise<Read> => {
    try {
      return await work()
    } catch (error) {
      // Safe because a verb refuses before it looks at what it was given.
      if (!isPermitted(actor)) await verb(actor, undefined as Input)
      throw error
    }
  }
  return {
    status: 200, ifMatch: false, etag: false, bodyLimit: SMALL_BODY, ...facts, streams: follow !== undefined, isPermitted, carry,
    ...(follow === undefined ? {} : { stream: async (incoming: Incoming) => { await carry(incoming); return follow(read(incoming)) } }),
  }
}

/** A body that is given again was shaped before. */
const shapes = new WeakMap<object, unknown>()

/** What the schema describes and no more. What does not fit it was done all the same, so it is given as it is, and the log says so. */
function shaped(schema: z.ZodType, body: unknown): unknown {
  const isObject = typeof body === 'object' && body !== null
  if (isObject && shapes.has(body)) return shapes.get(body)
  const { success, data, error } = schema.safeParse(body)
  if (!success) log.error({ err: error }, 'an answer of the API is not as its document says')
  const shape = success ? data : body
  if (isObject) shapes.set(body, shape)
  return shape
}

/** The stack of a route whose path names one. */
export function stackOf({ stack }: { stack?: StackView }): StackView {
  if (stack === undefined) throw new Error('a route without a stack in its path asked for it')
  return stack
}

/** NOT_FOUND for a plan or run of another stack than the path says. */
export function mustBeOf(stack: StackView, { stackId }: { stackId: string }, what: 'plan' | 'run'): void {
  if (stackId === stack.id) return
  throw new AppError('NOT_FOUND', what === 'plan'
    ? text(`Stack "${stack.slug}" has no such plan.`, `스택 "${stack.slug}"에 그런 계획이 없습니다.`)
    : text(`Stack "${stack.slug}" has no such run.`, `스택 "${stack.slug}"에 그런 실행이 없습니다.`))
}
