// Giving up the broken pods of a workload that waits for them in vain, while its run goes on.
import 'server-only'
import { z } from 'zod'
import type { Actor } from '../../auth/actor.ts'
import type { Tx } from '../../db/client.ts'
import { findRun, saveChoices } from '../../db/runs.ts'
import { optional } from '../../db/json.ts'
import { findPlan, type PlanRow } from '../../db/plans.ts'
import { AppError } from '../../errors.ts'
import { text } from '../../text.ts'
import { command, type Verb } from '../command.ts'
import { judged, requireApproval, whyNotDecide } from '../plans/approval.ts'
import type { RunView } from '../views.ts'
import { ReaderLocale, toView } from './view.ts'

export const UnstickRun = z.object({ runId: z.string(), object: z.string(), locale: ReaderLocale })

/**
 * Lets a run delete the pods of one of its objects that hold their controller up; it does so at its next look, each pod once. NOT_FOUND,
 * INVALID when the run has no such object, CONFLICT when it has ended, BLOCKED when the stack is protected and it is one person's word alone.
 */
export const unstick: Verb<z.input<typeof UnstickRun>, RunView> = command({
  name: 'run.unstick',
  permission: 'run:apply',
  input: UnstickRun,
  about: async ({ runId }, reader) => ({ subject: `run ${runId}`, ...optional('stackId', (await findRun(reader, runId))?.stackId) }),
  async run({ tx, actor }, { runId, object, locale }) {
    const run = await findRun(tx, runId)
    if (!run) throw new AppError('NOT_FOUND', text('There is no such run.', '그런 실행이 없습니다.'))
    if (!run.objects.some((each) => each.object === object)) throw new AppError('INVALID', text(`This run has no ${object}.`, `이 실행에는 ${object}이(가) 없습니다.`))
    const plan = await findPlan(tx, run.planId)
    if (!plan) throw new Error(`run ${runId} has lost its plan`)
    await requireSecondWord(tx, { plan, actor, startedBy: run.startedBy.id, object })
    const choices = { ...run.choices, unstick: [...new Set([...run.choices.unstick, object])] }
    if (!await saveChoices(tx, runId, choices)) throw new AppError('CONFLICT', text('This run has ended already.', '이 실행은 이미 끝났습니다.'))
    return { value: toView(await findRun(tx, runId) ?? run, locale), event: { subject: `run ${runId}`, stackId: run.stackId, after: { revision: run.revision, object } } }
  },
})

/**
 * What may not be ticked alone beforehand may not be ticked alone afterwards. A plan that is being applied cannot be approved any more, so whoever could
 * have approved it gives that word by doing this: the run is then somebody else's.
 */
async function requireSecondWord(tx: Tx, { plan, actor, startedBy, object }: { plan: PlanRow; actor: Actor; startedBy: string; object: string }): Promise<void> {
  const found = await judged(tx, plan)
  if (actor.id !== startedBy && whyNotDecide(actor, found) === undefined) return
  if (found.stack.isProtected && !found.standing) {
    throw new AppError('BLOCKED', text(
      `${found.stack.name} is protected, and nobody has approved that a pod is deleted: another person with the role approver or admin must do this here.`,
      `${found.stack.name}은(는) 보호된 스택이고 파드 삭제를 승인한 사람이 없습니다. 승인자나 관리자 역할을 가진 다른 사람이 여기서 직접 해야 합니다.`,
    ))
  }
  await requireApproval(tx, { plan, actor, choices: { acknowledge: [], force: [], remove: [], unstick: [object] } })
}
