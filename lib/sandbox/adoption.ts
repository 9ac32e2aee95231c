// Controllers take what matches their selector and has no controller: so pods that were left behind find a new owner.
// Source: pkg/controller/controller_ref_manager.go of Kubernetes 1.35.
import type { KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { itemsAt, textsAt, valueAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isTerminating, ownerReference } from './owned.ts'
import { matchesSelector } from './selectors.ts'

const TAKES = { Deployment: ['ReplicaSet'], ReplicaSet: ['Pod'], StatefulSet: ['Pod', 'ControllerRevision'] } as const

/** Makes a Deployment, ReplicaSet or StatefulSet the owner of what is its own by selector; a StatefulSet of pods with its names only. */
export function adoptOrphans(owner: KubeObject, { store }: Pick<Cluster, 'store'>): void {
  const selector = valueAt(owner, 'spec', 'selector')
  if (isTerminating(owner) || selector === undefined) return
  const kinds = Object.entries(TAKES).find(([kind]) => kind === owner.kind)?.[1] ?? []
  for (const object of kinds.flatMap((kind) => store.list(kindNamed(kind), owner.metadata.namespace))) {
    const owners = itemsAt(object, 'metadata', 'ownerReferences')
    if (isTerminating(object) || owners.some(({ controller }) => controller === true) || !matchesSelector(selector, textsAt(object, 'metadata', 'labels'))) continue
    const isNamed = object.metadata.name.startsWith(`${owner.metadata.name}-`) && /^\d+$/.test(object.metadata.name.slice(owner.metadata.name.length + 1))
    if (owner.kind === 'StatefulSet' && object.kind === 'Pod' && !isNamed) continue
    store.put({ ...object, metadata: { ...object.metadata, ownerReferences: [...owners, ownerReference(owner)] } })
  }
}
