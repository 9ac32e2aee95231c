// What a fix changes, as manifests before and after, so that it can be read before it is taken.
import { toYaml } from '#lib/manifest/yaml.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { renderObject } from '#lib/thanos/render.ts'
import { type SpecObject, specObjectId, type StackSpec } from '#lib/thanos/spec.ts'

/** One object that changes: its manifest before ("" when it is new) and after ("" when it goes). */
export type ObjectPreview = { readonly id: string; readonly before: string; readonly after: string }

/** The manifests that differ once the edits are carried out. */
export function previewOf(spec: StackSpec, edits: readonly Edit[]): ObjectPreview[] {
  return compareSpecs(spec, applyEdits(spec, edits))
}

/** The manifests in which two specs differ, in the order of the second; objects that went come last. */
export function compareSpecs(before: StackSpec, after: StackSpec): ObjectPreview[] {
  const old = new Map(before.objects.map((object) => [specObjectId(object), object]))
  const changed = after.objects.flatMap((object) => {
    const id = specObjectId(object)
    const earlier = old.get(id)
    old.delete(id)
    if (earlier === object) return []
    const preview = { id, before: earlier === undefined ? '' : yamlOf(earlier), after: yamlOf(object) }
    return preview.before === preview.after ? [] : [preview]
  })
  return [...changed, ...[...old].map(([id, object]) => ({ id, before: yamlOf(object), after: '' }))]
}

/** An object as YAML; "" for a reference, whose values are not kept. */
export function yamlOf(object: SpecObject): string {
  if (object.type === 'reference') return ''
  if (object.type === 'config' && object.object === 'Fragment') return Object.values(object.files).join('\n')
  return toYaml(renderObject(object))
}
