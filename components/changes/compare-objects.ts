// Two specs object by object: which came, went, changed and stayed, with the fields and manifests that differ.
import type { SpecChange } from '#lib/services/views.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { compareSpecs } from '../findings/fix-preview.ts'
import { type Field, fieldsOf } from './field-name.ts'
import type { ObjectChange } from './object-changes.ts'

/** `before` and `after` are manifests, "" on the side where the object is not. An object that came or went has no fields. */
export type ComparedObject = { id: string; change: ObjectChange; fields: Field[]; before: string; after: string }
/** `unchanged` holds ids. */
export type Comparison = { objects: ComparedObject[]; unchanged: string[] }

/** `changes` are the differences of the two specs. In the order of `after`; what went comes last. */
export function compareObjects(before: StackSpec, after: StackSpec, changes: readonly SpecChange[]): Comparison {
  const [old, fresh] = [idsOf(before), idsOf(after)]
  const previews = new Map(compareSpecs(before, after).map((preview) => [preview.id, preview]))
  const fields = Map.groupBy(fieldsOf(changes), ({ object }) => object)
  const ids = [...fresh, ...[...old].filter((id) => !fresh.has(id))]
  const differs = (id: string): boolean => previews.has(id) || fields.has(id) || !old.has(id) || !fresh.has(id)
  const objects = ids.filter(differs).map((id): ComparedObject => {
    const change = changeOf(old.has(id), fresh.has(id))
    const { before: left = '', after: right = '' } = previews.get(id) ?? {}
    return { id, change, fields: change === 'changed' ? fields.get(id) ?? [] : [], before: left, after: right }
  })
  return { objects, unchanged: ids.filter((id) => !differs(id)) }
}

function idsOf(spec: StackSpec): Set<string> {
  return new Set(spec.objects.map(specObjectId))
}

function changeOf(isBefore: boolean, isAfter: boolean): ComparedObject['change'] {
  if (!isBefore) return 'added'
  return isAfter ? 'changed' : 'removed'
}
