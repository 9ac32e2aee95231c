// What an import would do to the objects that are there already. Pure.
import type { ImportMode } from '#lib/thanos/draft.ts'
import { isSameObject } from '#lib/thanos/same-object.ts'
import { type SpecObject, specObjectId, type StackSpec } from '#lib/thanos/spec.ts'

/** Objects that came in: `equal` to one that is there, `changed` from it, or `added`. `others` are there and did not come in. */
export type ImportEffect = { readonly equal: number; readonly changed: number; readonly added: number; readonly others: readonly SpecObject[] }

/** The effect of bringing `incoming` in. The order of objects and of their keys says nothing; values of Secrets are known to neither side. */
export function importEffect(spec: StackSpec, incoming: readonly SpecObject[]): ImportEffect {
  const there = new Map(spec.objects.map((object) => [specObjectId(object), object]))
  const effect = { equal: 0, changed: 0, added: 0 }
  for (const object of incoming) {
    const id = specObjectId(object)
    const earlier = there.get(id)
    there.delete(id)
    if (earlier === undefined) effect.added += 1
    else if (isSameObject(earlier, object)) effect.equal += 1
    else effect.changed += 1
  }
  return { ...effect, others: [...there.values()] }
}

/** Whether nothing would be different afterwards; with `replace` what did not come in would be gone. */
export function changesNothing({ changed, added, others }: ImportEffect, mode: ImportMode): boolean {
  return changed + added === 0 && (mode === 'merge' || others.length === 0)
}
