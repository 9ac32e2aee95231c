// Strategic merge patches, as kubectl edit, set and rollout restart send them: lists of named things are merged thing by thing.
// https://github.com/kubernetes/design-proposals-archive/blob/main/cli/preserve-order-in-strategic-merge-patch.md
import type { Json, JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { fieldType, resolve } from './apply/schema.ts'

/** The target with a patch of its type applied: null removes a key, `$patch: delete` an item; hints about order are left aside. */
export function strategicMerge(target: Json | undefined, patch: Json, type: string): Json {
  const { map, list } = resolve(type)
  if (map && isJsonObject(patch)) {
    if (patch.$patch === 'replace') return without(patch, '$patch')
    const merged: JsonObject = isJsonObject(target) ? { ...target } : {}
    for (const [key, value] of Object.entries(patch)) {
      if (key.startsWith('$')) continue
      const inner = fieldType(map, key)
      if (value === null) delete merged[key]
      else merged[key] = inner === undefined ? value : strategicMerge(merged[key], value, inner)
    }
    return merged
  }
  // Kubernetes merges by the first key of a list: containers by name, ports by containerPort.
  const key = list?.atomic ? undefined : list?.keys[0]
  if (!list || key === undefined || !Array.isArray(patch)) return patch
  const items = Array.isArray(target) ? [...target] : []
  for (const item of patch) {
    if (!isJsonObject(item)) continue
    const at = items.findIndex((one) => isJsonObject(one) && one[key] === item[key])
    if (item.$patch === 'delete') {
      if (at >= 0) items.splice(at, 1)
    } else if (at >= 0) items[at] = strategicMerge(items[at], item, list.element)
    else items.push(strategicMerge(undefined, item, list.element))
  }
  return items
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
}
