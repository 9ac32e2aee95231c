// What the controllers of the sandbox share: its objects, its verbs and its clock.
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import type { Api } from './api.ts'
import { equals } from './apply/values.ts'
import { mapAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import type { Store } from './store.ts'

/** `now` gives milliseconds since the epoch. */
export type Cluster = {
  store: Store
  api: Api
  now: () => number
  /** Asks for a round at this time, if nothing changes before. */
  wakeAt: (ms: number) => void
  /** What was refused to the controllers, by whom it was for, and until when it is not tried again. */
  refusals: Map<string, { until: number; message: string }>
}

/** Under this name the controllers' writes are recorded, as in Kubernetes. */
export const CONTROLLER = 'kube-controller-manager'

/** Writes the status of an object, and its annotations where they are given; most of the time nothing changed, and nothing is written. */
export function writeStatus(
  { api }: Pick<Cluster, 'api'>, object: KubeObject, { status, annotations, manager = CONTROLLER }: { status: JsonObject; annotations?: JsonObject; manager?: string },
): void {
  if (equals(mapAt(object, 'status'), status) && (!annotations || equals(mapAt(object, 'metadata', 'annotations'), annotations))) return
  // Without a resourceVersion: the controllers see every change at once, so they need no optimistic lock.
  const { resourceVersion: _, ...metadata } = object.metadata
  api.replace({
    kind: kindNamed(object.kind), manager, subresource: 'status',
    object: { ...object, metadata: annotations ? { ...metadata, annotations } : metadata, status },
  })
}
