// Objects that belong to another: owner references, names and hashes of the controllers, and pods as they count them.
import { createHash } from 'node:crypto'
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { itemsAt, numberAt, textAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import type { Store } from './store.ts'

/** Letters that Kubernetes uses in generated names: none that make words. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

export function ownerReference({ apiVersion, kind, metadata }: KubeObject): JsonObject {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true }
}

/** The objects of a kind that an owner controls. */
export function ownedBy(store: Store, kind: KindInfo, owner: KubeObject): KubeObject[] {
  return store.ownedBy(String(owner.metadata.uid)).filter((object) => object.kind === kind.kind && object.metadata.namespace === owner.metadata.namespace)
}

/** A short hash of a value, the same whatever the order of its keys. */
export function hashOf(value: Json | undefined): string {
  const digest = createHash('sha256').update(JSON.stringify(sorted(value ?? null))).digest()
  return [...digest.subarray(0, 10)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}

export function randomSuffix(): string {
  return Array.from({ length: 5 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('')
}

export function isReady(pod: KubeObject): boolean {
  return itemsAt(pod, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True')
}

/** Running and Ready, as a StatefulSet wants its pods. */
export function isRunningAndReady(pod: KubeObject): boolean {
  return textAt(pod, 'status', 'phase') === 'Running' && isReady(pod)
}

/** When a pod will have been ready for that long, in milliseconds; undefined while it is not ready. */
function availableAt(pod: KubeObject, minReadySeconds: number): number | undefined {
  const ready = itemsAt(pod, 'status', 'conditions').find(({ type, status }) => type === 'Ready' && status === 'True')
  if (!ready || isTerminating(pod)) return undefined
  return minReadySeconds === 0 ? 0 : Date.parse(textAt(ready, 'lastTransitionTime')) + minReadySeconds * 1000
}

/** The pods of a workload that have been ready for its minReadySeconds; asks to be woken when the next one has. */
export function availableOf(pods: readonly KubeObject[], workload: KubeObject, { now, wakeAt }: Pick<Cluster, 'now' | 'wakeAt'>): KubeObject[] {
  const seconds = numberAt(workload, 'spec', 'minReadySeconds') ?? 0
  return pods.filter((pod) => {
    const at = availableAt(pod, seconds)
    if (at !== undefined && at > now()) wakeAt(at)
    return at !== undefined && at <= now()
  })
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, sorted(child)]))
}
