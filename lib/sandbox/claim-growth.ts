// Claims that grow: only bound ones, and only in a StorageClass that allows it; the admission of every cluster asks that.
// Source: plugin/pkg/admission/storage/persistentvolume/resize/admission.go of Kubernetes 1.35.
import type { KubeObject } from '../manifest/types.ts'
import { parseQuantity } from '../manifest/quantity.ts'
import { textAt, valueAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { kindNamed, resourceName } from './kinds.ts'
import { StatusError } from './status-error.ts'
import type { Store } from './store.ts'

/** Throws the 403 that a claim which may not grow is answered with. */
export function requireRoomToGrow(kind: KindInfo, live: KubeObject, next: KubeObject, store: Store): void {
  if (kind.kind !== 'PersistentVolumeClaim' || requested(next) <= requested(live)) return
  const refuse = (why: string): StatusError => new StatusError({
    code: 403, reason: 'Forbidden', message: `${resourceName(kind)} ${JSON.stringify(next.metadata.name)} is forbidden: ${why}`,
    details: { name: next.metadata.name, kind: kind.plural },
  })
  if (textAt(live, 'status', 'phase') !== 'Bound') throw refuse('Only bound persistent volume claims can be expanded')
  const name = textAt(next, 'spec', 'storageClassName')
  const storageClass = name === '' ? undefined : store.get(kindNamed('StorageClass'), undefined, name)
  if (storageClass?.allowVolumeExpansion === true) return
  throw refuse('only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize')
}

function requested(claim: KubeObject): number {
  const size = valueAt(claim, 'spec', 'resources', 'requests', 'storage')
  return typeof size === 'string' || typeof size === 'number' ? parseQuantity(size) ?? 0 : 0
}
