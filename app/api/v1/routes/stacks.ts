// Stacks: which there are, and what the cluster says of one.
import { z } from 'zod'
import { get } from '#lib/services/stacks/get.ts'
import { list } from '#lib/services/stacks/list.ts'
import { status } from '#lib/services/stacks/status.ts'
import { text } from '#lib/text.ts'
import { defineRoute, stackOf } from '../define-route.ts'
import { Cursor, InStack, Limit, NoParams, NoQuery, page, Stack, Status } from '../schemas.ts'

export const listStacks = defineRoute({
  method: 'GET', path: 'stacks', name: 'listStacks', tag: 'stacks', scope: 'read', permission: 'stack:read',
  summary: text('Stacks that the token is for, by name', '토큰이 쓸 수 있는 스택을 이름순으로 조회'),
  params: NoParams, query: z.strictObject({ cursor: Cursor, limit: Limit }), response: page(Stack),
  // One more than is shown tells whether there is a page after.
  verb: list, input: ({ query: { cursor, limit } }) => ({ limit: limit + 1, ...(cursor === undefined ? {} : { after: cursor }) }),
  answer: (stacks, { query: { limit } }) => {
    const items = stacks.slice(0, limit)
    const next = stacks.length > limit ? items.at(-1)?.slug : undefined
    return { body: { items, ...(next === undefined ? {} : { next }) }, next }
  },
})

export const getStack = defineRoute({
  method: 'GET', path: 'stacks/[stack]', name: 'getStack', tag: 'stacks', scope: 'read', permission: 'stack:read', etag: true,
  summary: text('One stack', '스택 하나 조회'),
  params: InStack, query: NoQuery, response: Stack,
  verb: get, input: ({ params }) => ({ slug: params.stack }), answer: (stack) => ({ body: stack, etag: stack.head ?? 0 }),
})

export const getStatus = defineRoute({
  method: 'GET', path: 'stacks/[stack]/status', name: 'getStatus', tag: 'stacks', scope: 'read', permission: 'stack:read',
  summary: text('Health and sync, as the cluster says now', '클러스터가 지금 답하는 상태와 동기화 여부'),
  description: text('A cluster that does not answer within five seconds is an answer too: ok is false, with the reason.', '클러스터가 5초 안에 답하지 않는 것도 답입니다. ok가 false이고 이유가 함께 옵니다.'),
  params: InStack, query: NoQuery, response: Status,
  verb: status, input: (asked) => ({ slug: stackOf(asked).slug, locale: asked.locale }), answer: (body) => ({ body }),
})
