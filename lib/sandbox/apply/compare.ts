// What one object changes in another, as sets of fields: added, modified, removed.
import type { Json } from '../../manifest/types.ts'
import { isJsonObject } from '../../manifest/types.ts'
import type { FieldPath, FieldSet } from './field-set.ts'
import { emptySet, insert, itemElement } from './field-set.ts'
import { fieldType } from './schema.ts'
import { atomFor, equals } from './values.ts'

export type Comparison = { added: FieldSet; modified: FieldSet; removed: FieldSet }

export function compare(before: Json | undefined, after: Json | undefined, type: string): Comparison {
  const comparison: Comparison = { added: emptySet(), modified: emptySet(), removed: emptySet() }
  walk(before, after, type, [], comparison)
  return comparison
}

function walk(before: Json | undefined, after: Json | undefined, type: string, path: FieldPath, out: Comparison): void {
  const children = childrenOf(before, after, type)
  if (!children) {
    if (before === undefined) insert(out.added, path)
    else if (after === undefined) insert(out.removed, path)
    else if (!equals(before, after)) insert(out.modified, path)
    return
  }
  for (const [element, child] of children) walk(child.before, child.after, child.type, [...path, element], out)
  if (before === undefined) insert(out.added, path)
  else if (after === undefined) insert(out.removed, path)
}

type Child = { before: Json | undefined; after: Json | undefined; type: string }

/** The parts to compare one by one, or undefined for a leaf. Two empty maps or lists are a leaf too. */
function childrenOf(before: Json | undefined, after: Json | undefined, type: string): Map<string, Child> | undefined {
  const { map, list } = atomFor(type, after ?? before)
  const children = new Map<string, Child>()
  if (map) {
    if (map.atomic) return undefined
    const [left, right] = [isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {}]
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const childType = fieldType(map, key)
      if (childType !== undefined) children.set(`f:${key}`, { before: left[key], after: right[key], type: childType })
    }
  } else if (list && !list.atomic) {
    for (const [side, value] of [['before', before], ['after', after]] as const) {
      for (const item of Array.isArray(value) ? value : []) {
        const element = itemElement(list, item)
        if (element === undefined) continue
        const child = children.get(element) ?? { before: undefined, after: undefined, type: list.element }
        child[side] ??= item
        children.set(element, child)
      }
    }
  } else return undefined
  return children.size > 0 ? children : undefined
}
