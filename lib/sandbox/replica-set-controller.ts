// ReplicaSets: as many pods of one template as asked for.
import type { KubeObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { apiTime } from './api-time.ts'
import type { Cluster } from './cluster.ts'
import { writeStatus } from './cluster.ts'
import type { Condition } from './conditions.ts'
import { withConditions } from './conditions.ts'
import { numberAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { availableOf, isReady, isTerminating, ownedBy } from './owned.ts'
import { createPod, deletePod, podOf } from './owned-pods.ts'

export function reconcileReplicaSet(replicaSet: KubeObject, cluster: Cluster): void {
  const { store } = cluster
  const pods = ownedBy(store, kindNamed('Pod'), replicaSet)
  const living = pods.filter((pod) => !isTerminating(pod))
  const want = numberAt(replicaSet, 'spec', 'replicas') ?? 1
  let refused: string | undefined
  for (let missing = want - living.length; missing > 0 && refused === undefined && !isTerminating(replicaSet); missing--) refused = createPod(cluster, replicaSet, podOf(replicaSet))
  // Those that serve nobody go first, then the youngest.
  const expendable = living.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)) || (age(a) < age(b) ? 1 : -1))
  for (const pod of expendable.slice(0, Math.max(0, living.length - want))) deletePod(cluster, replicaSet, pod)
  const now = ownedBy(store, kindNamed('Pod'), replicaSet).filter((pod) => !isTerminating(pod))
  const ready = now.filter(isReady).length
  const available = availableOf(now, replicaSet, cluster).length
  const failure: Condition[] = refused === undefined ? [] : [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: refused }]
  const conditions = withConditions(replicaSet, failure, apiTime(cluster.now())).filter((condition) => failure.length > 0 || !isJsonObject(condition) || condition.type !== 'ReplicaFailure')
  writeStatus(cluster, replicaSet, {
    status: {
      observedGeneration: replicaSet.metadata.generation ?? 0, replicas: now.length,
      ...(now.length > 0 ? { fullyLabeledReplicas: now.length } : {}), ...(ready > 0 ? { readyReplicas: ready } : {}), ...(available > 0 ? { availableReplicas: available } : {}),
      terminatingReplicas: pods.length - living.length, ...(conditions.length === 0 ? {} : { conditions }),
    },
  })
}

function age(pod: KubeObject): string {
  return textAt(pod, 'metadata', 'creationTimestamp') + String(pod.metadata.resourceVersion).padStart(12, '0')
}
