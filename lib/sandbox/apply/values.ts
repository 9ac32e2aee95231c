// Walks values along the merge schema: checks them, lists the fields they set, takes fields away.
import { isDeepStrictEqual } from 'node:util'
import type { Json, JsonObject } from '../../manifest/types.ts'
import { isJsonObject } from '../../manifest/types.ts'
import type { FieldPath, FieldSet } from './field-set.ts'
import { emptySet, insert, isEmpty, itemElement, pathText } from './field-set.ts'
import type { Atom } from './schema.ts'
import { fieldType, resolve } from './schema.ts'

/** Narrows a free-form type to what a value is. Null may be anything. */
export function atomFor(type: string, value: Json | undefined): Atom {
  const atom = resolve(type)
  if (value === undefined || value === null) return atom
  if (Array.isArray(value)) return atom.list ? { list: atom.list } : atom
  if (isJsonObject(value)) return atom.map ? { map: atom.map } : atom
  return atom.scalar ? { scalar: atom.scalar } : atom
}

/** The first thing in a value that its type does not allow, in the API server's words: ".spec.x: field not declared in schema". */
export function typeProblem(value: Json, type: string, { duplicates }: { duplicates: boolean }): string | undefined {
  if (value === null) return undefined
  const { scalar, list, map } = atomFor(type, value)
  if (map) {
    if (!isJsonObject(value)) return `: expected map, got &{${printed(value)}}`
    for (const [key, child] of Object.entries(value)) {
      const childType = fieldType(map, key)
      const problem = childType === undefined ? ': field not declared in schema' : typeProblem(child, childType, { duplicates })
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }
  if (scalar) return scalarProblem(value, scalar)
  if (!list) return undefined
  if (!Array.isArray(value)) return `: expected list, got &{${printed(value)}}`
  const seen = new Set<string>()
  for (const [index, item] of value.entries()) {
    const element = list.atomic ? undefined : itemElement(list, item)
    if (!list.atomic && element === undefined) return `: element ${index}: associative list with keys may not have non-map elements`
    const at = element === undefined ? `[${index}]` : pathText([element])
    if (element !== undefined && seen.has(element) && !duplicates) return `: duplicate entries for key ${at}`
    if (element !== undefined) seen.add(element)
    const problem = typeProblem(item, list.element, { duplicates })
    if (problem !== undefined) return `${at}${problem}`
  }
  return undefined
}

function scalarProblem(value: Json, scalar: string): string | undefined {
  const fits = scalar === 'untyped' ? typeof value !== 'object'
    : typeof value === (scalar === 'numeric' ? 'number' : scalar)
  if (fits) return undefined
  return scalar === 'numeric' ? `: expected numeric (int or float), got ${typeof value}` : `: expected ${scalar === 'untyped' ? 'any scalar' : scalar}, got ${shown(value)}`
}

/** As Go prints a value with %v. */
function printed(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`
  if (!isJsonObject(value)) return String(value)
  return `map[${Object.keys(value).toSorted().map((key) => `${key}:${printed(value[key] ?? null)}`).join(' ')}]`
}

/** As Go prints a value with %#v: what stands where a scalar should is told so. */
function shown(value: Json): string {
  return `&value.valueUnstructured{Value:${literal(value)}}`
}

function literal(value: Json): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(literal).join(', ')}}`
  if (!isJsonObject(value)) return JSON.stringify(value)
  return `map[string]interface {}{${Object.keys(value).toSorted().map((key) => `${JSON.stringify(key)}:${literal(value[key] ?? null)}`).join(', ')}}`
}

/** The fields that a value sets, as its manager owns them. */
export function fieldSetOf(value: Json, type: string): FieldSet {
  const set = emptySet()
  collect(value, type, [], set)
  return set
}

function collect(value: Json, type: string, path: FieldPath, set: FieldSet): void {
  const { map, list } = atomFor(type, value)
  if (map) {
    if (map.atomic) insert(set, path)
    else if (isJsonObject(value)) collectMap(value, map, path, set)
  } else if (list && (value === null || Array.isArray(value))) {
    if (list.atomic) insert(set, path)
    else for (const item of value ?? []) {
      const element = itemElement(list, item)
      if (element === undefined) continue
      collect(item, list.element, [...path, element], set)
      insert(set, [...path, element])
    }
  } else insert(set, path)
}

function collectMap(value: JsonObject, map: NonNullable<Atom['map']>, path: FieldPath, set: FieldSet): void {
  for (const [key, child] of Object.entries(value)) {
    const childType = fieldType(map, key)
    const childPath = [...path, `f:${key}`]
    if (childType !== undefined) collect(child, childType, childPath, set)
    const isHollow = child === null || (isJsonObject(child) && Object.keys(child).length === 0)
    if (isHollow || !Object.hasOwn(map.fields, key)) insert(set, childPath)
  }
}

/** A value without the fields of a set. Undefined when nothing is left of it. */
export function removeFields(value: Json, fields: FieldSet, type: string): Json | undefined {
  const { map, list } = atomFor(type, value)
  if (map) {
    if (!isJsonObject(value) || map.atomic) return undefined
    const kept: JsonObject = {}
    for (const [key, child] of Object.entries(value)) {
      const rest = removeElement(child, fields, `f:${key}`, fieldType(map, key))
      if (rest !== undefined) kept[key] = rest
    }
    return Object.keys(kept).length > 0 ? kept : undefined
  }
  if (!list) return value
  if (!Array.isArray(value) || list.atomic) return undefined
  const kept: Json[] = []
  for (const item of value) {
    const element = itemElement(list, item)
    const rest = element === undefined ? item : removeElement(item, fields, element, list.element)
    if (rest !== undefined) kept.push(rest)
  }
  return kept.length > 0 ? kept : undefined
}

function removeElement(value: Json, fields: FieldSet, element: string, type: string | undefined): Json | undefined {
  if (fields.members.has(element)) return undefined
  const below = fields.children.get(element)
  if (!below || isEmpty(below) || type === undefined) return value
  // What is emptied but not itself removed stays as null until the object is read back into its type: so its other owners keep it.
  return removeFields(value, below, type) ?? null
}

/** Whether two values are the same data, whatever the order of their keys. */
export function equals(a: Json | undefined, b: Json | undefined): boolean {
  return isDeepStrictEqual(a, b)
}
