// Knows what scheduler and kubelets do together: every pod gets a node and a worker, and every worker hears what becomes of its pod.
import type { Claims } from './claims.ts'
import type { Nodes } from './nodes.ts'
import type { PodWorker, WorkerDeps } from './pod-worker.ts'
import { runPod } from './pod-worker.ts'
import type { Pod } from './spec.ts'
import type { Store } from './watch.ts'

const SCHEDULE_EVERY_MS = 100
const MERGE_PATCH = 'application/merge-patch+json'

export type Agent = {
  readonly find: (namespace: string, pod: string) => PodWorker | undefined
}

export type AgentOptions = Omit<WorkerDeps, 'claimFolder'> & { pods: Store<Pod>; nodes: Nodes; claims: Claims }

/** Takes care of all pods, from now on. */
export function startAgent({ pods, nodes, claims, ...deps }: AgentOptions): Agent {
  const { api, record } = deps
  const workers = new Map<string, PodWorker>()
  /** Pods that wait, by uid, with why. */
  const refused = new Map<string, string>()
  const binding = new Set<string>()

  const tellRefusal = async ({ metadata }: Pod, message: string): Promise<void> => {
    if (refused.get(metadata.uid) === message) return
    refused.set(metadata.uid, message)
    record({ kind: 'Pod', ...metadata }, { type: 'Warning', reason: 'FailedScheduling', message, component: 'default-scheduler' })
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: new Date().toISOString() }
    await api.call('PATCH', `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/status`, { metadata: { uid: metadata.uid }, status: { conditions: [condition] } }, MERGE_PATCH)
  }
  const schedule = async (pod: Pod): Promise<void> => {
    const { name, namespace, uid } = pod.metadata
    const obstacle = claimObstacle(pod, claims)
    const node = obstacle === undefined ? nodes.choose() : undefined
    if (node === undefined) {
      await tellRefusal(pod, obstacle ?? nodes.refusal())
      return
    }
    const answer = await api.call('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
      apiVersion: 'v1', kind: 'Binding', metadata: { name, uid }, target: { apiVersion: 'v1', kind: 'Node', name: node },
    })
    if (answer.status < 400) record({ kind: 'Pod', namespace, name, uid }, { type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${namespace}/${name} to ${node}`, component: 'default-scheduler' })
  }
  const scheduleAll = (): void => {
    for (const pod of pods.all()) {
      const { uid, deletionTimestamp } = pod.metadata
      if (pod.spec.nodeName !== undefined || deletionTimestamp !== undefined || binding.has(uid)) continue
      binding.add(uid)
      void schedule(pod).catch((error: unknown) => { console.error(`scheduling ${pod.metadata.name}: ${String(error)}`) }).finally(() => { binding.delete(uid) })
    }
  }
  const see = (pod: Pod, isGone: boolean): void => {
    const { uid } = pod.metadata
    const worker = workers.get(uid)
    if (isGone) {
      workers.delete(uid)
      refused.delete(uid)
      void worker?.abandon().catch((error: unknown) => { console.error(`leaving ${pod.metadata.name}: ${String(error)}`) })
    } else if (worker) {
      worker.update(pod)
    } else if (pod.spec.nodeName !== undefined) {
      const started = runPod(pod, { ...deps, claimFolder: claims.folder })
      workers.set(uid, started)
      started.update(pod)
    }
  }
  pods.onChange(see)
  for (const pod of pods.all()) see(pod, false)
  setInterval(scheduleAll, SCHEDULE_EVERY_MS)

  return {
    find: (namespace, name) => [...workers.values()].find((worker) => worker.pod().metadata.namespace === namespace && worker.pod().metadata.name === name),
  }
}

/** Why the pod's claims keep it from being scheduled, in the scheduler's words. */
function claimObstacle({ metadata, spec }: Pod, claims: Claims): string | undefined {
  for (const { persistentVolumeClaim } of spec.volumes) {
    if (!persistentVolumeClaim) continue
    const { claimName } = persistentVolumeClaim
    const claim = claims.all.get(metadata.namespace, claimName)
    if (!claim) return `0/1 nodes are available: persistentvolumeclaim "${claimName}" not found.`
    if (claim.status.phase !== 'Bound') return '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'
  }
  return undefined
}
