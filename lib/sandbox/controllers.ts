// The controllers of the sandbox's cluster: woken by every change and by the clock, each brings its objects one step further.
import type { KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { collectGarbage } from './garbage.ts'
import type { PodStarts } from './kubelet.ts'
import { createKubelet } from './kubelet.ts'
import { reconcileDeployment } from './deployment-controller.ts'
import { kindNamed } from './kinds.ts'
import { reconcileReplicaSet } from './replica-set-controller.ts'
import { reconcileStatefulSet } from './stateful-set-controller.ts'

export type Controllers = { stop: () => void; log: (pod: KubeObject) => string }

export function startControllers({ rollMs, podStarts, ...cluster }: Cluster & { rollMs: number; podStarts: PodStarts }): Controllers {
  const { store, now } = cluster
  const kubelet = createKubelet({ ...cluster, rollMs, podStarts })
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined
  let stopped = false

  const wake = (): void => {
    if (!stopped) soon ??= setImmediate(round)
  }
  const round = (): void => {
    soon = undefined
    clearTimeout(later)
    try {
      for (const deployment of store.list(kindNamed('Deployment'))) reconcileDeployment(deployment, cluster)
      for (const replicaSet of store.list(kindNamed('ReplicaSet'))) reconcileReplicaSet(replicaSet, cluster)
      for (const statefulSet of store.list(kindNamed('StatefulSet'))) reconcileStatefulSet(statefulSet, cluster)
      collectGarbage(cluster)
      const due = kubelet.run()
      if (due !== undefined) later = setTimeout(wake, Math.max(1, due - now()))
    } catch (error) {
      // A controller that fails must not take the API down with it; it is tried again like Kubernetes' own.
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
      later = setTimeout(wake, 1000)
    }
  }
  store.onChange(wake)
  wake()
  return {
    log: kubelet.log,
    stop: () => {
      stopped = true
      clearImmediate(soon)
      clearTimeout(later)
    },
  }
}
