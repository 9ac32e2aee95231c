// Events: the audit, with the filters that its page has.
import { z } from 'zod'
import { EVENT_OUTCOMES } from '#lib/event-action.ts'
import { AppError } from '#lib/errors.ts'
import { said } from '#lib/said.ts'
import { EventId } from '#lib/services/events/filter.ts'
import { get } from '#lib/services/events/get.ts'
import { list } from '#lib/services/events/list.ts'
import { list as listStacks } from '#lib/services/stacks/list.ts'
import type { EventView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import type { TokenActor } from '../bearer.ts'
import { defineRoute } from '../define-route.ts'
import { reachable } from '../reachable.ts'
import { EventLine, EventWhole, Limit, NoParams, NoQuery, page } from '../schemas.ts'

const Filter = z.strictObject({
  stack: z.string().optional().describe(said('Slug of a stack; a token for certain stacks must name one of them.', '스택의 slug이며, 특정 스택용 토큰은 그중 하나를 적어야 합니다.')),
  action: z.string().optional(), outcome: z.enum(EVENT_OUTCOMES).optional(), door: z.string().optional(),
  person: z.string().optional().describe(said('Id of who did it.', '수행한 사람의 id입니다.')),
  from: z.iso.datetime({ offset: true }).optional(), to: z.iso.datetime({ offset: true }).optional().describe(said('Not included.', '포함하지 않습니다.')),
  text: z.string().max(200).optional().describe(said('Stands somewhere in the subject.', '대상 이름에 들어 있는 글자입니다.')),
  cursor: EventId.optional().describe(said('`next` of the page before.', '앞 페이지의 `next`입니다.')), limit: Limit,
})

export const listEvents = defineRoute({
  method: 'GET', path: 'events', name: 'listEvents', tag: 'events', scope: 'read', permission: 'event:read',
  summary: text('The audit, newest first', '감사 기록을 최신순으로 조회'),
  params: NoParams, query: Filter, response: page(EventLine),
  verb: list,
  input: async ({ actor, query: { stack, person, cursor, ...query } }) => ({
    ...Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)), limit: query.limit,
    ...await inStack(actor, stack), ...(person === undefined ? {} : { actorId: person }), ...(cursor === undefined ? {} : { before: cursor }),
  }),
  answer: async ({ items, older }, { actor }) => {
    const slugs = await slugsOf(actor)
    return { body: { items: items.map((event) => named(event, slugs)), ...(older === undefined ? {} : { next: older }) }, next: older }
  },
})

export const getEvent = defineRoute({
  method: 'GET', path: 'events/[event]', name: 'getEvent', tag: 'events', scope: 'read', permission: 'event:read',
  summary: text('One event with what it holds', '이벤트 하나를 내용과 함께 조회'),
  params: z.object({ event: EventId.describe(said('Number of the event.', '이벤트 번호입니다.')) }), query: NoQuery, response: EventWhole,
  verb: get, input: ({ params }) => ({ id: params.event }),
  answer: async (event, { actor }) => {
    const { stackIds } = actor.token
    if (stackIds !== undefined && (event.stack === undefined || !stackIds.includes(event.stack))) throw new AppError('FORBIDDEN', text('This event is of no stack that the token is for.', '토큰이 쓸 수 있는 스택의 이벤트가 아닙니다.'))
    // Safe because an event is stored as JSON.
    return { body: named(event, await slugsOf(actor)) as z.input<typeof EventWhole> }
  },
})

async function inStack(actor: TokenActor, slug: string | undefined): Promise<{ stackId?: string }> {
  if (slug !== undefined) return { stackId: (await reachable(actor, slug)).id }
  if (actor.token.stackIds === undefined) return {}
  throw new AppError('FORBIDDEN', text('This token is for certain stacks: name one of them with ?stack=.', '특정 스택용 토큰입니다. ?stack=으로 그중 하나를 적으세요.'))
}

async function slugsOf(actor: TokenActor): Promise<ReadonlyMap<string, string>> {
  return new Map((await listStacks(actor, {})).map(({ id, slug }) => [id, slug]))
}

/** An event with the stack's name in the place of its id. */
function named<Event extends EventView>({ stack, ...event }: Event, slugs: ReadonlyMap<string, string>): Omit<Event, 'stack'> & { stack?: string } {
  const slug = stack === undefined ? undefined : slugs.get(stack)
  return { ...event, ...(slug === undefined ? {} : { stack: slug }) }
}
