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

/** The fingerprint of a plan. */
export function fingerprintOf(revision: number, live: LiveDigests): string {
  return sha256(JSON.stringify([revision, Object.entries(live).toSorted(([a], [b]) => (a < b ? -1 : 1))]))
}

/** The objects that are not what they were, by their ids. */
export function movedObjects(before: LiveDigests, now: LiveDigests): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((id) => before[id] !== now[id])
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  return `{${Object.keys(value).toSorted().map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
