// Which live objects were made by Gauntlet, and which of them may be deleted once nothing asks for them any more.
import { managedEntries } from './managed-fields.ts'
import { markOf } from './revision-mark.ts'
import type { KubeObject } from './types.ts'

/** Kinds that hold what nobody can bring back, or that others live in: never deleted, whoever made them. */
const NEVER: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition', 'StorageClass', 'Secret'])

/** Whether objects of a kind may ever be deleted. */
export function mayDelete(kind: string): boolean {
  return !NEVER.has(kind)
}

/** Whether Gauntlet applied an object: by its field manager, or by the mark of a revision. What a controller made of such an object is not ours. */
export function isOurs(object: KubeObject, manager: string): boolean {
  if (Array.isArray(object.metadata.ownerReferences) && object.metadata.ownerReferences.length > 0) return false
  const isApplied = managedEntries(object).some(({ manager: { name, operation, subresource } }) => name === manager && operation === 'Apply' && subresource === undefined)
  return isApplied || markOf(object) !== undefined
}
