// What a draft changes, in the words of the forms.
import { diffSpecs, type SpecChange } from './spec-diff.ts'
import { type SpecObject, specObjectId, type StackSpec } from './spec.ts'

/** Every field in which the two specs differ. Objects that nobody touched are not looked into, so typing stays cheap. */
export function draftEdits(base: StackSpec, spec: StackSpec): SpecChange[] {
  if (base === spec) return []
  const before = new Map(base.objects.map((object) => [specObjectId(object), object]))
  const after = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const differsFrom = (others: ReadonlyMap<string, SpecObject>) => (object: SpecObject): boolean => others.get(specObjectId(object)) !== object
  return diffSpecs({ ...base, objects: base.objects.filter(differsFrom(after)) }, { ...spec, objects: spec.objects.filter(differsFrom(before)) })
}
