// One step of a run: one object applied or deleted, its gate waited for, its result saved.
import { optional } from '../../db/json.ts'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster, Sending } from '../../kube/cluster.ts'
import { podsProgress } from '../../manifest/pod-progress.ts'
import { redactText } from '../../manifest/redact.ts'
import { calmAt } from '../../manifest/stability.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { asSentence, doubting } from '../doubt.ts'
import type { GateEnd, GateTimes } from './gate.ts'
import { goneGate } from './gone-gate.ts'
import { RunStopped, type ObjectResult, type Recorder } from './recorder.ts'
import { refreshGate } from './refresh-gate.ts'
import { refuseUnseenChange, refuseUnseenOwners } from './reviewed.ts'
import { rolloutGate } from './rollout-gate.ts'
import type { ApplyStep, DeleteStep, Step } from './steps.ts'

export type Means = {
  recorder: Recorder; cluster: Cluster; runId: string; times: GateTimes
  /** How long one write may take, and for how long it is tried again, in milliseconds. */
  writing: { timeoutMs: number; patienceMs: number }
}
/** `isFirst`: nobody has begun the step before, so that the pods which are there have not seen its change. */
type StepMeans = Means & { isFirst: boolean }
export type Ended = 'done' | 'failed' | 'left'

/** Throws LeaseLost, and nothing else: what the cluster refuses is the result of the object. */
export async function carryStep(step: Step, given: Means): Promise<Ended> {
  const { recorder } = given
  const { startedAt, status } = recorder.objects().find(({ object }) => object === step.id) ?? {}
  const means: StepMeans = { ...given, times: timesOf(step, given), isFirst: status === 'pending' }
  await recorder.set(step.id, { status: 'applying', startedAt: startedAt ?? now() })
  let gate: GateEnd
  try {
    gate = step.action === 'delete' ? await carryDelete(step, means) : await carryApply(step, means)
  } catch (error) {
    if (error instanceof RunStopped && !recorder.signal.aborted) {
      if (recorder.objects().find(({ object }) => object === step.id)?.isApplied === true) await recorder.set(step.id, leftAtGate())
      return 'left'
    }
    if (recorder.signal.aborted || !(error instanceof AppError)) throw error
    await recorder.set(step.id, { status: 'failed', message: reasonOf(error), finishedAt: now() })
    return 'failed'
  }
  switch (gate.end) {
    case 'open':
      // Saved with what is done next: nothing is, before a save.
      recorder.note(step.id, { status: step.action === 'apply' && !step.isChanging ? 'unchanged' : 'done', finishedAt: now(), isApplied: true, message: gate.message, ...optional('untold', gate.untold) })
      return 'done'
    case 'left':
      await recorder.set(step.id, leftAtGate())
      return 'left'
    case 'late':
    case 'hopeless':
      await recorder.set(step.id, { status: 'failed', message: gateText(gate, means.times), finishedAt: now() })
      return 'failed'
  }
}

/** Says of each step how long it may be waited for. What was said when the run began holds for whoever goes on with it. */
export function tellLimits(steps: readonly Step[], { recorder, times }: Means): void {
  const told = new Set(recorder.objects().filter(({ waitsMostMs }) => waitsMostMs !== undefined).map(({ object }) => object))
  for (const { id, gate } of steps) if (gate !== 'none' && !told.has(id)) recorder.note(id, { waitsMostMs: times.timeoutMs })
}

function timesOf({ id, gate }: Step, { recorder, times }: Means): GateTimes {
  const told = recorder.objects().find(({ object }) => object === id)?.waitsMostMs
  // A file is waited for as long as the kubelet takes, which is nobody's to choose.
  return gate === 'refresh' || told === undefined ? times : { ...times, timeoutMs: told }
}

const NOT_KNOWN = text('It is not known whether it was applied.', '적용되었는지는 알 수 없습니다.')

async function carryApply(step: ApplyStep, { recorder, cluster, runId, times, writing, isFirst }: StepMeans): Promise<GateEnd> {
  const send = sending(recorder, writing)
  const needsLive = !step.isChanging || step.isForced || step.gate === 'rollout'
  const live = needsLive ? await cluster.get(step.ref, send) : undefined
  const before = isFirst && step.gate === 'rollout' && live ? await calmKey(cluster, live, send) : undefined
  if (step.isForced) await refuseUnseenOwners(cluster, step, { live, send })
  const applied = await doubting(() => cluster.apply(step.desired(live), { dryRun: false, force: step.isForced, ...send }), NOT_KNOWN)
  if (step.gate === 'none') return { end: 'open' }
  await recorder.set(step.id, { status: 'waiting', isApplied: true, waitsSince: now() })
  if (step.gate === 'refresh') return refreshGate(cluster, applied, { ...times, id: step.id, recorder })
  return rolloutGate(cluster, applied, { ...times, id: step.id, recorder, runId, ...(before === undefined ? {} : { before }) })
}

/** Which pods there are: a change that replaces none of them needs no watching. */
async function calmKey(cluster: Cluster, live: KubeObject, send: Sending): Promise<string> {
  return calmAt(undefined, podsProgress(live, await cluster.podsOf(live, send), undefined), { now: 0, isRolledOut: true }).key
}

async function carryDelete(step: DeleteStep, { recorder, cluster, times, writing }: Means): Promise<GateEnd> {
  const send = sending(recorder, writing)
  const live = await cluster.get(step.ref, send)
  const seen = recorder.objects().find(({ object }) => object === step.id)?.uid
  const uid = live?.metadata.uid
  if (live && typeof uid === 'string') {
    if (seen !== undefined && seen !== uid) throw new AppError('CONFLICT', text('Someone made it anew while it was deleted; it was left alone.', '삭제하는 동안 다른 쪽에서 다시 만들어서 그대로 두었습니다.'))
    refuseUnseenChange(step, live)
    await recorder.set(step.id, { uid })
    await doubting(() => cluster.remove(step.ref, { uid, ...send }), NOT_KNOWN)
  }
  if (step.gate === 'none') return { end: 'open' }
  await recorder.set(step.id, { status: 'waiting', isApplied: true, waitsSince: now() })
  return goneGate(cluster, live ?? step.orphan, { ...times, id: step.id, recorder })
}

/** What is said of an object whose gate somebody left by stopping the run. */
export function leftAtGate(): ObjectResult {
  return { status: 'done', isUnwaited: true, finishedAt: now(), message: text('It was applied; whether it became ready was not waited for.', '적용했습니다. 준비될 때까지 기다리지는 않았습니다.') }
}

/** A write is given the time that it needs, waits trouble out, ends with the lease, and says to the cluster's own audit whose it is. */
function sending({ signal, held: { id, epoch } }: Recorder, writing: Means['writing']): Sending {
  return { signal, ...writing, agent: `gauntlet (run ${id}, epoch ${epoch})` }
}

/** Why the API server did not take an object; a defect of ours is logged and not shown. */
export function reasonOf(error: AppError): Text {
  const { en, ko } = sentenceOf(error)
  return text(redactText(en), redactText(ko))
}

function gateText({ end, why }: Extract<GateEnd, { why: Text }>, { timeoutMs }: GateTimes): Text {
  if (end === 'hopeless') return text(`It was applied and does not become ready by itself: ${asSentence(why.en)}`, `적용했지만 저절로 준비되지 않습니다: ${asSentence(why.ko)}`)
  const seconds = timeoutMs / 1000
  return text(`It was applied and did not become ready within ${seconds} s: ${asSentence(why.en)}`, `적용했지만 ${seconds}초 안에 준비되지 않았습니다: ${asSentence(why.ko)}`)
}

function now(): string {
  return new Date().toISOString()
}
