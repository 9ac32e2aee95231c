// What an object looks like once the API server has read it into its types and written it out again.
import type { Json, JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { fieldType, FREE, resolve } from './apply/schema.ts'
import { canonicalQuantity } from './quantity.ts'

/**
 * Drops nulls, empty lists and maps and fields that the type does not have; adds the structs that are always written; quantities
 * take their canonical form. Free-form parts stay as they are. Undefined when nothing is left.
 */
export function canonical(value: Json, type: string): Json | undefined {
  if (value === null) return undefined
  if (type === FREE || type === 'FieldsV1') return value
  if (type === 'Quantity') return typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(value) ?? value : value
  const { map, list } = resolve(type)
  if (map && isJsonObject(value)) return canonicalMap(value, map)
  if (list && Array.isArray(value)) {
    const items = value.map((item) => canonical(item, list.element) ?? {})
    return items.length > 0 ? items : undefined
  }
  return value
}

function canonicalMap(value: JsonObject, map: NonNullable<ReturnType<typeof resolve>['map']>): JsonObject | undefined {
  const out: JsonObject = {}
  for (const [key, child] of Object.entries(value)) {
    const type = fieldType(map, key)
    const kept = type === undefined ? undefined : canonical(child, type)
    if (kept !== undefined) out[key] = kept
  }
  for (const [key, field] of Object.entries(map.fields)) {
    if (isJsonObject(field.default) && out[key] === undefined) out[key] = canonical({}, field.type) ?? {}
  }
  return map.element !== undefined && Object.keys(out).length === 0 ? undefined : out
}
