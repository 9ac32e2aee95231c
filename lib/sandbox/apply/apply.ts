// Server-side apply and the bookkeeping of plain updates: who owns what afterwards, and what stands against it.
// Follows sigs.k8s.io/structured-merge-diff (merge/update.go) step by step; one version per kind, so nothing is converted.
import type { Json, KubeObject } from '../../manifest/types.ts'
import { isKubeObject } from '../../manifest/types.ts'
import type { FieldPath, FieldSet } from './field-set.ts'
import { difference, emptySet, ensureNamedFields, intersection, isEmpty, paths, union } from './field-set.ts'
import type { Comparison } from './compare.ts'
import { compare } from './compare.ts'
import type { Managed, Manager } from './managed.ts'
import { managerId, readManaged, stripIdentity } from './managed.ts'
import { merge } from './merge.ts'
import { equals, fieldSetOf, removeFields } from './values.ts'

export type Conflict = { manager: Manager; path: FieldPath }
export type Applied =
  | { conflicts: Conflict[] }
  /** `object` has no managedFields yet and no defaults; `changed` tells whether any value differs from live. */
  | { object: KubeObject; managed: Managed; changed: boolean }

/**
 * Applies a configuration to a live object (or to an empty one of its kind). `ignored` are fields that an apply never sets, such as
 * status on the main resource.
 */
export function apply({ live, config, type, manager, force, now, ignored }: {
  live: KubeObject; config: KubeObject; type: string; manager: Manager; force: boolean; now: string; ignored: FieldSet
}): Applied {
  const managed = readManaged(live)
  const before = withoutManaged(live)
  const id = managerId(manager)
  const last = managed.get(id)?.fields
  const lastTime = managed.get(id)?.time
  const fields = without(fieldSetOf(config, type), ignored)
  managed.set(id, { manager, fields, ...(lastTime === undefined ? {} : { time: lastTime }) })

  const merged = asObject(merge(before, config, type))
  const object = last === undefined || isEmpty(last) ? merged : prune({ merged, managed, last, type })
  const conflicts = settle({ managed, comparison: filtered(compare(before, object, type), ignored), self: id, force })
  if (conflicts.length > 0) return { conflicts }

  const changed = !equals(before, object)
  const own = managed.get(id)
  if (changed && own) managed.set(id, { ...own, time: now })
  stripIdentity(managed, id)
  return { object, managed, changed }
}

/** Records a plain create or update: the manager owns what it added or changed, and others lose it. */
export function update({ live, next, type, manager, now, ignored }: {
  live: KubeObject; next: KubeObject; type: string; manager: Manager; now: string; ignored: FieldSet
}): Managed {
  const managed = readManaged(live)
  const comparison = filtered(compare(withoutManaged(live), withoutManaged(next), type), ignored)
  settle({ managed, comparison, self: undefined, force: true })
  const fields = union(comparison.modified, comparison.added)
  const id = managerId(manager)
  const own = managed.get(id)
  managed.set(id, { manager, fields, time: now })
  stripIdentity(managed, id)
  const gained = managed.get(id)
  if (own && gained) managed.set(id, { ...gained, fields: union(gained.fields, own.fields) })
  else if (own) managed.set(id, own)
  return managed
}

/**
 * Removes what the manager applied last time and no longer applies, unless another manager owns it; what is not owned by it stays.
 */
function prune({ merged, managed, last, type }: { merged: KubeObject; managed: Managed; last: FieldSet; type: string }): KubeObject {
  const named = (set: FieldSet): FieldSet => ensureNamedFields(set, type)
  const cut = (set: FieldSet): Json => removeFields(merged, set, type) ?? {}
  const all = named(fieldSetOf(merged, type))
  const owned = named([...managed.values()].map(({ fields }) => fields).reduce(union, emptySet()))
  const bare = cut(named(last))
  const kept = cut(difference(all, union(named(fieldSetOf(bare, type)), owned)))
  return asObject(cut(intersection(difference(all, named(fieldSetOf(kept, type))), named(last))))
}

/** Takes changed fields from the other managers; without force, tells them as conflicts instead and changes nothing. */
function settle({ managed, comparison, self, force }: {
  managed: Managed; comparison: Comparison; self: string | undefined; force: boolean
}): Conflict[] {
  const taken = union(comparison.modified, comparison.added)
  const others = [...managed].filter(([id]) => id !== self)
  const conflicts = others.flatMap(([, { manager, fields }]) => paths(intersection(fields, taken)).map((path) => ({ manager, path })))
  if (conflicts.length > 0 && !force) return conflicts
  for (const [id, entry] of others) {
    const fields = difference(difference(entry.fields, taken), comparison.removed)
    if (isEmpty(fields)) managed.delete(id)
    else managed.set(id, { ...entry, fields })
  }
  return []
}

function filtered({ added, modified, removed }: Comparison, ignored: FieldSet): Comparison {
  return { added: without(added, ignored), modified: without(modified, ignored), removed: without(removed, ignored) }
}

/** Leaves out whole branches, unlike difference(). */
function without(set: FieldSet, branches: FieldSet): FieldSet {
  const members = new Set([...set.members].filter((element) => !branches.members.has(element)))
  const children = new Map([...set.children].filter(([element]) => !branches.members.has(element)))
  return { members, children }
}

function withoutManaged(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** Merging and pruning keep apiVersion, kind and name: every manager applies them, and none owns them. */
function asObject(value: unknown): KubeObject {
  if (!isKubeObject(value)) throw new Error('an object lost its name in a merge')
  return value
}
