// What an object looks like once the API server has read it into its types and written it out again.
import type { Json, JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'
import { emptyField, fieldType, FREE, resolve } from './apply/schema.ts'
import { canonicalQuantity } from './quantity.ts'

/**
 * Drops nulls, empty lists and maps and fields that the type does not have; adds what is always written; quantities
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
    const isZero = map.fields[key]?.dropsZero === true && (child === '' || child === 0 || child === false)
    const kept = type === undefined || isZero ? undefined : canonical(child, type)
    if (kept !== undefined) out[key] = kept
  }
  for (const [key, field] of Object.entries(map.fields)) {
    const empty = out[key] === undefined ? emptyField(field) : undefined
    if (empty !== undefined) out[key] = empty
  }
  return map.element !== undefined && Object.keys(out).length === 0 ? undefined : out
}

const QUANTITY_WORDS = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

/** What keeps a value of the right types from being read: a quantity or a base64 text that is none. In the API server's words. */
export function valueProblem(value: Json, type: string): string | undefined {
  if (type === 'Quantity') return (typeof value === 'string' || typeof value === 'number') && canonicalQuantity(value) === undefined ? QUANTITY_WORDS : undefined
  if (type === FREE || type === 'FieldsV1') return undefined
  const { map, list } = resolve(type)
  if (map && isJsonObject(value)) {
    if (type === 'Secret' && isJsonObject(value.data)) {
      const broken = Object.values(value.data).find((text) => typeof text === 'string' && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
      if (broken !== undefined) return 'error decoding from json: illegal base64 data'
    }
    return firstProblem(Object.entries(value).map(([key, child]) => [child, fieldType(map, key)]))
  }
  return list && Array.isArray(value) ? firstProblem(value.map((item) => [item, list.element])) : undefined
}

function firstProblem(parts: readonly (readonly [Json, string | undefined])[]): string | undefined {
  for (const [value, type] of parts) {
    const problem = type === undefined ? undefined : valueProblem(value, type)
    if (problem !== undefined) return problem
  }
  return undefined
}
