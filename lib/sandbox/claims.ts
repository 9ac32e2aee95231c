// Volumes for claims: each gets one of the size that it asks for, and a larger one when it grows; nothing is behind them.
import type { KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { writeStatus } from './cluster.ts'
import { mapAt, textAt, valueAt } from './fields.ts'
import { kindNamed } from './kinds.ts'

/** The class that a claim without one gets, as most clusters have a default. */
export function defaultClass(): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'gauntlet.dev/sandbox', allowVolumeExpansion: true,
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  }
}

export function bindClaims(cluster: Cluster): void {
  const { store } = cluster
  const kind = kindNamed('PersistentVolumeClaim')
  for (const claim of store.list(kind)) {
    const className = textAt(claim, 'spec', 'storageClassName')
    // A claim in a class that is not there waits for ever, as on a real cluster.
    if (className !== '' && !store.get(kindNamed('StorageClass'), undefined, className)) continue
    const bound = textAt(claim, 'spec', 'volumeName') === '' ? store.put({ ...claim, spec: { ...mapAt(claim, 'spec'), volumeName: `pvc-${String(claim.metadata.uid)}` } }) : claim
    const capacity = valueAt(bound, 'spec', 'resources', 'requests')
    writeStatus(cluster, bound, { status: { phase: 'Bound', accessModes: valueAt(bound, 'spec', 'accessModes') ?? [], ...(capacity === undefined ? {} : { capacity }) } })
  }
}
