// The frame of every verb: permission, then the shape of the input, then the work; a write is one transaction that holds its Event.
// `event` is a required part of what a write returns, so a silent write does not compile.
import 'server-only'
import type { z } from 'zod'
import type { Actor } from '../auth/actor.ts'
import { isAllowed, permits, type Permission } from '../auth/permissions.ts'
import { db, transaction, translate, type Tx } from '../db/client.ts'
import { insertEvent } from '../db/events.ts'
import { AppError, type ErrorCode, sentenceOf } from '../errors.ts'
import type { EventAction } from '../event-action.ts'
import { log } from '../log.ts'
import { redactJson, redactText } from '../manifest/redact.ts'
import type { Json } from '../manifest/types.ts'
import { text } from '../text.ts'
import { parse } from './parse.ts'

/** What an attempt is about, known from its input alone: a refused attempt is filed under it. */
type About = { subject?: string; stackId?: string }
/** `outcome` is said by an event of something that was begun and did not come to its end. */
export type EventContent = { subject: string; stackId?: string; outcome?: 'failed'; before?: unknown; after?: unknown }

/** Calls a verb. Throws AppError: FORBIDDEN without the permission, INVALID when the input has the wrong shape. */
export type Verb<Input, Value> = (actor: Actor, input: Input) => Promise<Value>

type Frame<Schema extends z.ZodType> = { permission: Permission; input: Schema }
type WriteFrame<Schema extends z.ZodType> = Frame<Schema> & { name: EventAction; about: (input: z.output<Schema>, reader: Tx) => About | Promise<About> }

/** A write: everything happens in one transaction, and the Event is written in it. */
export function command<Schema extends z.ZodType, Value>(
  definition: WriteFrame<Schema> & {
    run: (context: { tx: Tx; actor: Actor; now: Date }, input: z.output<Schema>) => Promise<{ value: Value; event: EventContent }>
  },
): Verb<z.input<Schema>, Value> {
  return (actor, given) => attempt(definition, actor, given, async (input) => transaction(async (tx) => {
    const now = new Date()
    const { value, event } = await definition.run({ tx, actor, now }, input)
    await insertEvent(tx, {
      outcome: 'ok', ...event, ...redacted(event), at: now, actor, door: actor.door, action: definition.name,
    })
    return value
  }))
}

/**
 * A write that speaks to the network in between: its work reads, calls, and commits through commands, so that no transaction is
 * open meanwhile. It writes no Event of its own when it succeeds; the commands in it do.
 */
export function operation<Schema extends z.ZodType, Value>(
  definition: WriteFrame<Schema> & {
    run: (context: { reader: Tx; actor: Actor; now: Date }, input: z.output<Schema>) => Promise<Value>
  },
): Verb<z.input<Schema>, Value> {
  return (actor, given) => attempt(definition, actor, given, (input) => definition.run({ reader: db(), actor, now: new Date() }, input))
}

/**
 * A write of what one person keeps for themselves, as their draft: no Event, since nobody else sees or gets anything of it, and a pause in
 * the typing is no act. It writes with one statement, which holds only while what it builds on is the same; so no transaction is open while
 * a large draft is judged and sent. Only verbs of lib/services/drafts are made of it (docs/decisions/010).
 */
export function privateWrite<Schema extends z.ZodType, Value>(
  definition: Frame<Schema> & { run: (context: { tx: Tx; actor: Actor; now: Date }, input: z.output<Schema>) => Promise<Value> },
): Verb<z.input<Schema>, Value> {
  return query(definition)
}

/** A read: permission and shape, nothing is written. */
export function query<Schema extends z.ZodType, Value>(
  definition: Frame<Schema> & { run: (context: { tx: Tx; actor: Actor; now: Date }, input: z.output<Schema>) => Promise<Value> },
): Verb<z.input<Schema>, Value> {
  return async (actor, given) => {
    authorize(actor, definition.permission)
    try {
      return await definition.run({ tx: db(), actor, now: new Date() }, parse(definition.input, given))
    } catch (error) {
      throw translate(error)
    }
  }
}

/** Refusals that the audit keeps. A mistyped form or an unknown name is no refusal, and a dead cluster refuses nobody. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'CONFLICT', 'STALE_PLAN', 'BLOCKED'])
/** A refusal passes every verb on its way out; the innermost one files it. */
const filed = new WeakSet<AppError>()

async function attempt<Schema extends z.ZodType, Value>(
  { name, permission, input, about }: WriteFrame<Schema>, actor: Actor, given: unknown, work: (input: z.output<Schema>) => Promise<Value>,
): Promise<Value> {
  try {
    authorize(actor, permission)
    return await work(parse(input, given))
  } catch (error) {
    const failure = translate(error)
    if (failure instanceof AppError && REFUSALS.has(failure.code) && !filed.has(failure)) {
      filed.add(failure)
      const parsed = input.safeParse(given)
      await fileRefusal({ name, actor, failure, about: async () => (parsed.success ? about(parsed.data, db()) : {}) })
    }
    throw failure
  }
}

type Refusal = { name: EventAction; actor: Actor; failure: AppError; about: () => Promise<About> }

async function fileRefusal({ name, actor, failure, about }: Refusal): Promise<void> {
  const { en, ko } = sentenceOf(failure)
  const after = { code: failure.code, message: text(redactText(en), redactText(ko)) }
  try {
    const attempted = await about()
    await transaction((tx) => insertEvent(tx, { ...attempted, after, at: new Date(), actor, door: actor.door, action: name, outcome: 'refused' }))
  } catch (cause) {
    // The attempt stays refused whether or not the audit can be written; the log then is the only trace.
    log.error({ err: cause, action: name, actor: actor.id, ...after }, 'a refused attempt could not be written to the audit')
  }
}

/** What an event keeps of both sides: JSON without credentials. */
function redacted({ before, after }: EventContent): { before?: Json; after?: Json } {
  return { ...(before === undefined ? {} : { before: withoutSecrets(before) }), ...(after === undefined ? {} : { after: withoutSecrets(after) }) }
}

function withoutSecrets(value: unknown): Json {
  // Safe because JSON.parse gives nothing but JSON.
  return redactJson(JSON.parse(JSON.stringify(value)) as Json)
}

function authorize(actor: Actor, permission: Permission): void {
  if (permits(actor, permission)) return
  if (isAllowed(actor.role, permission)) {
    throw new AppError('FORBIDDEN', text(`This token may not do this: no scope of it has the permission ${permission}.`, `이 토큰은 이 일을 할 수 없습니다. 권한 ${permission}을(를) 주는 범위가 없습니다.`))
  }
  throw new AppError('FORBIDDEN', text(`The role ${actor.role} may not do this: it needs the permission ${permission}.`, `역할 ${actor.role}은(는) 이 일을 할 수 없습니다. 권한 ${permission}이(가) 필요합니다.`))
}
