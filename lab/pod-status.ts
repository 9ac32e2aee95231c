// Knows the status that a kubelet would write for a pod that fares well, and for the ways in which pods fail.
import { assertNever } from '#lib/errors.ts'
import type { JsonObject } from '#lib/manifest/types.ts'
import type { Pod } from './pod.ts'

/** `never-ready`: runs, and its readiness probe fails. The others are what kubectl shows as status. */
export type PodFate = 'ready' | 'never-ready' | 'ImagePullBackOff' | 'CrashLoopBackOff'

export type PodStatusOptions = {
  fate: PodFate
  address: string
  nodeAddress: string
  /** ISO times: when its containers started, and since when it is as ready as it is. */
  startedAt: string
  settledAt: string
}

/** The status to write. The same input gives the same status, so that nothing is written twice. */
export function podStatus(pod: Pod, { fate, address, nodeAddress, startedAt, settledAt }: PodStatusOptions): JsonObject {
  const isReady = fate === 'ready'
  const fact = (type: string): JsonObject => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: startedAt })
  const unready = `containers with unready status: [${pod.containers.map(({ name }) => name).join(' ')}]`
  const readiness = (type: string): JsonObject => ({
    type, status: isReady ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: settledAt,
    ...(isReady ? {} : { reason: 'ContainersNotReady', message: unready }),
  })
  return {
    phase: fate === 'ImagePullBackOff' ? 'Pending' : 'Running',
    startTime: startedAt,
    hostIP: nodeAddress,
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: [fact('PodScheduled'), fact('Initialized'), readiness('ContainersReady'), readiness('Ready')],
    ...(pod.initContainers.length === 0 ? {} : { initContainerStatuses: pod.initContainers.map((container) => ({
      ...container, imageID: `lab/${container.image}`, ready: true, restartCount: 0, started: false,
      state: { terminated: { exitCode: 0, reason: 'Completed', startedAt, finishedAt: startedAt } },
    })) }),
    containerStatuses: pod.containers.map((container) => containerStatus(container, fate, startedAt)),
  }
}

function containerStatus({ name, image }: { name: string; image: string }, fate: PodFate, startedAt: string): JsonObject {
  const running = { name, image, imageID: `lab/${image}`, restartCount: 0, started: true, state: { running: { startedAt } } }
  switch (fate) {
    case 'ready': return { ...running, ready: true }
    case 'never-ready': return { ...running, ready: false }
    case 'ImagePullBackOff': return {
      name, image, imageID: '', ready: false, restartCount: 0, started: false,
      state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } },
    }
    case 'CrashLoopBackOff': return {
      name, image, imageID: `lab/${image}`, ready: false, restartCount: 3, started: false,
      state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off 40s restarting failed container=${name}` } },
      lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt, finishedAt: startedAt } },
    }
    default: return assertNever(fate)
  }
}
