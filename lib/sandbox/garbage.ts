// Removes what nobody keeps any more: objects whose owners are gone, and the content of namespaces that are being deleted.
import type { Cluster } from './cluster.ts'
import { itemsAt, textAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { KIND_TABLE, kindNamed } from './kinds.ts'
import { isTerminating } from './owned.ts'
import type { Store } from './store.ts'

const OWNED: readonly string[] = ['ReplicaSet', 'Pod', 'ControllerRevision']

export function collectGarbage({ store, api }: Cluster): void {
  const uids = new Set(KIND_TABLE.flatMap((kind) => store.list(kind)).map(({ metadata }) => metadata.uid))
  for (const kind of KIND_TABLE.filter((info) => OWNED.includes(info.kind))) {
    for (const object of store.list(kind)) {
      const owners = itemsAt(object, 'metadata', 'ownerReferences')
      if (owners.length === 0 || owners.some(({ uid }) => uids.has(uid ?? ''))) continue
      if (!isTerminating(object)) api.remove({ kind, namespace: object.metadata.namespace, name: object.metadata.name })
    }
  }
  for (const namespace of store.list(kindNamed('Namespace'))) {
    if (textAt(namespace, 'status', 'phase') === 'Terminating') emptyNamespace(store, kindNamed('Namespace'), namespace.metadata.name)
  }
}

function emptyNamespace(store: Store, kind: KindInfo, name: string): void {
  for (const object of store.inNamespace(name)) store.remove(object)
  const namespace = store.get(kind, undefined, name)
  if (namespace) store.remove(namespace)
}
