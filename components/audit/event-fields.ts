// What an event holds, as fields and as text. Not YAML: its library is heavier than all of the audit.
import type { FieldChange } from '#lib/manifest/change.ts'
import { diffFields } from '#lib/manifest/diff.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/manifest/types.ts'

/** The fields that differ; all of them where there was nothing before. What is no mapping is one called "value". */
export function eventFields(before: unknown, after: unknown): FieldChange[] {
  return diffFields(mapping(before), mapping(after))
}

/** JSON with one field a line; "" for what is not there. */
export function eventText(value: unknown): string {
  return value === undefined || value === null ? '' : `${JSON.stringify(value, null, 2)}\n`
}

function mapping(value: unknown): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  // Safe because what an event holds came from a JSON column.
  const json = value as Json
  return isJsonObject(json) ? json : { value: json }
}
