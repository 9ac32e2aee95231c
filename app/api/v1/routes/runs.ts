// Runs: applying a plan, and following what comes of it.
import { z } from 'zod'
import { RunChoices } from '#lib/manifest/run-choices.ts'
import { routes } from '#lib/routes.ts'
import { said } from '#lib/said.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { get } from '#lib/services/runs/get.ts'
import { list } from '#lib/services/runs/list.ts'
import type { RunView, StackView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import { defineRoute, mustBeOf, stackOf } from '../define-route.ts'
import { Cursor, InStack, Limit, NoQuery, page, Run } from '../schemas.ts'
import { planIn } from './plans.ts'

const OfRun = InStack.extend({ run: z.string().describe(said('Id of the run.', '실행의 id입니다.')) })

export const listRuns = defineRoute({
  method: 'GET', path: 'stacks/[stack]/runs', name: 'listRuns', tag: 'runs', scope: 'read', permission: 'run:read',
  summary: text('Runs, newest first', '실행을 최신순으로 조회'),
  params: InStack, query: z.strictObject({ cursor: Cursor, limit: Limit }), response: page(Run),
  verb: list, input: ({ query: { cursor, limit }, locale, ...asked }) => ({ stackId: stackOf(asked).id, locale, limit: limit + 1, ...(cursor === undefined ? {} : { before: cursor }) }),
  answer: (runs, { query: { limit }, ...asked }) => {
    const items = runs.slice(0, limit).map((run) => toDoc(stackOf(asked), run))
    const next = runs.length > limit ? items.at(-1)?.id : undefined
    return { body: { items, ...(next === undefined ? {} : { next }) }, next }
  },
})

export const createRun = defineRoute({
  method: 'POST', path: 'stacks/[stack]/runs', name: 'createRun', tag: 'runs', scope: 'apply', permission: 'run:apply', status: 201,
  summary: text('Apply a plan', '계획 적용'),
  description: text('Answers once the run has begun; follow it by its address or its stream. What changed since the plan is STALE_PLAN.', '실행이 시작되면 바로 답합니다. 실행의 주소나 stream으로 따라가세요. 계획 뒤에 클러스터가 바뀌었으면 STALE_PLAN입니다.'),
  params: InStack, query: NoQuery, body: z.strictObject({ plan: z.string().describe(said('Id of the plan.', '계획의 id입니다.')), ...RunChoices.shape }), response: Run,
  verb: apply,
  input: async ({ actor, body: { plan, ...choices }, locale, ...asked }) => ({ ...choices, planId: await planIn(actor, stackOf(asked), plan), locale }),
  answer: (run, asked) => ({ body: toDoc(stackOf(asked), run), location: routes.api.v1(`stacks/${stackOf(asked).slug}/runs/${run.id}`) }),
})

export const getRun = defineRoute({
  method: 'GET', path: 'stacks/[stack]/runs/[run]', name: 'getRun', tag: 'runs', scope: 'read', permission: 'run:read',
  summary: text('How far a run is', '실행의 진행 상황'),
  params: OfRun, query: NoQuery, response: Run,
  verb: get, input: ({ params, locale }) => ({ runId: params.run, locale }), answer: (run, asked) => ({ body: toDoc(stackOf(asked), run) }),
})

function toDoc(stack: StackView, run: RunView): z.input<typeof Run> {
  mustBeOf(stack, run, 'run')
  return { ...run, stack: stack.slug, plan: run.planId }
}
