// Knows the status of a pod from its containers, with the times since when each condition holds.
import type { JsonObject } from '#lib/manifest/types.ts'
import type { ContainerHandle } from './container.ts'
import type { Pod } from './spec.ts'

export type PodFacts = {
  pod: Pod
  startTime: string
  address: string | undefined
  hostIp: string
  /** By container name; what has no handle has not begun. */
  inits: ReadonlyMap<string, ContainerHandle>
  containers: ReadonlyMap<string, ContainerHandle>
  isInitialized: boolean
}

export type Condition = { type: string; status: 'True' | 'False'; lastTransitionTime: string; reason?: string; message?: string }

/** The status to write; `before` are the conditions of the last one, which keep their time while they keep their status. */
export function statusOf(facts: PodFacts, before: readonly Condition[]): { conditions: Condition[]; status: JsonObject } {
  const { pod, startTime, address, hostIp, inits, containers, isInitialized } = facts
  const now = new Date().toISOString()
  const unready = pod.spec.containers.filter(({ name }) => containers.get(name)?.isReady() !== true).map(({ name }) => name)
  const phase = phaseOf(facts)
  const isOver = phase === 'Succeeded' || phase === 'Failed'
  const notReady = isOver ? { reason: 'PodCompleted' } : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
  const condition = (type: string, isTrue: boolean, why: { reason: string; message?: string }): Condition => {
    const status = isTrue ? 'True' : 'False'
    const known = before.find((one) => one.type === type)
    return { type, status, lastTransitionTime: known?.status === status ? known.lastTransitionTime : now, ...(isTrue ? {} : why) }
  }
  const waiting = pod.spec.initContainers.filter(({ name }) => inits.get(name)?.finished()?.code !== 0).map(({ name }) => name)
  const isReady = unready.length === 0
  const conditions = [
    condition('PodReadyToStartContainers', address !== undefined, { reason: 'PodSandboxNotReady' }),
    condition('Initialized', isInitialized, { reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${waiting.join(' ')}]` }),
    condition('ContainersReady', isReady, notReady),
    condition('Ready', isReady, notReady),
    condition('PodScheduled', true, { reason: '' }),
  ]
  const idle = (container: { name: string; image: string }, reason: string): JsonObject => (
    { name: container.name, image: container.image, imageID: '', ready: false, started: false, restartCount: 0, state: { waiting: { reason } } }
  )
  const beforeInit = pod.spec.initContainers.length > 0 && !isInitialized ? 'PodInitializing' : 'ContainerCreating'
  const status: JsonObject = {
    phase, startTime, hostIP: hostIp, hostIPs: [{ ip: hostIp }], ...(address === undefined ? {} : { podIP: address, podIPs: [{ ip: address }] }),
    conditions,
    initContainerStatuses: pod.spec.initContainers.map((container) => {
      const handle = inits.get(container.name)
      if (!handle) return idle(container, 'PodInitializing')
      return handle.finished()?.code === 0 ? { ...handle.status(), ready: true } : handle.status()
    }),
    containerStatuses: pod.spec.containers.map((container) => containers.get(container.name)?.status() ?? idle(container, beforeInit)),
  }
  return { conditions, status }
}

function phaseOf({ pod, inits, containers }: PodFacts): string {
  const failedInit = pod.spec.initContainers.some(({ name }) => (inits.get(name)?.finished()?.code ?? 0) !== 0)
  if (failedInit) return 'Failed'
  const exits = pod.spec.containers.map(({ name }) => containers.get(name)?.finished())
  if (exits.length > 0 && exits.every((exit) => exit !== undefined)) return exits.every((exit) => exit.code === 0) ? 'Succeeded' : 'Failed'
  const hasBegun = pod.spec.containers.every(({ name }) => containers.get(name)?.log(false) !== undefined)
  return hasBegun ? 'Running' : 'Pending'
}
