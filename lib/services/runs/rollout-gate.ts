// The gate after a workload: its change has reached every pod, all are available and stay so. Why it does not open is read live.
import { once } from 'node:events'
import { AppError, sentenceOf } from '../../errors.ts'
import type { Cluster } from '../../kube/cluster.ts'
import { stringAt } from '../../manifest/fields.ts'
import { isRolledOut, workloadHealth } from '../../manifest/health.ts'
import { isOwnedBy, isPodReady, newestRevision, podsProgress } from '../../manifest/pod-progress.ts'
import { calmAt, stillToWait, type Calm } from '../../manifest/stability.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { text, type Text } from '../../text.ts'
import { refOf } from '../../manifest/target.ts'
import type { GateEnd, GateTimes } from './gate.ts'
import type { ObjectResult, Recorder } from './recorder.ts'
import { unstick } from './unstick-pod.ts'
import { trouble, type Trouble } from './trouble.ts'

/** `before`: the uids and restarts of the pods that were there before the change, where they were looked at. */
export type RolloutGate = GateTimes & { id: string; recorder: Recorder; runId: string; before?: string }

/**
 * Watches a workload until it is rolled out and stable, telling how far it is. A cluster that does not answer for a while is waited for as
 * well. Throws LeaseLost.
 */
export async function rolloutGate(cluster: Cluster, workload: KubeObject, gate: RolloutGate): Promise<GateEnd> {
  const deadline = performance.now() + gate.timeoutMs
  const { signal, cancelled } = gate.recorder
  const seen: Seen = { hopelessSince: undefined, unready: new Map(), calm: undefined, told: '', why: undefined }
  let last: Text = text('nothing was seen of it', '아무것도 확인하지 못했습니다')
  for (;;) {
    signal.throwIfAborted()
    if (cancelled.aborted) return { end: 'left' }
    let look: Look | undefined
    try {
      look = await lookAt(cluster, workload, { gate, seen })
      last = look.message
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'UPSTREAM')) throw error
      last = sentenceOf(error)
      await tell(gate, seen, { message: last })
    }
    if (look?.end) return look.end
    if (cancelled.aborted) return { end: 'left' }
    const now = performance.now()
    if (now + Math.min(gate.pollMs, look?.waitMs ?? gate.pollMs) > deadline) return { end: 'late', why: seen.why ?? last }
    const withinMs = Math.min(gate.pollMs, look?.waitMs ?? gate.pollMs)
    await untilChanged(cluster, workload, { since: look?.version, withinMs, stop: AbortSignal.any([signal, cancelled]) })
  }
}

/** `why`: the newest trouble; a container that has just begun again looks well, and is not. */
type Seen = { hopelessSince: number | undefined; unready: ReadonlyMap<string, number>; calm: Calm | undefined; told: string; why: Text | undefined }
type Look = { message: Text; version?: unknown; end?: GateEnd; waitMs?: number }

async function lookAt(cluster: Cluster, workload: KubeObject, { gate, seen }: { gate: RolloutGate; seen: Seen }): Promise<Look> {
  const live = await cluster.get(refOf(workload))
  if (!live) {
    const message = workloadHealth(undefined).message
    await tell(gate, seen, { message })
    return { message }
  }
  const pods = await cluster.podsOf(live)
  const sets = live.kind === 'Deployment' ? await cluster.list('apps/v1', 'ReplicaSet', live.metadata.namespace).catch(noneIfForbidden) : []
  const clock = performance.now()
  const progress = podsProgress(live, pods, newestRevision(live, sets), longUnready(pods, { seen, clock, hopelessMs: gate.hopelessMs }))
  const { ready: now, want, message } = workloadHealth(live, pods)
  const result: ObjectResult = { ready: { now, want }, message, pods: progress }
  const version = live.metadata.resourceVersion
  const going = want === 0 ? stillRunning(live, { pods, sets }) : []
  const isDone = isRolledOut(live) && going.length === 0
  seen.calm = calmAt(seen.calm, progress, { now: clock, isRolledOut: isDone })

  if (isDone) {
    seen.why = undefined
    const waitMs = gate.before === seen.calm.key ? 0 : stillToWait(seen.calm, { now: clock, stableMs: gate.stableMs })
    if (waitMs === 0) {
      await tell(gate, seen, { ...result, log: undefined })
      return { message, end: { end: 'open' } }
    }
    const seconds = Math.ceil(waitMs / 1000)
    const calm = text(`ready; it must stay so for ${seconds} s more`, `준비되었습니다. ${seconds}초 더 그대로여야 합니다`)
    // The seconds are not told one by one: that would be a save each.
    await tell(gate, seen, { ...result, log: undefined, message: text('ready; watching whether it stays so', '준비되었습니다. 그대로 유지되는지 보고 있습니다') })
    return { message: calm, version, waitMs }
  }

  const stuck = await unstick(cluster, { live, pods, progress, gate })
  if (stuck) {
    await tell(gate, seen, { ...result, message: stuck.message, ...(stuck.log ? { log: stuck.log } : {}) })
    return { message: stuck.message, version }
  }
  if (going.length > 0) {
    const names = going.map(({ metadata: { name } }) => name).join(', ')
    const ending = text(`waiting until ${names} has ended`, `${names}이(가) 종료되기를 기다립니다`)
    await tell(gate, seen, { ...result, message: ending })
    return { message: ending, version }
  }
  const why = await trouble(cluster, { live, pods, progress, sets })
  seen.why = why?.message ?? seen.why
  await tell(gate, seen, { ...result, ...(why ? { message: why.message } : {}), log: why?.log })
  return { message: why?.message ?? message, version, ...endOf(why, { seen, gate, clock }) }
}

/**
 * Pods of a workload scaled to zero that may still do something. The status of a Deployment leaves out those that are ending, and a compactor
 * takes minutes to: whoever waits for it to go must not start beside it. One that was evicted stays and runs no more.
 * Source: k8s.io/kubernetes, pkg/controller/replicaset/replica_set.go (FilterActivePods).
 */
function stillRunning(live: KubeObject, { pods, sets }: { pods: readonly KubeObject[]; sets: readonly KubeObject[] }): KubeObject[] {
  const owners = live.kind === 'Deployment' ? sets.filter((set) => isOwnedBy(set, live)) : [live]
  return pods.filter((pod) => {
    const phase = stringAt(pod, 'status', 'phase')
    return phase !== 'Succeeded' && phase !== 'Failed' && (owners.length === 0 || owners.some((owner) => isOwnedBy(pod, owner)))
  })
}

/** The uids of pods that were not ready in any look for as long as what is hopeless is given; by our own clock, from the first look on. */
function longUnready(pods: readonly KubeObject[], { seen, clock, hopelessMs }: { seen: Seen; clock: number; hopelessMs: number }): Set<string> {
  seen.unready = new Map(pods.filter((pod) => !isPodReady(pod)).map(({ metadata: { uid } }) => [String(uid), seen.unready.get(String(uid)) ?? clock]))
  return new Set([...seen.unready].filter(([, since]) => clock - since >= hopelessMs).map(([uid]) => uid))
}

/** What never comes is not waited for to the end; what may yet change is given a while. */
function endOf(why: Trouble | undefined, { seen, gate, clock }: { seen: Seen; gate: RolloutGate; clock: number }): { end?: GateEnd } {
  if (why?.isFinal === true) return { end: { end: 'hopeless', why: why.message } }
  if (why?.isHopeless !== true) {
    seen.hopelessSince = undefined
    return {}
  }
  seen.hopelessSince ??= clock
  return clock - seen.hopelessSince >= gate.hopelessMs ? { end: { end: 'hopeless', why: why.message } } : {}
}

/** Saves what is new; what is as it was costs no save. */
async function tell({ id, recorder }: RolloutGate, seen: Seen, result: ObjectResult): Promise<void> {
  const told = JSON.stringify(result)
  if (told === seen.told) return recorder.check()
  seen.told = told
  return recorder.set(id, result)
}

/** Without them every pod counts as new: less is known, and nothing wrong is said. */
function noneIfForbidden(error: unknown): KubeObject[] {
  if (error instanceof AppError && error.code === 'FORBIDDEN') return []
  throw error
}

type Changed = { since: unknown; withinMs: number; stop: AbortSignal }

/** Resolves as soon as the workload changes after a version that was read, and at the latest after a while: not every account may watch. */
async function untilChanged(cluster: Cluster, { apiVersion, kind, metadata: { name, namespace } }: KubeObject, { since, withinMs, stop }: Changed): Promise<void> {
  const late = AbortSignal.any([AbortSignal.timeout(Math.ceil(withinMs)), stop])
  if (late.aborted) return
  const pause = once(late, 'abort')
  const changed = async (): Promise<unknown> => {
    if (typeof since !== 'string') return pause
    const events = cluster.watch(apiVersion, kind, namespace, { fieldSelector: `metadata.name=${name}`, resourceVersion: since, signal: late })
    for await (const { type } of events) if (type !== 'BOOKMARK') return undefined
    return pause
  }
  await Promise.race([pause, changed().catch(() => pause)])
}
