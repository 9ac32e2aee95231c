// How a plan stands with the second person that a protected stack asks for: what was decided, whether it is needed, and who may.
import 'server-only'
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import { isAllowed } from '../../auth/permissions.ts'
import { listApprovals, type ApprovalRow } from '../../db/approvals.ts'
import type { Tx } from '../../db/client.ts'
import { optional } from '../../db/json.ts'
import { listPeopleOfRoles } from '../../db/people.ts'
import { findPlan, newestPlan, type PlanRow } from '../../db/plans.ts'
import { findRevision, type RevisionRow } from '../../db/revisions.ts'
import { findStack, type StackRow } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import type { RunChoices } from '../../manifest/run-choices.ts'
import { ROLES } from '../../role.ts'
import { text } from '../../text.ts'
import type { Risk } from '../../thanos/impact/risk.ts'
import { query, type Verb } from '../command.ts'
import type { ApprovalDecision, ApprovalView, WhyNotDecide } from '../views.ts'
import { statusNow } from './view.ts'

export const GetApproval = z.union([z.object({ planId: z.string() }), z.object({ /** Of its newest plan. */ stackId: z.string() })])

/** Of a stack: undefined when it is not protected or has no plan yet, so that pages of other stacks pay nothing. NOT_FOUND when there is no such plan. */
export const approval: Verb<z.input<typeof GetApproval>, ApprovalView | undefined> = query({
  permission: 'plan:read',
  input: GetApproval,
  async run({ tx, actor }, asked) {
    const plan = 'planId' in asked ? await findPlan(tx, asked.planId) : await newestOfProtected(tx, asked.stackId)
    if (!plan && 'stackId' in asked) return undefined
    return toView(await judged(tx, plan), actor, await listPeopleOfRoles(tx, APPROVER_ROLES))
  },
})

async function newestOfProtected(tx: Tx, stackId: string): Promise<PlanRow | undefined> {
  const stack = await findStack(tx, { id: stackId })
  return stack?.isProtected === true ? newestPlan(tx, stackId) : undefined
}

const APPROVER_ROLES = ROLES.filter((role) => isAllowed(role, 'plan:approve'))

/** A plan with all that decides whether a second person must look, and whether one has. */
export type Judged = { plan: PlanRow; stack: StackRow; revision: RevisionRow; risk: Risk; history: ApprovalRow[]; standing?: ApprovalRow }

/** NOT_FOUND when there is no plan. */
export async function judged(tx: Tx, plan: PlanRow | undefined): Promise<Judged> {
  if (!plan) throw new AppError('NOT_FOUND', text('There is no such plan.', '그런 계획이 없습니다.'))
  const stack = await findStack(tx, { id: plan.stackId })
  const revision = await findRevision(tx, plan.stackId, plan.revision)
  const history = await listApprovals(tx, plan.id)
  if (!stack || !revision) throw new Error(`plan ${plan.id} has lost its stack or revision`)
  return { plan, stack, revision, history, risk: plan.risk, ...optional('standing', standingOf(plan, history)) }
}

/** The decision that holds: the last one, unless it was withdrawn or was about something else than what the plan is. */
function standingOf(plan: PlanRow, history: readonly ApprovalRow[]): ApprovalRow | undefined {
  const last = history.at(-1)
  return last && last.kind !== 'withdrawn' && last.fingerprint === plan.fingerprint ? last : undefined
}

/** Whether a plan may only be applied once a second person has approved it. */
export function isNeeded({ stack, risk }: Pick<Judged, 'stack' | 'risk'>): boolean {
  return stack.isProtected && risk.level !== 'low'
}

/** Why somebody may not decide about a plan; undefined when they may. */
export function whyNotDecide(actor: Pick<Actor, 'id' | 'role' | 'isLocal'>, { plan, revision }: Pick<Judged, 'plan' | 'revision'>): WhyNotDecide | undefined {
  if (!isAllowed(actor.role, 'plan:approve')) return 'role'
  // Whoever sits at the machine has no account, so nobody can tell that it is somebody else.
  if (actor.isLocal) return 'local'
  if (actor.id === revision.author.id) return 'author'
  return actor.id === plan.createdBy.id ? 'planner' : undefined
}

/**
 * Refuses with BLOCKED what a protected stack does not let one person do alone, and gives who approved it, where somebody had to. What is
 * taken by force or deleted was chosen after the plan, so it counts as risky whatever the plan says.
 */
export async function requireApproval(tx: Tx, { plan, actor, choices }: { plan: PlanRow; actor: Actor; choices: RunChoices }): Promise<ApprovalRow['by'] | undefined> {
  const found = await judged(tx, plan)
  const isChosen = found.stack.isProtected && choices.force.length + choices.remove.length + choices.unstick.length > 0
  const { standing, risk } = found
  // Nobody has to look at a low risk; who did, and said no, is heeded all the same.
  const isRejected = found.stack.isProtected && standing?.kind === 'rejected'
  if (!isNeeded(found) && !isChosen && !isRejected) return undefined
  if (!standing) {
    throw new AppError('BLOCKED', text(
      `${found.stack.name} is protected and this plan has ${isNeeded(found) ? risk.level : 'some'} risk: another person with the role approver or admin must approve it first.`,
      `${found.stack.name}은(는) 보호된 스택이고 이 계획에는 위험이 있습니다. 승인자나 관리자 역할을 가진 다른 사람이 먼저 승인해야 합니다.`,
    ))
  }
  if (standing.kind === 'rejected') throw new AppError('BLOCKED', text(`${standing.by.name} rejected this plan: ${standing.comment}`, `${standing.by.name}이(가) 이 계획을 반려했습니다: ${standing.comment}`))
  if (standing.by.id === actor.id) throw new AppError('BLOCKED', text('You approved this plan. Somebody else applies it.', '이 계획을 승인한 사람은 적용할 수 없습니다. 다른 사람이 적용합니다.'))
  return standing.by
}

function toView(found: Judged, actor: Actor, people: readonly { id: string; name: string }[]): ApprovalView {
  const { plan, revision, risk, history, standing } = found
  const told = ({ kind, by, at, comment }: ApprovalRow): ApprovalDecision => ({ kind, by: by.name, byMe: by.id === actor.id, at: at.toISOString(), comment })
  const without = new Set([actor.id, revision.author.id, plan.createdBy.id])
  const last = standing && told(standing)
  return {
    planId: plan.id, revision: plan.revision, risk, isNeeded: isNeeded(found), isOpen: ['ready', 'blocked'].includes(statusNow(plan)),
    ...(last && last.kind !== 'withdrawn' ? { standing: { ...last, kind: last.kind } } : {}), history: history.map(told),
    ...optional('whyNot', whyNotDecide(actor, found)), approvers: people.filter(({ id }) => !without.has(id)).map(({ name }) => name),
  }
}
