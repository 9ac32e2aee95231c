// ReplicaSets: as many pods of one template as asked for.
import type { KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { CONTROLLER, writeStatus } from './cluster.ts'
import { mapAt, numberAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isReady, isTerminating, ownedBy, ownerReference, randomSuffix } from './owned.ts'

export function reconcileReplicaSet(replicaSet: KubeObject, cluster: Cluster): void {
  const { store, api } = cluster
  const pods = ownedBy(store, kindNamed('Pod'), replicaSet)
  const living = pods.filter((pod) => !isTerminating(pod))
  const want = numberAt(replicaSet, 'spec', 'replicas') ?? 1
  for (let missing = want - living.length; missing > 0; missing--) api.create({ kind: kindNamed('Pod'), object: podOf(replicaSet), manager: CONTROLLER })
  // Those that serve nobody go first, then the youngest.
  const expendable = living.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)) || (age(a) < age(b) ? 1 : -1))
  for (const pod of expendable.slice(0, Math.max(0, living.length - want))) {
    api.remove({ kind: kindNamed('Pod'), namespace: pod.metadata.namespace, name: pod.metadata.name })
  }
  const now = ownedBy(store, kindNamed('Pod'), replicaSet).filter((pod) => !isTerminating(pod))
  const ready = now.filter(isReady).length
  writeStatus(cluster, replicaSet, {
    status: {
      observedGeneration: replicaSet.metadata.generation ?? 0, replicas: now.length,
      ...(now.length > 0 ? { fullyLabeledReplicas: now.length } : {}), ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      terminatingReplicas: pods.length - living.length,
    },
  })
}

function age(pod: KubeObject): string {
  return textAt(pod, 'metadata', 'creationTimestamp') + String(pod.metadata.resourceVersion).padStart(12, '0')
}

function podOf(replicaSet: KubeObject): KubeObject {
  const template = mapAt(replicaSet, 'spec', 'template')
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      ...mapAt(template, 'metadata'),
      name: `${replicaSet.metadata.name}-${randomSuffix()}`, generateName: `${replicaSet.metadata.name}-`,
      namespace: replicaSet.metadata.namespace ?? '', ownerReferences: [ownerReference(replicaSet)],
    },
    spec: mapAt(template, 'spec'),
  }
}
