// A second person decides about a plan of a protected stack: approves it, rejects it, or takes that back. The decision is of this plan alone.
import 'server-only'
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import { insertApproval, type ApprovalKind } from '../../db/approvals.ts'
import type { Tx } from '../../db/client.ts'
import { optional } from '../../db/json.ts'
import { findPlan } from '../../db/plans.ts'
import { hasRunningRun } from '../../db/runs.ts'
import { lockStack } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { said } from '../../said.ts'
import { text, type Text } from '../../text.ts'
import { command, type EventContent, type Verb } from '../command.ts'
import type { WhyNotDecide } from '../views.ts'
import { judged, whyNotDecide, type Judged } from './approval.ts'
import { statusNow } from './view.ts'

const Comment = z.string().trim().max(1000).regex(/^[\P{Cc}\n\t]*$/u, said('Control characters are not allowed.', '제어 문자는 쓸 수 없습니다.'))
export const ApprovePlan = z.object({ planId: z.string(), comment: Comment.default('') })
export const RejectPlan = z.object({ planId: z.string(), reason: Comment.min(3, said('Say why, in a few words.', '이유를 짧게 적으세요.')) })
export const WithdrawApproval = z.object({ planId: z.string() })
export type RejectPlan = z.input<typeof RejectPlan>

/**
 * Lets a plan be applied by somebody else. FORBIDDEN to who saved the revision or computed the plan, STALE_PLAN when a newer plan is there,
 * BLOCKED when it cannot be applied anyway or needs nobody, CONFLICT when it was decided about already.
 */
export const approve: Verb<z.input<typeof ApprovePlan>, null> = command({
  name: 'plan.approve',
  permission: 'plan:approve',
  input: ApprovePlan,
  about: ({ planId }, reader) => aboutPlan(reader, planId),
  run: async ({ tx, actor, now }, { planId, comment }) => decide(tx, { planId, actor, now, comment, kind: 'approved' }),
})

/** Keeps a plan from being applied; the way on is another plan. The same refusals as approve(); an approval of somebody else is overruled. */
export const reject: Verb<RejectPlan, null> = command({
  name: 'plan.reject',
  permission: 'plan:approve',
  input: RejectPlan,
  about: ({ planId }, reader) => aboutPlan(reader, planId),
  run: async ({ tx, actor, now }, { planId, reason }) => decide(tx, { planId, actor, now, comment: reason, kind: 'rejected' }),
})

/** Takes one's own decision back, as long as nothing came of it. CONFLICT when none of one's own holds. */
export const withdraw: Verb<z.input<typeof WithdrawApproval>, null> = command({
  name: 'plan.withdraw',
  permission: 'plan:approve',
  input: WithdrawApproval,
  about: ({ planId }, reader) => aboutPlan(reader, planId),
  run: async ({ tx, actor, now }, { planId }) => decide(tx, { planId, actor, now, comment: '', kind: 'withdrawn' }),
})

async function aboutPlan(reader: Tx, planId: string): Promise<{ subject: string; stackId?: string }> {
  return { subject: `plan ${planId}`, ...optional('stackId', (await findPlan(reader, planId))?.stackId) }
}

type Decision = { planId: string; actor: Actor; now: Date; comment: string; kind: ApprovalKind }

async function decide(tx: Tx, { planId, actor, now, comment, kind }: Decision): Promise<{ value: null; event: EventContent }> {
  const plan = await findPlan(tx, planId)
  if (plan) await lockStack(tx, plan.stackId)
  const found = await judged(tx, plan && await findPlan(tx, planId))
  mayDecide(actor, found)
  if (await hasRunningRun(tx, found.stack.id)) throw new AppError('CONFLICT', text('A run of this stack is under way. Wait for its end.', '이 스택의 실행이 진행 중입니다. 끝날 때까지 기다리세요.'))
  mayFollow(kind, actor, found)
  await insertApproval(tx, { planId, fingerprint: found.plan.fingerprint, kind, comment, by: { id: actor.id, name: actor.name }, at: now })
  const { standing, risk, revision } = found
  return {
    value: null,
    event: {
      subject: `plan ${planId}`, stackId: found.stack.id,
      ...(standing ? { before: { kind: standing.kind, by: standing.by.name, comment: standing.comment } } : {}),
      after: { revision: revision.number, fingerprint: found.plan.fingerprint, risk: risk.level, kind, ...(comment === '' ? {} : { comment }) },
    },
  }
}

const REFUSED: Record<Exclude<WhyNotDecide, 'role'>, Text> = {
  author: text('You saved this revision. Somebody else must approve its plan.', '이 리비전을 저장한 사람은 계획을 승인할 수 없습니다. 다른 사람이 승인해야 합니다.'),
  planner: text('You computed this plan. Somebody else must approve it.', '이 계획을 계산한 사람은 승인할 수 없습니다. 다른 사람이 승인해야 합니다.'),
  local: text('Approving needs an account: at this machine nobody can tell who it is.', '승인하려면 계정이 필요합니다. 이 기기에서는 누구인지 구별할 수 없습니다.'),
}

function mayDecide(actor: Actor, found: Judged): void {
  const why = whyNotDecide(actor, found)
  if (why !== undefined && why !== 'role') throw new AppError('FORBIDDEN', REFUSED[why])
  switch (statusNow(found.plan)) {
    case 'applied': throw new AppError('STALE_PLAN', text('This plan was applied already.', '이 계획은 이미 적용되었습니다.'))
    case 'stale': throw new AppError('STALE_PLAN', text('There is a newer plan of this stack. Read that one.', '이 스택에 더 새로운 계획이 있습니다. 그 계획을 확인하세요.'))
    case 'empty': throw new AppError('BLOCKED', text('This plan changes nothing, so there is nothing to approve.', '이 계획은 아무것도 바꾸지 않으므로 승인할 것이 없습니다.'))
    case 'ready':
    case 'blocked':
  }
  if (!found.stack.isProtected) throw new AppError('BLOCKED', text(`${found.stack.name} is not protected, so its plans need nobody's approval.`, `${found.stack.name}은(는) 보호된 스택이 아니므로 승인이 필요하지 않습니다.`))
}

/** What may come after what was decided before. */
function mayFollow(kind: ApprovalKind, actor: Actor, { standing }: Judged): void {
  if (kind === 'withdrawn') {
    if (standing?.by.id !== actor.id) throw new AppError('CONFLICT', text('No decision of yours about this plan holds.', '이 계획에 대해 유효한 내 결정이 없습니다.'))
    return
  }
  if (!standing || (kind === 'rejected' && standing.kind === 'approved')) return
  const { by: { name } } = standing
  throw new AppError('CONFLICT', standing.kind === 'approved'
    ? text(`${name} approved this plan already.`, `${name}이(가) 이 계획을 이미 승인했습니다.`)
    : text(`${name} rejected this plan already. Compute another one.`, `${name}이(가) 이 계획을 이미 반려했습니다. 계획을 새로 계산하세요.`))
}
