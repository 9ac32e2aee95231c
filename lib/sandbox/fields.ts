// Reads nested fields of JSON objects whose shape is not known: what is absent or of another type reads as empty.
import type { Json, JsonObject } from '../manifest/types.ts'
import { isJsonObject } from '../manifest/types.ts'

export function valueAt(value: Json | undefined, ...path: string[]): Json | undefined {
  let here = value
  for (const key of path) here = isJsonObject(here) && Object.hasOwn(here, key) ? here[key] : undefined
  return here
}

export function mapAt(value: Json | undefined, ...path: string[]): JsonObject {
  const found = valueAt(value, ...path)
  return isJsonObject(found) ? found : {}
}

/** The items of a list that are objects. */
export function itemsAt(value: Json | undefined, ...path: string[]): JsonObject[] {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? found.filter(isJsonObject) : []
}

export function textAt(value: Json | undefined, ...path: string[]): string {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : ''
}

export function numberAt(value: Json | undefined, ...path: string[]): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

/** The entries of a map whose values are text: labels, selectors. */
export function textsAt(value: Json | undefined, ...path: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(mapAt(value, ...path)).flatMap(([key, text]) => typeof text === 'string' ? [[key, text]] : []))
}
