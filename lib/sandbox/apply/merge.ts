// Merges an applied configuration into a live object as structured-merge-diff does: the applied value wins, lists keep a common order.
import type { Json, JsonObject } from '../../manifest/types.ts'
import { isJsonObject } from '../../manifest/types.ts'
import { itemElement } from './field-set.ts'
import type { ListType, MapType } from './schema.ts'
import { fieldType } from './schema.ts'
import { atomFor } from './values.ts'

/** Undefined stands for an absent side; null is a value. */
export function merge(live: Json | undefined, applied: Json | undefined, type: string): Json | undefined {
  const { map, list } = atomFor(type, applied ?? live)
  if (map && !map.atomic) {
    const [left, right] = [asMap(live), asMap(applied)]
    if (hasKeys(left) || hasKeys(right)) return mergeMaps(left ?? {}, right ?? {}, map)
  } else if (!map && list && !list.atomic) {
    const [left, right] = [asList(live), asList(applied)]
    if (left.length > 0 || right.length > 0) return mergeLists(left, right, list)
  }
  return applied === undefined ? live : applied
}

function mergeMaps(live: JsonObject, applied: JsonObject, map: MapType): JsonObject {
  const out: JsonObject = {}
  for (const key of new Set([...Object.keys(live), ...Object.keys(applied)])) {
    const type = fieldType(map, key)
    const value = type === undefined ? live[key] : merge(live[key], applied[key], type)
    if (value !== undefined) out[key] = value
  }
  return out
}

/** Items of both sides follow the applied order; those that only live has stay where they stand among them. */
function mergeLists(live: Json[], applied: Json[], list: ListType): Json[] {
  const left = live.map((item) => [itemElement(list, item) ?? '', item] as const)
  const right = applied.map((item) => [itemElement(list, item) ?? '', item] as const)
  const leftItems = new Map(left.toReversed())
  const rightItems = new Map(right)
  const shared = right.map(([element]) => element).filter((element) => leftItems.has(element))
  const merged = new Set<string>()
  const out: Json[] = []
  const take = (element: string, leftItem: Json | undefined): void => {
    const item = merge(leftItem, rightItems.get(element), list.element)
    if (item !== undefined) out.push(item)
  }
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const leftEntry = left[l]
    const rightEntry = right[r]
    if (leftEntry && rightEntry) {
      if (leftEntry[0] === rightEntry[0]) {
        merged.add(leftEntry[0])
        take(leftEntry[0], leftEntry[1])
        shared.shift()
        l++
        r++
        continue
      }
      if (rightItems.has(leftEntry[0]) && shared[0] !== undefined && shared[0] !== leftEntry[0]) {
        l++
        continue
      }
    }
    if (leftEntry) {
      if (!rightItems.has(leftEntry[0])) {
        take(leftEntry[0], leftEntry[1])
        l++
        continue
      }
      if (merged.has(leftEntry[0])) l++
    }
    if (rightEntry) {
      merged.add(rightEntry[0])
      take(rightEntry[0], leftItems.get(rightEntry[0]))
      r++
      if (shared[0] === rightEntry[0]) shared.shift()
    }
  }
  return out
}

function asMap(value: Json | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined
}

function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

function hasKeys(value: JsonObject | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0
}
