// Carries out a run: takes its lease, does the steps of its plan in order, stops at the first failure, and closes it. Whoever comes after
// someone who went away goes on from the results that were saved.
import 'server-only'
import { db } from '../../db/client.ts'
import { findPlan } from '../../db/plans.ts'
import { findRevision } from '../../db/revisions.ts'
import { claimRun, type Claim, type RunRow } from '../../db/runs.ts'
import { findStack } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'
import type { RunObject } from '../../manifest/progress.ts'
import { text, type Text } from '../../text.ts'
import { mapBounded } from '../bounded.ts'
import { clusterOf } from '../connections/resolve.ts'
import { carrierOf, finish } from './finish.ts'
import { gateTimes } from './gate.ts'
import { interrupt } from './interrupt.ts'
import { cancelText, failureText, notBegunText, successText } from './outcome.ts'
import { LeaseLost, record, type ObjectResult, type Recorder } from './recorder.ts'
import { noteResumed, whyElsewhere, whyNotResumed } from './resume.ts'
import { carryStep, leftAtGate, reasonOf, tellLimits, type Ended, type Means } from './step-out.ts'
import { groupsOf } from './step-groups.ts'
import { noteSettled } from './settled.ts'
import { stepsOf, type Step } from './steps.ts'

/** Objects under way at a time, of those that do not wait for each other. */
const AT_ONCE = 8
const OVER: ReadonlySet<RunObject['status']> = new Set(['done', 'unchanged', 'failed', 'skipped'])

/**
 * Does nothing when the run has ended, or is carried out by someone else. Never throws: what it cannot save is found by its silence. `isLooked` where
 * this very process has just seen that the cluster is the plan's.
 */
export async function carryOut(runId: string, replica: string, { isLooked }: { isLooked: boolean }): Promise<void> {
  const { runLeaseMs: leaseMs } = env()
  const claim = await claimRun(db(), runId, { owner: replica, leaseMs }).catch((error: unknown) => { log.warn({ err: error, runId }, 'a run could not be taken') })
  if (!claim) return
  const recorder = record(claim.run, { leaseMs })
  try {
    await goOn(claim, recorder, isLooked)
  } catch (error) {
    if (error instanceof LeaseLost || recorder.signal.aborted) log.warn({ runId, replica, epoch: claim.run.epoch }, 'the run is not carried out here any more')
    else await giveUp(claim, recorder, error)
  } finally {
    recorder.end()
  }
}

async function goOn(claim: Claim, recorder: Recorder, isLooked: boolean): Promise<void> {
  const { run, wasOwned, silentMs } = claim
  const { plan, stack, spec } = await recorder.persist(async () => ({
    plan: await findPlan(db(), run.planId), stack: await findStack(db(), { id: run.stackId }), spec: (await findRevision(db(), run.stackId, run.revision))?.spec,
  }))
  if (!plan || !stack || !spec) throw new Error(`run ${run.id} has lost its plan, stack or revision`)
  const { writeTimeoutMs: timeoutMs, writePatienceMs: patienceMs } = env()
  // Nobody waits for its reads: they may take as long as its writes.
  const cluster = clusterOf(run.target?.connection ?? stack.connection, { timeoutMs })
  const steps = stepsOf({ plan, stack, spec, choices: run.choices })
  const world = { plan, stack, steps, cluster: cluster.readingUntil(recorder.signal) }
  if (wasOwned || silentMs > env().runLeaseMs) {
    const why = await patiently(recorder, () => whyNotResumed(claim, world))
    if (why) {
      await recorder.persist(() => interrupt(run, why))
      return
    }
    await recorder.persist(() => noteResumed(claim))
  } else if (!isLooked) {
    // The same context may lead this replica elsewhere than the one that computed the plan.
    const why = await patiently(recorder, () => whyElsewhere(run, world)).catch(refusalOf)
    if (why) {
      await close(run, recorder, { status: 'failed', objects: run.objects.map((object) => ({ ...object, status: 'skipped' })), message: notBegunText(why) })
      return
    }
  }
  const means: Means = { recorder, cluster: cluster.readingUntil(recorder.cancelled), runId: run.id, times: gateTimes(stack), writing: { timeoutMs, patienceMs } }
  tellLimits(steps, means)
  await noteSettled(steps, means)
  const ended = await carrySteps(steps, means)
  const objects = recorder.objects()
  const by = recorder.cancelledBy() ?? '?'
  const message = { succeeded: () => successText(run.revision, objects), failed: () => failureText(objects), cancelled: () => cancelText(by, objects) }[ended]()
  await close(run, recorder, { status: ended, objects, message })
}

async function close(run: RunRow, recorder: Recorder, end: Omit<Parameters<typeof finish>[1], 'runId' | 'epoch'>): Promise<void> {
  await recorder.persist(async () => {
    await finish(carrierOf(run), { runId: run.id, epoch: run.epoch, ...end }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'CONFLICT') throw new LeaseLost(error.message)
      throw error
    })
  })
}

/** The words of what the cluster says no with, or does not say; a defect of ours goes on. */
function refusalOf(error: unknown): Text {
  if (error instanceof AppError) return withoutStop(reasonOf(error))
  throw error
}

function withoutStop({ en, ko }: Text): Text {
  return text(en.replace(/\.$/, ''), ko.replace(/\.$/, ''))
}

/** What was not reached is skipped. A step that is done already is passed over. */
async function carrySteps(steps: readonly Step[], means: Means): Promise<'succeeded' | 'failed' | 'cancelled'> {
  const { recorder } = means
  const isOver = ({ id }: Step): boolean => OVER.has(recorder.objects().find(({ object }) => object === id)?.status ?? 'pending')
  for (const group of groupsOf(steps.filter((step) => !isOver(step)))) {
    const halt = new AbortController()
    const ends = await mapBounded(group, AT_ONCE, async (step): Promise<Ended> => {
      if (recorder.cancelled.aborted || halt.signal.aborted) return 'left'
      const end = await carryStep(step, means)
      if (end !== 'done') halt.abort()
      return end
    })
    if (ends.every((end) => end === 'done')) continue
    for (const step of steps.filter((each) => !isOver(each))) recorder.note(step.id, unreached(step, recorder.objects().find(({ object }) => object === step.id)))
    return ends.includes('failed') ? 'failed' : 'cancelled'
  }
  return 'succeeded'
}

/** A step that an earlier holder had applied, and that was not waited for any more, was reached. What is as asked already needed no reaching. */
function unreached(step: Step, object: RunObject | undefined): ObjectResult {
  if (object?.isApplied === true) return leftAtGate()
  return { status: step.action === 'apply' && !step.isChanging ? 'unchanged' : 'skipped' }
}

/** The cluster may be away at the very moment at which a run is taken over; nothing was written yet, so it is asked until the lease ends. */
async function patiently<Value>(recorder: Recorder, ask: () => Promise<Value>): Promise<Value> {
  const deadline = performance.now() + env().writePatienceMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'UPSTREAM') || performance.now() > deadline) throw error
      await recorder.pause(env().gatePollMs)
    }
  }
}

/** A defect of ours, or a cluster that never answered: told as it is, and not tried again and again. */
async function giveUp({ run }: Claim, recorder: Recorder, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) log.error({ err: error, runId: run.id }, 'the run could not be carried to its end')
  const why = error instanceof AppError ? reasonOf(error) : text(`Gauntlet has a defect; its log has the reason under run ${run.id}`, `Gauntlet의 결함입니다. 로그에 실행 ${run.id}(으)로 이유가 남아 있습니다`)
  await recorder.persist(() => interrupt(run, withoutStop(why))).catch((cause: unknown) => { log.error({ err: cause, runId: run.id }, 'the run could not be closed') })
}
