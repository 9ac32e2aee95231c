// Removes what nobody keeps any more: objects whose owners are gone, what an owner takes along or leaves behind, claims that no pod holds,
// and the content of namespaces that are being deleted.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { kindOf, kindsOf } from './custom-kinds.ts'
import { itemsAt, textAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isTerminating } from './owned.ts'
import { DEPENDENTS_FINALIZERS, dropFinalizer, finalizersOf, targetOf, waitsFor } from './removal.ts'

const PROTECTED = 'kubernetes.io/pvc-protection'

export function collectGarbage(cluster: Cluster): void {
  const { store, api } = cluster
  const kinds = kindsOf(store)
  const all = kinds.flatMap((kind) => store.list(kind))
  const uids = new Set(all.map(({ metadata }) => metadata.uid))
  // The real one leaves alone what belongs to a kind that it does not know.
  const isThere = ({ uid, kind }: JsonObject): boolean => uids.has(String(uid)) || !kinds.some((info) => info.kind === kind)
  for (const object of all) {
    const owners = itemsAt(object, 'metadata', 'ownerReferences')
    if (owners.length === 0 || owners.some(isThere) || isTerminating(object)) continue
    api.remove({ ...targetOf(store, object), options: { propagationPolicy: 'Background' } })
  }
  for (const object of all) settleDependents(object, all, cluster)
  releaseClaims(cluster)
  for (const namespace of store.list(kindNamed('Namespace'))) if (isTerminating(namespace)) emptyNamespace(namespace, cluster)
}

/** Deleted in the foreground, an owner waits for its dependents; deleted as "orphan", it lets go of them first. */
function settleDependents(owner: KubeObject, all: readonly KubeObject[], { store, api }: Cluster): void {
  const how = waitsFor(owner)
  if (how === undefined) return
  const isOf = (reference: JsonObject): boolean => reference.uid === owner.metadata.uid
  const dependents = all.filter((object) => itemsAt(object, 'metadata', 'ownerReferences').some(isOf))
    .flatMap((object) => store.get(kindOf(store, object), object.metadata.namespace, object.metadata.name) ?? [])
  if (how === 'orphaning') {
    for (const object of dependents) {
      const { ownerReferences: _, ...metadata } = object.metadata
      const others = itemsAt(object, 'metadata', 'ownerReferences').filter((reference) => !isOf(reference))
      store.put({ ...object, metadata: { ...metadata, ...(others.length > 0 ? { ownerReferences: others } : {}) } })
    }
  } else {
    for (const object of dependents) if (!isTerminating(object)) api.remove({ ...targetOf(store, object), options: { propagationPolicy: 'Foreground' } })
    if (dependents.some((object) => itemsAt(object, 'metadata', 'ownerReferences').some((reference) => isOf(reference) && reference.blockOwnerDeletion === true)
      && store.get(kindOf(store, object), object.metadata.namespace, object.metadata.name))) return
  }
  const latest = store.get(kindOf(store, owner), owner.metadata.namespace, owner.metadata.name)
  if (latest) dropFinalizer(store, latest, ...DEPENDENTS_FINALIZERS)
}

function releaseClaims({ store }: Cluster): void {
  for (const claim of store.list(kindNamed('PersistentVolumeClaim'))) {
    if (!isTerminating(claim) || !finalizersOf(claim).includes(PROTECTED)) continue
    const isHeld = store.list(kindNamed('Pod'), claim.metadata.namespace).some((pod) =>
      itemsAt(pod, 'spec', 'volumes').some((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === claim.metadata.name))
    if (!isHeld) dropFinalizer(store, claim, PROTECTED)
  }
}

/** Deletes what is in it as anybody would; what has finalizers, and pods that are still ending, hold the namespace. */
function emptyNamespace(namespace: KubeObject, { store, api }: Cluster): void {
  for (const object of store.inNamespace(namespace.metadata.name)) {
    if (!isTerminating(object)) api.remove({ ...targetOf(store, object), options: { propagationPolicy: 'Background' } })
  }
  const left = store.inNamespace(namespace.metadata.name)
  if (left.length === 0 && finalizersOf(namespace).length === 0) store.remove(namespace)
}
