// The status that a kubelet writes for a pod: pure, from the pod as it is and what became of its start.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import type { Condition } from './conditions.ts'
import { withConditions } from './conditions.ts'
import { itemsAt, mapAt, numberAt, textAt, valueAt } from './fields.ts'
import type { Ending, PodStart } from './pod-start.ts'

/** Of a pod that no node takes. `at` is the time as the API writes it. */
export function pendingStatus(pod: KubeObject, message: string, at: string): JsonObject {
  return {
    ...mapAt(pod, 'status'), phase: 'Pending', qosClass: qosClass(pod),
    conditions: withConditions(pod, [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }], at),
  }
}

/** Of a pod that has just been given to the node. */
export function scheduledStatus(pod: KubeObject, at: string): JsonObject {
  return {
    ...mapAt(pod, 'status'), qosClass: qosClass(pod), startTime: at, hostIP: '127.0.0.1', podIP: podAddress(pod), podIPs: [{ ip: podAddress(pod) }],
    conditions: withConditions(pod, [{ type: 'PodScheduled', status: 'True', reason: '', message: '' }], at),
    containerStatuses: itemsAt(pod, 'spec', 'containers').map((container): JsonObject => ({
      ...identity(container), ready: false, started: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } },
    })),
  }
}

/** Of a pod whose containers were started. A crash counts as one more restart; what ended last is remembered. */
export function startedStatus(pod: KubeObject, outcome: PodStart, at: string): JsonObject {
  const containers = itemsAt(pod, 'spec', 'containers')
  const fails = (container: JsonObject): boolean => !('container' in outcome) || outcome.container === undefined || outcome.container === container.name
  const isUp = outcome.state === 'ready' || outcome.state === 'flap'
  const failing = isUp ? [] : containers.filter(fails)
  const unready: Omit<Condition, 'type'> = {
    status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${failing.map(({ name }) => String(name)).join(' ')}]`,
  }
  const readiness: Omit<Condition, 'type'> = isUp ? { status: 'True', reason: '', message: '' } : unready
  return {
    ...mapAt(pod, 'status'),
    phase: outcome.state === 'no-image' || outcome.state === 'waiting' ? 'Pending' : 'Running',
    conditions: withConditions(pod, [{ type: 'Initialized', status: 'True', reason: '', message: '' }, { type: 'Ready', ...readiness }, { type: 'ContainersReady', ...readiness }], at),
    containerStatuses: containers.map((container) => containerStatus(pod, container, failing.includes(container) ? outcome : { state: 'ready' }, at)),
  }
}

/** Of a pod whose containers have come to an end and are not started again. */
export function endedStatus(pod: KubeObject, { exitCode }: Pick<Ending, 'exitCode'>, at: string): JsonObject {
  const reason = exitCode === 0 ? 'PodCompleted' : 'PodFailed'
  const unready: Omit<Condition, 'type'> = { status: 'False', reason, message: '' }
  return {
    ...mapAt(pod, 'status'), phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    conditions: withConditions(pod, [{ type: 'Ready', ...unready }, { type: 'ContainersReady', ...unready }], at),
    containerStatuses: itemsAt(pod, 'spec', 'containers').map((container): JsonObject => ({
      ...identity(container), ready: false, started: false, restartCount: numberAt(statusOf(pod, container.name), 'restartCount') ?? 0,
      state: { terminated: terminated({ exitCode }, textAt(statusOf(pod, container.name), 'state', 'running', 'startedAt') || at, at) },
    })),
  }
}

/** Whether nothing of a pod runs any more, nor will. */
export function hasEnded(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'))
}

/** What is known of a container's status so far. */
export function statusOf(pod: KubeObject, container: Json | undefined): JsonObject {
  return itemsAt(pod, 'status', 'containerStatuses').find(({ name }) => name === container) ?? {}
}

function containerStatus(pod: KubeObject, container: JsonObject, outcome: PodStart, at: string): JsonObject {
  const before = statusOf(pod, container.name)
  const restarts = numberAt(before, 'restartCount') ?? 0
  const last = valueAt(before, 'lastState')
  const kept = { ...identity(container), ...(last === undefined ? {} : { lastState: last }) }
  switch (outcome.state) {
    case 'ready':
    case 'flap':
    case 'unready': {
      const running = valueAt(before, 'state', 'running')
      return { ...kept, ready: outcome.state !== 'unready', started: true, restartCount: restarts, state: { running: running ?? { startedAt: at } } }
    }
    case 'crash':
      return {
        ...identity(container), ready: false, started: false, restartCount: restarts + 1,
        state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off ${backoff(restarts)} restarting failed container=${textAt(container, 'name')} pod=${formatPod(pod)}` } },
        lastState: { terminated: terminated(outcome, textAt(before, 'state', 'running', 'startedAt') || at, at) },
      }
    case 'no-image':
      return { ...kept, ready: false, started: false, restartCount: restarts, state: { waiting: { reason: 'ImagePullBackOff', message: outcome.message } } }
    case 'waiting':
      return { ...kept, ready: false, started: false, restartCount: restarts, state: { waiting: { reason: outcome.reason, message: outcome.message } } }
    case 'unschedulable':
      return { ...kept, ready: false, started: false, restartCount: restarts, state: { waiting: { reason: 'ContainerCreating' } } }
  }
}

function terminated({ exitCode, reason }: Pick<Ending, 'exitCode' | 'reason'>, startedAt: string, finishedAt: string): JsonObject {
  return { exitCode, reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'), startedAt, finishedAt }
}

/** "thanos-store-0_monitoring(uid)", as the kubelet names a pod. */
export function formatPod({ metadata }: KubeObject): string {
  return `${metadata.name}_${metadata.namespace ?? ''}(${String(metadata.uid ?? '')})`
}

/** The kubelet's own pauses, as Go prints them: 10s, doubled up to five minutes. */
function backoff(restarts: number): string {
  const seconds = Math.min(300, 10 * 2 ** restarts)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

function qosClass(pod: KubeObject): string {
  return itemsAt(pod, 'spec', 'containers').every(({ resources }) => Object.keys(mapAt(resources)).length === 0) ? 'BestEffort' : 'Burstable'
}

function identity(container: JsonObject): JsonObject {
  const image = textAt(container, 'image')
  return { name: textAt(container, 'name'), image, imageID: image }
}

/** Addresses need not be unique over time, only look right and stay the same for a pod. */
export function podAddress(pod: KubeObject): string {
  const digits = Number.parseInt(String(pod.metadata.uid ?? '0').slice(0, 4), 16)
  return `10.244.${digits % 250}.${Math.floor(digits / 250) % 250 + 1}`
}
