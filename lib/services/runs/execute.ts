// Carries out a run: objects in order by server-side apply, a readiness gate after each workload that changes, a stop at the first failure.
import 'server-only'
import type { Actor } from '../../auth/actor.ts'
import type { PlanRow } from '../../db/plans.ts'
import type { RunRow } from '../../db/runs.ts'
import type { StackRow } from '../../db/stacks.ts'
import { env } from '../../env.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { log } from '../../log.ts'
import type { ObjectChange } from '../../manifest/change.ts'
import { redactText } from '../../manifest/redact.ts'
import { chosenSteps, type PlanStep } from '../../manifest/step.ts'
import { objectId, type KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { withChecksum } from '../../manifest/config-checksum.ts'
import { markOf, withMark } from '../../manifest/revision-mark.ts'
import { inNamespace, refOf } from '../../manifest/target.ts'
import { finish } from './finish.ts'
import { failureText, successText } from './outcome.ts'
import { record, RunClosed, type Recorder } from './recorder.ts'
import { waitUntilReady } from './wait-until-ready.ts'

type Work = { run: RunRow; plan: PlanRow; stack: StackRow; spec: StackSpec; cluster: Cluster; actor: Actor }

/** Runs to the end and closes the run. Never throws: what it cannot save is found by the missing heartbeat. */
export async function execute({ run, plan, stack, spec, cluster, actor }: Work): Promise<void> {
  const recorder = record(run.id, run.objects)
  try {
    const changes = new Map(plan.objects.map((change) => [change.object, change]))
    const failed = await carryOut(chosenSteps(plan.steps, run.choices), { recorder, cluster, objects: byId(spec), changes, namespace: stack.namespace, revision: run.revision })
    const objects = recorder.objects()
    await finish(actor, {
      runId: run.id, status: failed ? 'failed' : 'succeeded', objects, message: failed ? failureText(objects) : successText(run.revision, objects),
    })
  } catch (error) {
    if (error instanceof RunClosed) log.warn({ runId: run.id }, 'the run was closed by someone else')
    else log.error({ err: error, runId: run.id }, 'the run could not be carried to its end')
  } finally {
    recorder.end()
  }
}

type Means = {
  recorder: Recorder; cluster: Cluster; objects: ReadonlyMap<string, KubeObject>; changes: ReadonlyMap<string, ObjectChange>; namespace: string; revision: number
}

/** Gives whether it stopped at a failure; what was not reached is skipped then. */
async function carryOut(steps: readonly PlanStep[], means: Means): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    if (await applyOne(step, means)) continue
    for (const unreached of steps.slice(index + 1)) await means.recorder.set(unreached.object, { status: 'skipped' })
    return true
  }
  return false
}

function byId(spec: StackSpec): Map<string, KubeObject> {
  return new Map(orderedObjects(spec).map((object) => [objectId(object), object]))
}

/** Applies one object and waits for it. Gives false when it failed. */
async function applyOne({ object: id, gate, checksum }: PlanStep, { recorder, cluster, objects, changes, namespace, revision }: Means): Promise<boolean> {
  const object = objects.get(id)
  if (!object) throw new Error(`the plan has a step for ${id}, which its revision does not render`)
  const isChanging = changes.get(id)?.verdict !== 'unchanged'
  const target = inNamespace(object, namespace)
  const failed = async (message: Text): Promise<false> => {
    await recorder.set(id, { status: 'failed', message, finishedAt: now() })
    return false
  }
  await recorder.set(id, { status: 'applying', startedAt: now() })
  let applied: KubeObject
  try {
    // What does not change is applied too, so that its fields are ours from now on; its mark stays as it is.
    const mark = isChanging ? String(revision) : markOf(await cluster.get(refOf(target)))
    applied = await cluster.apply(withChecksum(withMark(target, mark), checksum), { dryRun: false, force: false })
  } catch (error) {
    return failed(reasonOf(error))
  }
  if (gate === 'rollout') {
    await recorder.set(id, { status: 'waiting' })
    const { gateTimeoutMs, gatePollMs } = env()
    const late = await waitUntilReady(cluster, applied, {
      timeoutMs: gateTimeoutMs, pollMs: gatePollMs, tell: (ready, message) => recorder.set(id, { ready, message }),
    }).catch((error: unknown) => { if (error instanceof AppError) return reasonOf(error); throw error })
    if (late) return failed(lateText(late, gateTimeoutMs))
  }
  await recorder.set(id, { status: isChanging ? 'done' : 'unchanged', finishedAt: now() })
  return true
}

/** Why the API server did not take an object; a defect of ours is logged and not shown. */
function reasonOf(error: unknown): Text {
  if (!(error instanceof AppError)) throw error
  const { en, ko } = sentenceOf(error)
  return text(redactText(en), redactText(ko))
}

function lateText(why: Text, timeoutMs: number): Text {
  const seconds = timeoutMs / 1000
  return text(`It was applied and did not become ready within ${seconds} s: ${why.en}.`, `적용했지만 ${seconds}초 안에 준비되지 않았습니다: ${why.ko}.`)
}

function now(): string {
  return new Date().toISOString()
}
