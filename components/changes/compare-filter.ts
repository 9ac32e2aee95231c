// What of a comparison fits the words typed into its filter.
import type { Reading } from './compare-address.ts'
import type { ComparedObject, Comparison } from './compare-objects.ts'
import type { Field } from './field-name.ts'

/**
 * Every word must occur, in any case: in the object's name, in a field's name or values, and where manifests are read, in them.
 * Of an object whose name does not fit, only the fields that do are left.
 */
export function narrowComparison({ objects, unchanged }: Comparison, words: string, reading: Reading): Comparison {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '')
  if (wanted.length === 0) return { objects, unchanged }
  const fits = (text: string): boolean => wanted.every((word) => text.toLowerCase().includes(word))
  return { objects: objects.flatMap((object) => narrowObject(object, fits, reading) ?? []), unchanged: unchanged.filter(fits) }
}

function narrowObject(object: ComparedObject, fits: (text: string) => boolean, reading: Reading): ComparedObject | undefined {
  if (fits(object.id)) return object
  if (reading === 'yaml' && (fits(object.before) || fits(object.after))) return object
  const fields = object.fields.filter((field) => fits(`${object.id} ${textOf(field)}`))
  return fields.length === 0 ? undefined : { ...object, fields }
}

function textOf({ name, before, after }: Field): string {
  return [name, before, after].filter((part) => typeof part === 'string').join(' ')
}
