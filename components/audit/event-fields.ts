// What an event holds, as fields and as text. Not YAML: its library is heavier than all of the audit.
import type { FieldChange } from '#lib/manifest/change.ts'
import { diffFields } from '#lib/manifest/diff.ts'
import { isJsonObject, type Json, type JsonObject } from '#lib/manifest/types.ts'
import type { Locale } from '#lib/text.ts'

/**
 * The fields that differ; all of them where there was nothing before. What is no mapping is one called "value". What was said in both
 * languages is told in the reader's.
 */
export function eventFields(before: unknown, after: unknown, locale: Locale): FieldChange[] {
  return diffFields(mapping(before, locale), mapping(after, locale))
}

/** JSON with one field a line; "" for what is not there. */
export function eventText(value: unknown): string {
  return value === undefined || value === null ? '' : `${JSON.stringify(value, null, 2)}\n`
}

function mapping(value: unknown, locale: Locale): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  // Safe because what an event holds came from a JSON column.
  const json = told(value as Json, locale)
  return isJsonObject(json) ? json : { value: json }
}

function told(value: Json, locale: Locale): Json {
  if (Array.isArray(value)) return value.map((item) => told(item, locale))
  if (!isJsonObject(value)) return value
  const { en, ko, ...others } = value
  if (typeof en === 'string' && typeof ko === 'string' && Object.keys(others).length === 0) return locale === 'ko' ? ko : en
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, told(field, locale)]))
}
