// Applying a plan: everything that must hold is checked, the intent is written down, and only then does the first request go out.
import 'server-only'
import { z } from 'zod'
import { findPlan, type PlanRow } from '../../db/plans.ts'
import { findRevision } from '../../db/revisions.ts'
import { hasRunningRun, insertRun, type RunRow } from '../../db/runs.ts'
import { findStack, lockStack, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import { optional } from '../../db/json.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { chosenSteps } from '../../manifest/chosen-steps.ts'
import { RunChoices } from '../../manifest/run-choices.ts'
import { text } from '../../text.ts'
import { findingKey } from '../../thanos/finding.ts'
import { acceptedOf } from '../findings/accepted.ts'
import { command, operation, type Verb } from '../command.ts'
import { clusterOf } from '../connections/resolve.ts'
import { requireApproval } from '../plans/approval.ts'
import { isOtherNamespace, movedObjects } from '../plans/fingerprint.ts'
import { lookAgain } from '../plans/survey.ts'
import { statusNow } from '../plans/view.ts'
import type { RunView } from '../views.ts'
import { closeForgottenRuns } from './interrupt.ts'
import { mayApply, mayStay } from './may-apply.ts'
import { ReaderLocale, toView } from './view.ts'
import { beginHere, handOver, startWorker } from './worker.ts'

export const ApplyPlan = z.object({
  planId: z.string(),
  /** `acknowledge` must have all of the plan's errors that are live already and that nobody accepted. */
  ...RunChoices.shape,
  locale: ReaderLocale,
})
export type ApplyPlan = z.input<typeof ApplyPlan>

/**
 * Starts a run and gives it at once; a replica takes it from the queue. BLOCKED when the plan may not be applied or an error is not
 * acknowledged, STALE_PLAN when it is not the newest or the cluster has moved (details: the objects), CONFLICT while another run is under way.
 */
export const apply: Verb<ApplyPlan, RunView> = operation({
  name: 'run.start',
  permission: 'run:apply',
  input: ApplyPlan,
  about: async ({ planId }, reader) => ({ subject: `plan ${planId}`, ...optional('stackId', (await findPlan(reader, planId))?.stackId) }),
  async run({ reader, actor, now }, { planId, locale, ...choices }) {
    const plan = await findPlan(reader, planId)
    if (!plan) throw new AppError('NOT_FOUND', text('There is no such plan.', '그런 계획이 없습니다.'))
    mayApply(plan, choices, actor)
    const [stack, revision] = await Promise.all([findStack(reader, { id: plan.stackId }), findRevision(reader, plan.stackId, plan.revision)])
    if (!stack || !revision) throw new Error(`plan ${planId} has lost its stack or revision`)
    const accepted = (await acceptedOf(reader, { stack, findings: plan.acknowledge, now })).map(findingKey)
    mayStay(plan, [...choices.acknowledge, ...accepted])
    await closeForgottenRuns(stack.id)
    if (await hasRunningRun(reader, stack.id)) throw underWay()
    const cluster = clusterOf(stack.connection, { timeoutMs: env().writeTimeoutMs })
    const seen = await lookAgain(cluster, revision.spec, { namespace: stack.namespace, changes: plan.objects })
    const moved = movedObjects(plan.live, seen, stack.namespace)
    if (isOtherNamespace(plan.live, seen)) throw otherNamespace(stack.namespace, moved)
    if (moved.length > 0) {
      throw new AppError('STALE_PLAN', text(`${moved.join(', ')} changed in the cluster after this plan was computed. Compute it again.`, `계획을 계산한 뒤에 클러스터에서 ${moved.join(', ')}이(가) 바뀌었습니다. 계획을 다시 계산하세요.`), { details: { objects: moved } })
    }
    // Who starts a run can carry it out as well, unless this replica is told not to; another one may be the first to take it.
    await startWorker()
    const run = await starting({ plan, stack, choices, accepted })(actor, {})
    beginHere(run.id)
    return toView(run, locale)
  },
})

/** What else moved is no wonder then, and would hide what it comes from. */
function otherNamespace(namespace: string, moved: readonly string[]): AppError {
  return new AppError('STALE_PLAN', text(
    `The namespace ${namespace} is another one than this plan was computed for: it was made anew, it is gone or may not be read any more, or the connection leads to another cluster by now. Compute the plan again.`,
    `네임스페이스 ${namespace}이(가) 이 계획을 계산할 때의 네임스페이스가 아닙니다. 새로 만들어졌거나, 사라졌거나 더는 읽을 수 없거나, 연결이 이제 다른 클러스터로 이어집니다. 계획을 다시 계산하세요.`,
  ), { details: { objects: moved } })
}

/** Writes the intent down: from here on the run is in the audit, whatever happens. */
function starting({ plan, stack, choices, accepted }: { plan: PlanRow; stack: StackRow; choices: RunChoices; accepted: string[] }): Verb<Record<string, never>, RunRow> {
  return command({
    name: 'run.start',
    permission: 'run:apply',
    input: z.object({}),
    about: () => ({ stackId: plan.stackId, subject: `plan ${plan.id}` }),
    async run({ tx, actor, now }) {
      await lockStack(tx, plan.stackId)
      await refuseIfOvertaken(tx, plan)
      const approvedBy = await requireApproval(tx, { plan, actor, choices })
      const steps = chosenSteps(plan.steps, choices)
      const value = await insertRun(tx, {
        planId: plan.id, stackId: plan.stackId, revision: plan.revision, startedAt: now, startedBy: { id: actor.id, name: actor.name },
        objects: steps.map(({ object, action }) => ({ object, action, status: 'pending' })), choices, target: { connection: stack.connection, namespace: stack.namespace },
      })
      await handOver(tx, value.id)
      return {
        value,
        event: {
          subject: `run ${value.id}`, stackId: plan.stackId,
          after: { plan: plan.id, revision: plan.revision, acknowledged: choices.acknowledge, ...(accepted.length > 0 ? { accepted } : {}), ...chosen(choices), ...optional('approvedBy', approvedBy?.name), objects: steps.map(({ object }) => object) },
        },
      }
    },
  })
}

/** What was decided beside "apply", as the audit keeps it: nothing where nothing was. */
function chosen({ force, remove, unstick }: RunChoices): Partial<RunChoices> {
  return { ...(force.length > 0 ? { force } : {}), ...(remove.length > 0 ? { remove } : {}), ...(unstick.length > 0 ? { unstick } : {}) }
}

/** What may have happened between the first look and the lock. */
async function refuseIfOvertaken(tx: Tx, plan: PlanRow): Promise<void> {
  const now = await findPlan(tx, plan.id)
  if (!now || statusNow(now) !== 'ready') throw new AppError('STALE_PLAN', text('There is a newer plan of this stack. Apply that one, or compute it again.', '이 스택에 더 새로운 계획이 있습니다. 그 계획을 적용하거나 다시 계산하세요.'))
  if (await hasRunningRun(tx, plan.stackId)) throw underWay()
}

function underWay(): AppError {
  return new AppError('CONFLICT', text('A run of this stack is under way. Wait for its end.', '이 스택의 실행이 진행 중입니다. 끝날 때까지 기다리세요.'))
}
