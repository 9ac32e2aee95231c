// The sandbox's only node: it takes pods, starts them after a while or says why they do not start, and ends those being deleted.
import type { Json, KubeObject } from '../manifest/types.ts'
import { apiTime } from './api-time.ts'
import type { Cluster } from './cluster.ts'
import { writeStatus } from './cluster.ts'
import type { Told } from './events.ts'
import { tellEvent } from './events.ts'
import { itemsAt, mapAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isReady, isTerminating } from './owned.ts'
import type { PodStart, PodStarts } from './pod-start.ts'
import { finalizersOf } from './removal.ts'
import { endedStatus, formatPod, hasEnded, pendingStatus, scheduledStatus, startedStatus } from './pod-status.ts'
import { NODE, whyUnschedulable } from './scheduler.ts'

export type Kubelet = {
  /** Brings every pod to its state of now; gives the time in milliseconds at which the next one is due. */
  run: () => number | undefined
  /** What would become of a pod that is started now. */
  outcome: (pod: KubeObject) => PodStart
}

/** The longest time between two attempts at a pod, counted in the time that a start takes. */
const LONGEST_BACKOFF = 200
/** For what a pod waits for, which somebody may well be about to make. */
const LONGEST_WAIT = 8
/** How long a pod that comes and goes stays up, counted in the same way. */
const UP = 4

export function createKubelet({ rollMs, podStarts, ...cluster }: Cluster & { rollMs: number; podStarts: PodStarts }): Kubelet {
  const { store, now } = cluster
  /** When a pod is looked at next, by uid. Pods of an earlier start of the sandbox are looked at once more. */
  const due = new Map<Json, number>()
  /** When a pod that is being deleted is gone, by uid. */
  const ends = new Map<Json, number>()
  /** How often a pod was tried to be started, by uid. */
  const tried = new Map<Json, number>()
  const kind = kindNamed('Pod')
  const outcome = (pod: KubeObject): PodStart => podStarts(pod, (beside, name) => store.get(kindNamed(beside), pod.metadata.namespace, name))
  const tell = (pod: KubeObject, told: Omit<Told, 'component'>): void => { tellEvent(cluster, pod, { component: 'kubelet', ...told }) }

  function attend(pod: KubeObject): void {
    const uid = pod.metadata.uid ?? ''
    const at = due.get(uid)
    if (isTerminating(pod)) end(pod, uid)
    else if (hasEnded(pod)) due.delete(uid)
    else if (textAt(pod, 'spec', 'nodeName') === '') {
      if (at === undefined || at <= now()) schedule(pod, uid)
    } else if (isReady(pod)) {
      // Only a pod that comes and goes, or comes to its end, has something due while it is ready.
      if (at !== undefined && at <= now()) fall(pod, uid)
    } else if (at === undefined) due.set(uid, now() + rollMs)
    else if (at <= now()) start(pod, uid)
  }

  function end(pod: KubeObject, uid: Json): void {
    const isHeld = finalizersOf(pod).length > 0
    const fate = outcome(pod)
    // What is held by finalizers alone goes with the last of them.
    if (isHeld && pod.metadata.deletionGracePeriodSeconds === 0) ends.delete(uid)
    else if (!ends.has(uid)) {
      ends.set(uid, now() + rollMs / 3)
      for (const container of itemsAt(pod, 'spec', 'containers')) tell(pod, { type: 'Normal', reason: 'Killing', message: `Stopping container ${textAt(container, 'name')}` })
    } else if ((ends.get(uid) ?? 0) > now()) return
    else if (fate.state === 'ready' && fate.isLost === true) ends.set(uid, now() + rollMs)
    else if (isHeld) store.put({ ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 0 }, status: endedStatus(pod, { exitCode: 0 }, apiTime(now())) })
    else store.remove(pod)
  }

  function schedule(pod: KubeObject, uid: Json): void {
    const fate = outcome(pod)
    const message = fate.state === 'unschedulable' ? fate.message : whyUnschedulable(pod, store)
    if (message !== undefined) {
      due.set(uid, now() + rollMs * LONGEST_WAIT)
      if (itemsAt(pod, 'status', 'conditions').every((condition) => condition.message !== message)) tellEvent(cluster, pod, { type: 'Warning', reason: 'FailedScheduling', message, component: 'default-scheduler' })
      writeStatus(cluster, pod, { status: pendingStatus(pod, message, apiTime(now())), manager: 'kube-scheduler' })
      return
    }
    due.set(uid, now() + rollMs)
    store.put({ ...pod, spec: { ...mapAt(pod, 'spec'), nodeName: NODE }, status: scheduledStatus(pod, apiTime(now())) })
    tellEvent(cluster, pod, { type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name} to ${NODE}`, component: 'default-scheduler' })
  }

  function start(pod: KubeObject, uid: Json): void {
    const [found, restarts] = [outcome(pod), textAt(pod, 'spec', 'restartPolicy')]
    const failures = (tried.get(uid) ?? 0) + 1
    tried.set(uid, failures)
    if (found.state === 'crash' && restarts === 'Never') {
      due.delete(uid)
      writeStatus(cluster, pod, { status: endedStatus(pod, found, apiTime(now())), manager: 'kubelet' })
      return
    }
    if (found.state === 'ready' && restarts === 'Always') due.delete(uid)
    else if (found.state === 'ready') due.set(uid, now() + rollMs * UP)
    else if (found.state === 'flap') due.set(uid, now() + (found.upMs ?? rollMs * UP))
    else due.set(uid, now() + rollMs * Math.min(found.state === 'waiting' ? LONGEST_WAIT : LONGEST_BACKOFF, 2 ** failures))
    writeStatus(cluster, pod, { status: startedStatus(pod, found, apiTime(now())), manager: 'kubelet' })
    for (const told of eventsOf(pod, found, failures)) tell(pod, told)
  }

  /** A pod that was up ends, and waits for its next start. */
  function fall(pod: KubeObject, uid: Json): void {
    const found = outcome(pod)
    if (found.state !== 'flap') {
      due.delete(uid)
      // What may end does its work and ends well; the program of a Job is not known here.
      if (textAt(pod, 'spec', 'restartPolicy') !== 'Always') writeStatus(cluster, pod, { status: endedStatus(pod, { exitCode: 0 }, apiTime(now())), manager: 'kubelet' })
      return
    }
    due.set(uid, now() + rollMs * Math.min(LONGEST_WAIT, 2 ** (tried.get(uid) ?? 1)))
    writeStatus(cluster, pod, { status: startedStatus(pod, { ...found, state: 'crash' }, apiTime(now())), manager: 'kubelet' })
    if (found.probe !== undefined) tell(pod, { type: 'Warning', reason: 'Unhealthy', message: found.probe })
    for (const told of eventsOf(pod, { ...found, state: 'crash' }, 2)) tell(pod, told)
  }

  return {
    outcome,
    run() {
      const pods = store.list(kind)
      const uids = new Set<Json>(pods.map(({ metadata }) => metadata.uid ?? ''))
      for (const times of [due, ends, tried]) for (const uid of times.keys()) if (!uids.has(uid)) times.delete(uid)
      for (const pod of pods) attend(pod)
      return [...due.values(), ...ends.values()].reduce<number | undefined>((least, time) => Math.min(least ?? time, time), undefined)
    },
  }
}

/** What a kubelet says of an attempt to start a pod. */
function eventsOf(pod: KubeObject, outcome: PodStart, attempt: number): Omit<Told, 'component'>[] {
  const containers = itemsAt(pod, 'spec', 'containers')
  const failing = 'container' in outcome && outcome.container !== undefined ? containers.filter(({ name }) => name === outcome.container) : containers
  const up = (started: typeof containers): Omit<Told, 'component'>[] => started.flatMap((container) => {
    const fieldPath = `spec.containers{${textAt(container, 'name')}}`
    return [
      { type: 'Normal', reason: 'Pulled', message: `Container image ${JSON.stringify(textAt(container, 'image'))} already present on machine`, fieldPath },
      { type: 'Normal', reason: 'Created', message: `Container created`, fieldPath },
      { type: 'Normal', reason: 'Started', message: `Container started`, fieldPath },
    ]
  })
  const warn = (reason: string, message: (container: string, image: string) => string): Omit<Told, 'component'>[] => failing.map((container) => ({
    type: 'Warning', reason, message: message(textAt(container, 'name'), textAt(container, 'image')), fieldPath: `spec.containers{${textAt(container, 'name')}}`,
  }))
  switch (outcome.state) {
    case 'ready':
    case 'flap': return up(containers)
    case 'unready': return [...(attempt === 1 ? up(containers) : []), ...warn('Unhealthy', () => outcome.message)]
    case 'crash': return [...up(containers), ...(attempt > 1 ? warn('BackOff', (name) => `Back-off restarting failed container ${name} in pod ${formatPod(pod)}`) : [])]
    case 'no-image': return [...warn('Failed', (_, image) => `Failed to pull image ${JSON.stringify(image)}: not found`), ...warn('BackOff', () => outcome.message)]
    case 'waiting': return outcome.reason === 'ContainerCreating' ? [{ type: 'Warning', reason: 'FailedMount', message: outcome.message }] : warn('Failed', () => `Error: ${outcome.message}`)
    case 'unschedulable': return []
  }
}
