// The sandbox's only node: it takes pods, starts them after a while or says why they do not start, and ends those being deleted.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { apiTime } from './api.ts'
import type { Condition } from './conditions.ts'
import { withConditions } from './conditions.ts'
import type { Cluster } from './cluster.ts'
import { writeStatus } from './cluster.ts'
import { itemsAt, mapAt, numberAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isReady, isTerminating } from './owned.ts'

/** Reads one object beside the pod, in its namespace: the Secret or ConfigMap that it mounts. */
export type ReadBeside = (kind: string, name: string) => KubeObject | undefined

/**
 * What becomes of a pod that is started: it runs and is ready, it runs and is not, its container ends (`log` is what it said), its
 * image is not there, or its container cannot even be made.
 */
export type PodStart =
  | { state: 'ready' }
  | { state: 'unready'; message: string }
  | { state: 'crash'; log: string; exitCode: number }
  | { state: 'no-image'; message: string }
  | { state: 'waiting'; reason: string; message: string }
export type PodStarts = (pod: KubeObject, read: ReadBeside) => PodStart

export type Kubelet = {
  /** Brings every pod to its state of now; gives the time in milliseconds at which the next one is due. */
  run: () => number | undefined
  log: (pod: KubeObject) => string
}

const NODE = 'sandbox'
/** The longest time between two attempts at a pod, counted in the time that a start takes. */
const LONGEST_BACKOFF = 200
/** For what a pod waits for, which somebody may well be about to make. */
const LONGEST_WAIT = 8

export function createKubelet({ rollMs, podStarts, ...cluster }: Cluster & { rollMs: number; podStarts: PodStarts }): Kubelet {
  const { store, now } = cluster
  /** When a pod is looked at next, by uid. Pods of an earlier start of the sandbox are looked at once more. */
  const due = new Map<Json, number>()
  /** How often a pod was tried to be started, by uid. */
  const tried = new Map<Json, number>()
  const kind = kindNamed('Pod')
  const started = (pod: KubeObject): PodStart => podStarts(pod, (besideKind, name) => store.get(kindNamed(besideKind), pod.metadata.namespace, name))

  function attend(pod: KubeObject): void {
    const uid = pod.metadata.uid ?? ''
    const at = due.get(uid)
    if (isTerminating(pod)) {
      // Marked by a second entry, so that ending takes its time even for a pod that was due.
      const ending = `${String(uid)} ending`
      if (!due.has(ending)) due.set(ending, now() + rollMs / 3)
      else if ((due.get(ending) ?? 0) <= now()) {
        due.delete(ending)
        due.delete(uid)
        store.remove(pod)
      }
      return
    }
    if (textAt(pod, 'spec', 'nodeName') === '') {
      due.set(uid, now() + rollMs)
      store.put({ ...pod, spec: { ...mapAt(pod, 'spec'), nodeName: NODE }, status: scheduledStatus(pod) })
      return
    }
    if (isReady(pod)) return
    if (at === undefined) due.set(uid, now() + rollMs)
    else if (at <= now()) start(pod, uid)
  }

  function scheduledStatus(pod: KubeObject): JsonObject {
    const scheduled: Condition[] = [{ type: 'PodScheduled', status: 'True', reason: '', message: '' }]
    return {
      ...mapAt(pod, 'status'), qosClass: isBestEffort(pod) ? 'BestEffort' : 'Burstable', startTime: apiTime(now()), hostIP: '127.0.0.1', podIP: podAddress(pod), podIPs: [{ ip: podAddress(pod) }],
      conditions: withConditions(pod, scheduled, apiTime(now())),
      containerStatuses: itemsAt(pod, 'spec', 'containers').map((container): JsonObject => ({
        ...containerIdentity(container), ready: false, started: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } },
      })),
    }
  }

  function start(pod: KubeObject, uid: Json): void {
    const outcome = started(pod)
    const restarts = numberAt(itemsAt(pod, 'status', 'containerStatuses')[0], 'restartCount') ?? 0
    const failures = (tried.get(uid) ?? 0) + 1
    tried.set(uid, failures)
    if (outcome.state === 'ready') due.delete(uid)
    else due.set(uid, now() + rollMs * Math.min(outcome.state === 'waiting' ? LONGEST_WAIT : LONGEST_BACKOFF, 2 ** failures))
    writeStatus(cluster, pod, { status: statusAfter(pod, outcome, restarts), manager: 'kubelet' })
  }

  function statusAfter(pod: KubeObject, outcome: PodStart, restarts: number): JsonObject {
    const at = apiTime(now())
    const isUp = outcome.state === 'ready'
    const unready = (type: string): Condition => ({
      type, status: 'False', reason: 'ContainersNotReady',
      message: `containers with unready status: [${itemsAt(pod, 'spec', 'containers').map(({ name }) => String(name)).join(' ')}]`,
    })
    const up = (type: string): Condition => ({ type, status: 'True', reason: '', message: '' })
    return {
      ...mapAt(pod, 'status'),
      phase: outcome.state === 'no-image' || outcome.state === 'waiting' ? 'Pending' : 'Running',
      conditions: withConditions(pod, [up('Initialized'), isUp ? up('Ready') : unready('Ready'), isUp ? up('ContainersReady') : unready('ContainersReady')], at),
      containerStatuses: itemsAt(pod, 'spec', 'containers').map((container): JsonObject => ({
        ...containerIdentity(container), ready: isUp, ...containerState(outcome, restarts, at),
      })),
    }
  }

  return {
    run() {
      const pods = store.list(kind)
      const uids = new Set(pods.map(({ metadata }) => String(metadata.uid)))
      for (const uid of due.keys()) if (!uids.has(String(uid).replace(' ending', ''))) due.delete(uid)
      for (const uid of tried.keys()) if (!uids.has(String(uid))) tried.delete(uid)
      for (const pod of pods) attend(pod)
      return [...due.values()].reduce<number | undefined>((least, time) => Math.min(least ?? time, time), undefined)
    },
    log: (pod) => {
      const outcome = started(pod)
      return outcome.state === 'crash' ? outcome.log : ''
    },
  }
}

function isBestEffort(pod: KubeObject): boolean {
  return itemsAt(pod, 'spec', 'containers').every(({ resources }) => Object.keys(mapAt(resources)).length === 0)
}

function containerIdentity(container: JsonObject): JsonObject {
  const image = textAt(container, 'image')
  return { name: textAt(container, 'name'), image, imageID: image }
}

function containerState(outcome: PodStart, restarts: number, at: string): JsonObject {
  switch (outcome.state) {
    case 'ready':
    case 'unready':
      return { started: true, restartCount: restarts, state: { running: { startedAt: at } } }
    case 'crash':
      return {
        started: false, restartCount: restarts + 1,
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' } },
        lastState: { terminated: { exitCode: outcome.exitCode, reason: 'Error', startedAt: at, finishedAt: at } },
      }
    case 'no-image':
      return { started: false, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff', message: outcome.message } } }
    case 'waiting':
      return { started: false, restartCount: 0, state: { waiting: { reason: outcome.reason, message: outcome.message } } }
  }
}

/** Addresses need not be unique over time, only look right and stay the same for a pod. */
function podAddress(pod: KubeObject): string {
  const digits = Number.parseInt(String(pod.metadata.uid ?? '0').slice(0, 4), 16)
  return `10.244.${digits % 250}.${Math.floor(digits / 250) % 250 + 1}`
}
