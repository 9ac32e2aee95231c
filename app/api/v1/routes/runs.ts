// Runs: applying a plan, and following what comes of it.
import { z } from 'zod'
import type { Actor } from '#lib/auth/actor.ts'
import { RunChoices } from '#lib/manifest/run-choices.ts'
import { routes } from '#lib/routes.ts'
import { said } from '#lib/said.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { cancel } from '#lib/services/runs/cancel.ts'
import { follow } from '#lib/services/runs/follow.ts'
import { get } from '#lib/services/runs/get.ts'
import { list } from '#lib/services/runs/list.ts'
import type { RunView, StackView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import { defineRoute, mustBeOf, stackOf, type StreamEvent } from '../define-route.ts'
import { Cursor, InStack, Limit, NoQuery, page, Run } from '../schemas.ts'
import { planIn } from './plans.ts'

/** A comment so often where nothing comes. */
const QUIET_MS = 15_000
/** After this long whoever follows asks anew, and is asked anew who it is. */
const LONGEST_MS = 10 * 60_000

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

export const cancelRun = defineRoute({
  method: 'POST', path: 'stacks/[stack]/runs/[run]/cancel', name: 'cancelRun', tag: 'runs', scope: 'apply', permission: 'run:apply',
  summary: text('Stop a run between two objects', '실행을 오브젝트 사이에서 중지'),
  description: text('What is applied stays applied; the run says what is and what is not.', '이미 적용된 것은 그대로 남으며, 무엇이 적용되었는지는 실행에 나옵니다.'),
  params: OfRun, query: NoQuery, body: z.strictObject({}), response: Run,
  verb: cancel, input: async ({ actor, params, locale, ...asked }) => ({ runId: await runIn(actor, stackOf(asked), params.run), locale }),
  answer: (run, asked) => ({ body: toDoc(stackOf(asked), run) }),
})

export const streamRun = defineRoute({
  method: 'GET', path: 'stacks/[stack]/runs/[run]/stream', name: 'streamRun', tag: 'runs', scope: 'read', permission: 'run:read',
  summary: text('A run as it happens, as server-sent events', '실행 상황을 server-sent events로 받기'),
  description: text('An event "progress" with the whole run whenever something changed, then "end", and the line closes. It closes after ten minutes, too: ask again with Last-Event-ID.', '바뀔 때마다 실행 전체를 담은 "progress" 이벤트가 오고, "end" 이벤트로 끝납니다. 10분이 지나도 닫히므로 Last-Event-ID로 다시 요청하세요.'),
  params: OfRun, query: NoQuery, response: Run,
  verb: get, input: ({ params, locale }) => ({ runId: params.run, locale }), answer: (run, asked) => ({ body: toDoc(stackOf(asked), run) }),
  follow: async function* ({ actor, params, locale, signal, lastEventId, ...asked }): AsyncGenerator<StreamEvent | undefined> {
    const after = Number(lastEventId ?? -1)
    const runs = follow(actor, { runId: params.run, locale, signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]), quietMs: QUIET_MS, ...(Number.isInteger(after) ? { after } : {}) })
    for await (const run of runs) {
      // The document says what a run is; what a page has beyond that is not for programs.
      yield run && { id: String(run.version), event: run.status === 'running' ? 'progress' : 'end', data: Run.parse(toDoc(stackOf(asked), run)) }
    }
  },
})

async function runIn(actor: Actor, stack: StackView, runId: string): Promise<string> {
  mustBeOf(stack, await get(actor, { runId }), 'run')
  return runId
}

function toDoc(stack: StackView, run: RunView): z.input<typeof Run> {
  mustBeOf(stack, run, 'run')
  return { ...run, stack: stack.slug, plan: run.planId }
}
