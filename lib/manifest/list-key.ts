// How the items of a list of maps are told apart: by the field that Kubernetes itself merges such lists by, not by their index.
import { isJsonObject, type Json, type JsonObject } from './types.ts'

/** Tried in this order: a volume mount has a name too, but only its path is its own. */
const CANDIDATES: readonly (readonly string[])[] = [
  ['mountPath'], ['devicePath'], ['name'], ['metadata', 'name'], ['containerPort'], ['port'], ['topologyKey'], ['ip'], ['type'], ['key'], ['path'],
]

/** A list of maps in which every item has a name of its own. */
export type KeyedList = Map<string, JsonObject>

/**
 * The lists by the key that fits all of them at once: each item is a map, has it, and no two items of a list share it.
 * Undefined when there is no such key. Ports that differ by protocol only count as "53/UDP".
 */
export function keyedLists(lists: readonly (readonly Json[])[]): KeyedList[] | undefined {
  const maps = lists.map((list) => list.filter(isJsonObject))
  if (maps.some((list, index) => list.length !== lists[index]?.length) || maps.every((list) => list.length === 0)) return undefined
  for (const path of CANDIDATES) {
    for (const withProtocol of path[0] === 'containerPort' || path[0] === 'port' ? [false, true] : [false]) {
      const keyed = maps.map((list) => byKey(list, (item) => keyOf(item, path, withProtocol)))
      if (keyed.every((list) => list !== undefined)) return keyed
    }
  }
  return undefined
}

function byKey(list: readonly JsonObject[], keyOfItem: (item: JsonObject) => string | undefined): KeyedList | undefined {
  const keyed: KeyedList = new Map()
  for (const item of list) {
    const key = keyOfItem(item)
    if (key === undefined || keyed.has(key)) return undefined
    keyed.set(key, item)
  }
  return keyed
}

function keyOf(item: JsonObject, path: readonly string[], withProtocol: boolean): string | undefined {
  let value: Json | undefined = item
  for (const segment of path) value = isJsonObject(value) ? value[segment] : undefined
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return withProtocol ? `${value}/${typeof item.protocol === 'string' ? item.protocol : 'TCP'}` : String(value)
}
