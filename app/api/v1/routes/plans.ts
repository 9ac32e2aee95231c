// Plans: what applying a revision would do, computed, read, and decided about by a second person.
import { z } from 'zod'
import type { Actor } from '#lib/auth/actor.ts'
import { routes } from '#lib/routes.ts'
import { said } from '#lib/said.ts'
import { approval } from '#lib/services/plans/approval.ts'
import { approve, ApprovePlan, reject, RejectPlan } from '#lib/services/plans/approve.ts'
import { compute, ComputePlan } from '#lib/services/plans/compute.ts'
import { get } from '#lib/services/plans/get.ts'
import { list } from '#lib/services/plans/list.ts'
import type { PlanView, StackView } from '#lib/services/views.ts'
import { text } from '#lib/text.ts'
import { type Finding, findingKey } from '#lib/thanos/finding.ts'
import { defineRoute, mustBeOf, stackOf } from '../define-route.ts'
import { Cursor, InStack, Limit, NoQuery, page, Plan, PlanSummary } from '../schemas.ts'

const OfPlan = InStack.extend({ plan: z.string().describe(said('Id of the plan.', '계획의 id입니다.')) })

export const listPlans = defineRoute({
  method: 'GET', path: 'stacks/[stack]/plans', name: 'listPlans', tag: 'plans', scope: 'read', permission: 'plan:read',
  summary: text('Plans, newest first', '계획을 최신순으로 조회'),
  params: InStack, query: z.strictObject({ cursor: Cursor, limit: Limit }), response: page(PlanSummary),
  // One more than is shown tells whether there is a page after.
  verb: list, input: ({ query: { cursor, limit }, ...asked }) => ({ stackId: stackOf(asked).id, limit: limit + 1, ...(cursor === undefined ? {} : { before: cursor }) }),
  answer: (plans, { query: { limit }, ...asked }) => {
    const items = plans.slice(0, limit).map(({ verdicts, ...plan }) => ({ ...plan, stack: stackOf(asked).slug, changes: verdicts }))
    const next = plans.length > limit ? items.at(-1)?.id : undefined
    return { body: { items, ...(next === undefined ? {} : { next }) }, next }
  },
})

export const createPlan = defineRoute({
  method: 'POST', path: 'stacks/[stack]/plans', name: 'createPlan', tag: 'plans', scope: 'write', permission: 'plan:compute', status: 201,
  summary: text('Compute what applying a revision would do', '리비전을 적용하면 무엇이 바뀌는지 계산'),
  description: text('Asks the cluster for a dry run of every object. A newer plan makes the older ones of the stack stale.', '모든 오브젝트를 클러스터에 dry run으로 묻습니다. 새 계획이 생기면 스택의 이전 계획은 오래된 것이 됩니다.'),
  params: InStack, query: NoQuery, body: z.strictObject({ revision: ComputePlan.shape.revision.describe(said('The newest one when absent.', '생략하면 최신 리비전입니다.')) }), response: Plan,
  verb: compute, input: ({ body: { revision }, ...asked }) => ({ stackId: stackOf(asked).id, ...(revision === undefined ? {} : { revision }) }),
  answer: async (plan, { actor, ...asked }) => ({ body: await toDoc(actor, stackOf(asked), plan), location: routes.api.v1(`stacks/${stackOf(asked).slug}/plans/${plan.id}`) }),
})

export const getPlan = defineRoute({
  method: 'GET', path: 'stacks/[stack]/plans/[plan]', name: 'getPlan', tag: 'plans', scope: 'read', permission: 'plan:read',
  summary: text('One plan, with what blocks it and who must approve', '계획 하나를 막는 이유, 승인 상태와 함께 조회'),
  params: OfPlan, query: NoQuery, response: Plan,
  verb: get, input: ({ params }) => ({ planId: params.plan }),
  answer: async (plan, { actor, ...asked }) => ({ body: await toDoc(actor, stackOf(asked), plan) }),
})

export const approvePlan = defineRoute({
  method: 'POST', path: 'stacks/[stack]/plans/[plan]/approve', name: 'approvePlan', tag: 'plans', scope: 'approve', permission: 'plan:approve',
  summary: text('Let somebody else apply a plan of a protected stack', '보호된 스택의 계획을 다른 사람이 적용하도록 승인'),
  description: text('Not for the owner of the token that saved the revision or computed the plan: a person and their tokens count as one.', '리비전을 저장했거나 계획을 계산한 사람의 토큰으로는 할 수 없습니다. 사람과 그 사람의 토큰은 한 사람으로 봅니다.'),
  params: OfPlan, query: NoQuery, body: z.strictObject({ comment: ApprovePlan.shape.comment }), response: Plan,
  verb: approve,
  input: async ({ actor, params, body, ...asked }) => ({ planId: await planIn(actor, stackOf(asked), params.plan), comment: body.comment }),
  answer: async (_, { actor, params, ...asked }) => ({ body: await toDoc(actor, stackOf(asked), await get(actor, { planId: params.plan })) }),
})

export const rejectPlan = defineRoute({
  method: 'POST', path: 'stacks/[stack]/plans/[plan]/reject', name: 'rejectPlan', tag: 'plans', scope: 'approve', permission: 'plan:approve',
  summary: text('Keep a plan of a protected stack from being applied', '보호된 스택의 계획을 적용하지 못하도록 반려'),
  params: OfPlan, query: NoQuery, body: z.strictObject({ reason: RejectPlan.shape.reason }), response: Plan,
  verb: reject,
  input: async ({ actor, params, body, ...asked }) => ({ planId: await planIn(actor, stackOf(asked), params.plan), reason: body.reason }),
  answer: async (_, { actor, params, ...asked }) => ({ body: await toDoc(actor, stackOf(asked), await get(actor, { planId: params.plan })) }),
})

/** The id of a plan that is one of this stack. */
export async function planIn(actor: Actor, stack: StackView, planId: string): Promise<string> {
  mustBeOf(stack, await get(actor, { planId }), 'plan')
  return planId
}

function toSummary({ slug }: StackView, { objects, ...plan }: PlanView): z.input<typeof PlanSummary> {
  return { ...plan, stack: slug, changes: Object.fromEntries([...Map.groupBy(objects, ({ verdict }) => verdict)].map(([verdict, those]) => [verdict, those.length])) }
}

async function toDoc(actor: Actor, stack: StackView, plan: PlanView): Promise<z.input<typeof Plan>> {
  mustBeOf(stack, plan, 'plan')
  const stands = await approval(actor, { planId: plan.id })
  if (stands === undefined) throw new Error(`plan ${plan.id} has no approval to speak of`)
  return {
    ...toSummary(stack, plan), objects: plan.objects, steps: plan.steps, impacts: plan.impacts, notes: plan.notes, blockers: plan.blockers.map(toFinding),
    acknowledge: plan.acknowledge.map((finding) => ({ ...toFinding(finding), key: findingKey(finding) })),
    approval: stands,
  }
}

function toFinding({ fix, ...finding }: Finding): Omit<Finding, 'fix'> & { hasFix: boolean } {
  return { ...finding, hasFix: fix !== undefined }
}
