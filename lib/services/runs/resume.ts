// Going on with a run whose holder is gone: only where the world is as the plan saw it, or as the run left it.
import { z } from 'zod'
import { SYSTEM } from '../../auth/actor.ts'
import type { PlanRow } from '../../db/plans.ts'
import type { Claim, RunRow } from '../../db/runs.ts'
import type { StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import type { RunObject } from '../../manifest/progress.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { mapBounded } from '../bounded.ts'
import { command } from '../command.ts'
import { digestOf, digestOfNamespace, isOtherNamespace, NAMESPACE_UID } from '../plans/fingerprint.ts'
import { getNamespace } from '../plans/look.ts'
import { tooOldText } from './interrupt.ts'
import type { Step } from './steps.ts'

/** Objects looked at at a time: whoever takes over from a slow API server would else wait for each of them in turn. */
const AT_ONCE = 8
/** A run that was taken so often ends whoever carries it out. */
const MOST_CLAIMS = 10

type World = { plan: PlanRow; stack: StackRow; steps: readonly Step[]; cluster: Cluster }

/** Why a run may not be gone on with; undefined when it may. Throws as the cluster does when it does not answer. */
export async function whyNotResumed({ run, silentMs }: Claim, { plan, stack, steps, cluster }: World): Promise<Text | undefined> {
  if (silentMs > env().runResumeMs) return tooOldText(silentMs)
  if (run.epoch > MOST_CLAIMS) return text(`it was taken up ${run.epoch} times and never came to its end`, `${run.epoch}번 이어서 시작했지만 끝나지 않았습니다`)
  const elsewhere = await whyElsewhere(run, { plan, stack, cluster })
  if (elsewhere) return elsewhere
  const saved = new Map(run.objects.map((object) => [object.object, object]))
  const moved = await mapBounded(steps, AT_ONCE, async (step) => {
    const object = saved.get(step.id)
    return object !== undefined && await hasMoved(step, object, { plan, cluster }) ? [step.id] : []
  })
  const [first] = moved.flat()
  return first === undefined ? undefined : text(`${first} was changed by someone else meanwhile`, `그사이 다른 쪽에서 ${first}을(를) 바꿨습니다`)
}

/** Why a run's cluster or namespace is not what its plan was computed for; undefined when it is. Throws as the cluster does when it does not answer. */
export async function whyElsewhere(run: RunRow, { plan, stack, cluster }: Omit<World, 'steps'>): Promise<Text | undefined> {
  if (run.target && (stack.namespace !== run.target.namespace || JSON.stringify(stack.connection) !== JSON.stringify(run.target.connection))) {
    return text('the stack points to another cluster or namespace by now', '스택이 이제 다른 클러스터나 네임스페이스를 가리킵니다')
  }
  if (plan.live[NAMESPACE_UID] !== undefined && isOtherNamespace(plan.live, digestOfNamespace(await getNamespace(cluster, stack.namespace)))) {
    return text(`the namespace ${stack.namespace} is not, or cannot be told to be, the one that the plan was computed for`, `네임스페이스 ${stack.namespace}이(가) 계획을 계산할 때의 네임스페이스가 아니거나 확인할 수 없습니다`)
  }
  return undefined
}

/** Whether an object is neither what the plan saw nor what the run makes of it. What is done already is not asked about: that is drift. */
async function hasMoved(step: Step, { status, uid }: RunObject, { plan, cluster }: Pick<World, 'plan' | 'cluster'>): Promise<boolean> {
  if (status !== 'pending' && status !== 'applying' && status !== 'waiting') return false
  const live = await cluster.get(step.ref)
  if (step.action === 'delete') return live !== undefined && uid !== undefined && live.metadata.uid !== uid
  if (status === 'pending') return digestOf(live) !== (plan.live[step.id] ?? null)
  if (status === 'applying' && digestOf(live) === (plan.live[step.id] ?? null)) return false
  return !await isAsApplied(step.desired(live), { live, cluster })
}

/** Whether applying it would change nothing: then it was applied before its holder went. */
async function isAsApplied(object: KubeObject, { live, cluster }: { live: KubeObject | undefined; cluster: Cluster }): Promise<boolean> {
  if (!live) return false
  try {
    return digestOf(await cluster.apply(object, { dryRun: true, force: false })) === digestOf(live)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'CONFLICT' || error.code === 'INVALID')) return false
    throw error
  }
}

/** Writes down that a replica goes on with a run that another one, or an earlier process, began. */
export async function noteResumed({ run, silentMs }: Claim): Promise<void> {
  await resuming(SYSTEM, { runId: run.id, stackId: run.stackId, revision: run.revision, replica: run.owner, epoch: run.epoch, silentMs: Math.round(silentMs) })
}

const resuming = command({
  name: 'run.resume',
  permission: 'run:close',
  input: z.object({ runId: z.string(), stackId: z.string(), revision: z.number(), replica: z.string().optional(), epoch: z.number(), silentMs: z.number() }),
  about: ({ runId, stackId }) => ({ subject: `run ${runId}`, stackId }),
  run: async (_, { runId, stackId, ...after }) => ({ value: undefined, event: { subject: `run ${runId}`, stackId, after } }),
})
