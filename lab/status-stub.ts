// Knows what a kubelet and a scheduler would tell the API server, and tells it with nothing running behind: pods of one namespace are bound,
// become Running and Ready, or fail as they are told to, and go when they are deleted.
import { setTimeout as sleep } from 'node:timers/promises'
import { mapBounded } from '#lib/services/bounded.ts'
import type { Api } from './api.ts'
import { bindClaims } from './claims.ts'
import type { Pod } from './pod.ts'
import { listPods, workloadOf } from './pod.ts'
import type { PodFate } from './pod-status.ts'
import { podStatus } from './pod-status.ts'

const NODE = 'lab-node'
const NODE_ADDRESS = '10.244.0.1'
/** Requests under way at a time: hundreds of pods one after the other would wait for each answer. */
const AT_ONCE = 8

export type StatusStub = {
  /**
   * What becomes of the pods of a workload ("StatefulSet/thanos-store") that are not ready yet; 'ready' lifts it. Pods that are ready stay
   * so: a bad rollout has its old pods still serving.
   */
  readonly setFate: (workload: string, fate: PodFate) => void
  /** Looks once at every pod of the namespace and moves it on as far as it may go now. */
  readonly pass: () => Promise<void>
}

export type StatusStubOptions = {
  /** Of an admin. */
  api: Api
  namespace: string
  /** How long after it was bound a pod becomes ready; 0 by default: within the pass that binds it. */
  readyAfterMs?: number
}

/** A stub that moves only when `pass` is called. Creates the node that its pods are bound to. */
export async function createStatusStub({ api, namespace, readyAfterMs = 0 }: StatusStubOptions): Promise<StatusStub> {
  await createNode(api)
  const fates = new Map<string, PodFate>()
  const boundAt = new Map<string, number>()
  const addresses = new Map<string, string>()
  const pods = `/api/v1/namespaces/${namespace}/pods`

  const move = async (pod: Pod): Promise<void> => {
    if (pod.isDeleting) {
      // Only the node may remove a bound pod; the uid keeps a new pod of the same name alive.
      await tolerate(api, 'DELETE', `${pods}/${pod.name}`, { gracePeriodSeconds: 0, preconditions: { uid: pod.uid } })
      return
    }
    if (!pod.isBound) {
      await tolerate(api, 'POST', `${pods}/${pod.name}/binding`, {
        apiVersion: 'v1', kind: 'Binding', metadata: { name: pod.name, uid: pod.uid }, target: { apiVersion: 'v1', kind: 'Node', name: NODE },
      })
    }
    const since = boundAt.get(pod.uid) ?? Date.now()
    boundAt.set(pod.uid, since)
    const fate = fates.get(workloadOf(pod)) ?? 'ready'
    if (pod.isReady || (fate === 'ready' && Date.now() - since < readyAfterMs)) return
    const address = addresses.get(pod.uid) ?? `10.244.${1 + (addresses.size >> 8)}.${addresses.size & 255}`
    addresses.set(pod.uid, address)
    // A failing pod is told the same again and again: the server takes that for no change.
    const startedAt = new Date(since).toISOString()
    const status = podStatus(pod, { fate, address, nodeAddress: NODE_ADDRESS, startedAt, settledAt: fate === 'ready' ? new Date().toISOString() : startedAt })
    await tolerate(api, 'PATCH', `${pods}/${pod.name}/status`, { metadata: { uid: pod.uid }, status }, 'application/merge-patch+json')
  }

  return {
    setFate: (workload, fate) => { fates.set(workload, fate) },
    async pass() {
      await bindClaims(api, namespace)
      await mapBounded(await listPods(api, namespace), AT_ONCE, move)
    },
  }
}

/** Runs `pass` every `everyMs` until the returned function is called, which waits for the pass under way. A pass that fails ends it, and `stop` throws why. */
export function keepPassing(stub: StatusStub, everyMs = 200): () => Promise<void> {
  const stopped = new AbortController()
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      await stub.pass()
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => {})
    }
  })()
  let failure: unknown
  loop.catch((error: unknown) => { failure = error })
  return async () => {
    stopped.abort()
    await loop.catch(() => {})
    if (failure !== undefined) throw failure
  }
}

async function createNode(api: Api): Promise<void> {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: NODE } }
  const made = await api.call('POST', '/api/v1/nodes', node)
  if (made.status !== 201 && made.status !== 409) throw new Error(`the lab's node cannot be created: ${String(made.body.message)}`)
  const capacity = { cpu: '64', memory: '256Gi', pods: '1000' }
  await api.must('PATCH', `/api/v1/nodes/${NODE}/status`, {
    status: {
      capacity, allocatable: capacity, addresses: [{ type: 'InternalIP', address: NODE_ADDRESS }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'StatusStub', message: 'a stub speaks for this node' }],
    },
  }, 'application/merge-patch+json')
}

/** A pod may go, or be replaced by another of its name, between the list and the call: then there is nothing to move. */
async function tolerate(api: Api, method: string, path: string, body: unknown, contentType?: string): Promise<void> {
  const answer = await api.call(method, path, body, contentType)
  if (answer.status >= 400 && answer.status !== 404 && answer.status !== 409) {
    throw new Error(`${method} ${path}: ${answer.status} ${String(answer.body.message)}`)
  }
}
