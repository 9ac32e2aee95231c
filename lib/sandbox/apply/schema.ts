// Kubernetes' merge schema, read from schema.json (written by scripts/sandbox-schema.mjs): which fields exist, what they hold, and
// how lists and maps are merged.
//
// A type is written as a word ("string", "numeric", "boolean", "untyped", or a name), "[T]" (a list that is one leaf), "[T|a,b]" (a
// list of items known by their fields a and b), "[T|=]" (a set), "{T}" (a map), "{T}!" (a map that is one leaf). A struct with "!"
// among its fields is one leaf; with "*" it takes any other field, free-form; "=X" after a field's type is the JSON of its default: what Kubernetes' own types carry when it is not set.
// "~" marks a field whose zero value ("", 0, false) is the same as none.
import type { Json, JsonObject } from '../../manifest/types.ts'
import { isJsonObject } from '../../manifest/types.ts'
import source from './schema.json' with { type: 'json' }

type Scalar = 'string' | 'numeric' | 'boolean' | 'untyped'
export type ListType = { element: string; atomic: boolean; keys: readonly string[] }
export type Field = { type: string; default?: Json; dropsZero: boolean }
/** `element` is the type of keys that `fields` does not name; without it such keys do not exist. */
export type MapType = { fields: Readonly<Record<string, Field>>; element?: string; atomic: boolean }
/** What a value of a type may be; a free-form type allows all three. */
export type Atom = { scalar?: Scalar; list?: ListType; map?: MapType }

const SCALARS: readonly string[] = ['string', 'numeric', 'boolean', 'untyped']
/** Free-form content of custom resources: maps merge key by key, lists are leaves. */
export const FREE = '*'

const definitions: Readonly<Record<string, string | Readonly<Record<string, string>>>> = source
const resolved = new Map<string, Atom>()

/** The atom of a type as it is written in the schema. Throws when the schema does not know it: a fault of the table. */
export function resolve(type: string): Atom {
  const known = resolved.get(type)
  if (known) return known
  const atom = parse(type)
  resolved.set(type, atom)
  return atom
}

/** The type of a map's key, undefined when the map has no such key. */
export function fieldType(map: MapType, key: string): string | undefined {
  return Object.hasOwn(map.fields, key) ? map.fields[key]?.type : map.element
}

/** An object of a type with nothing set: only what Kubernetes' own types always carry. */
export function emptyOf(type: string): JsonObject {
  const empty: JsonObject = {}
  for (const [key, field] of Object.entries(resolve(type).map?.fields ?? {})) {
    const value = emptyField(field)
    if (value !== undefined) empty[key] = value
  }
  return empty
}

/** What a field holds when it is not set; undefined when it is then absent. Enumerations are filled in by defaulting, not here. */
export function emptyField(field: Field): Json | undefined {
  if (isJsonObject(field.default)) return emptyOf(field.type)
  return field.default === '' || field.default === 0 || field.default === false ? field.default : undefined
}

function parse(type: string): Atom {
  const definition = definitions[type]
  if (type === FREE || definition === FREE) {
    return { scalar: 'untyped', list: { element: FREE, atomic: true, keys: [] }, map: { fields: {}, element: FREE, atomic: false } }
  }
  if (typeof definition === 'string') return resolve(definition)
  if (definition) return { map: parseStruct(definition) }
  if (isScalar(type)) return { scalar: type }
  const list = /^\[(.+?)(?:\|([^|]+))?\]$/.exec(type)
  if (list?.[1]) {
    const keys = list[2] === undefined || list[2] === '=' ? [] : list[2].split(',')
    return { list: { element: list[1], atomic: list[2] === undefined, keys } }
  }
  const map = /^\{(.+)\}(!?)$/.exec(type)
  if (map?.[1]) return { map: { fields: {}, element: map[1], atomic: map[2] === '!' } }
  throw new Error(`the merge schema has no type ${type}`)
}

function parseStruct(definition: Readonly<Record<string, string>>): MapType {
  const fields: Record<string, Field> = {}
  for (const [name, written] of Object.entries(definition)) {
    if (name === '!' || name === FREE) continue
    const [, type = written, zero, fallback] = /^(.+?)(~?)(?:=([^=\]]*))?$/.exec(written) ?? []
    const field = { type, dropsZero: zero === '~' }
    fields[name] = fallback === undefined ? field : { ...field, default: readDefault(fallback) }
  }
  return { fields, atomic: '!' in definition, ...(FREE in definition ? { element: FREE } : {}) }
}

function readDefault(text: string): Json {
  const value: unknown = JSON.parse(text)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || isJsonObject(value)) return value
  throw new Error(`the merge schema has a default that is none: ${text}`)
}

function isScalar(type: string): type is Scalar {
  return SCALARS.includes(type)
}
