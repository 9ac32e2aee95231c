// What the world looked like when a plan was computed, as hashes: an object that moves since then makes the plan stale.
import { createHash } from 'node:crypto'
import { normaliseLive } from '../../manifest/normalise.ts'
import { isJsonObject, type Json, type KubeObject } from '../../manifest/types.ts'
import type { LiveDigests } from '../../db/plans.ts'

/**
 * The hash of a live object as a person could have written it; null for one that is not there. Status and resourceVersion are left
 * out: a pod that flaps changes nothing that was reviewed, and would make every plan of a broken stack stale at once.
 */
export function digestOf(live: KubeObject | undefined): string | null {
  return live ? sha256(canonical(normaliseLive(live))) : null
}

/** The same for an object that is only referred to: that it is there, and which keys it has. Its values may be renewed at any time. */
export function digestOfReference(live: KubeObject | undefined, keys: readonly string[]): string | null {
  return live ? sha256(JSON.stringify(keys.toSorted())) : null
}

/** Where a plan has the namespace of its stack; no objectId has a space. */
export const NAMESPACE_UID = 'Namespace uid'

/**
 * Which namespace it is: one that was made anew, or that another cluster has under the name, has another uid. Empty where it is not there or may not
 * be read, as plans from before this was kept are.
 */
export function digestOfNamespace(live: KubeObject | undefined): LiveDigests {
  const uid = live?.metadata.uid
  return typeof uid === 'string' ? { [NAMESPACE_UID]: sha256(uid) } : {}
}

/** Whether it is not, or cannot be told to be, the namespace that a plan was computed against. */
export function isOtherNamespace(before: LiveDigests, now: LiveDigests): boolean {
  return before[NAMESPACE_UID] !== undefined && before[NAMESPACE_UID] !== now[NAMESPACE_UID]
}

/** The fingerprint of a plan. */
export function fingerprintOf(revision: number, live: LiveDigests): string {
  return sha256(JSON.stringify([revision, Object.entries(live).toSorted(([a], [b]) => (a < b ? -1 : 1))]))
}

/** The objects that are not what they were, by their ids; `namespace`, the stack's own, comes first where it is another one. */
export function movedObjects(before: LiveDigests, now: LiveDigests, namespace: string): string[] {
  const ids = new Set([...Object.keys(before), ...Object.keys(now)].filter((id) => id !== NAMESPACE_UID && before[id] !== now[id]))
  return [...new Set([...(isOtherNamespace(before, now) ? [`Namespace/${namespace}`] : []), ...ids])]
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  return `{${Object.keys(value).toSorted().map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
