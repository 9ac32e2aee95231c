// Reads single fields of an object whose shape is not known to be what it should be.
import { isJsonObject, type Json, type JsonObject } from './types.ts'

/** The value below these keys, or undefined where one is missing. */
export function fieldAt(value: Json | undefined, ...keys: string[]): Json | undefined {
  return keys.reduce((here: Json | undefined, key) => (isJsonObject(here) ? here[key] : undefined), value)
}

export function numberAt(value: Json | undefined, ...keys: string[]): number | undefined {
  const found = fieldAt(value, ...keys)
  return typeof found === 'number' ? found : undefined
}

export function stringAt(value: Json | undefined, ...keys: string[]): string | undefined {
  const found = fieldAt(value, ...keys)
  return typeof found === 'string' ? found : undefined
}

/** The maps of a list; [] where there is no list. */
export function mapsAt(value: Json | undefined, ...keys: string[]): JsonObject[] {
  const found = fieldAt(value, ...keys)
  return Array.isArray(found) ? found.filter(isJsonObject) : []
}
