// Sets of field paths in the shape of managedFields (FieldsV1). A path element is written as on the wire: f:NAME, k:{"KEY":VALUE}, v:VALUE.
import type { Json, JsonObject } from '../../manifest/types.ts'
import { isJsonObject } from '../../manifest/types.ts'
import type { ListType } from './schema.ts'
import { fieldType, resolve } from './schema.ts'

/** `members` are the paths that end here, `children` those that go on. Sets are never changed in place, except while one is built. */
export type FieldSet = { members: Set<string>; children: Map<string, FieldSet> }
export type FieldPath = readonly string[]

export function emptySet(): FieldSet {
  return { members: new Set(), children: new Map() }
}

export function isEmpty(set: FieldSet): boolean {
  return set.members.size === 0 && [...set.children.values()].every(isEmpty)
}

/** Adds a path to a set that is being built. The empty path is no path. */
export function insert(set: FieldSet, path: FieldPath): void {
  let node = set
  for (const [index, element] of path.entries()) {
    if (index === path.length - 1) {
      node.members.add(element)
      return
    }
    const next = node.children.get(element) ?? emptySet()
    node.children.set(element, next)
    node = next
  }
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children)
  for (const [element, child] of b.children) {
    const own = children.get(element)
    children.set(element, own ? union(own, child) : child)
  }
  return { members: new Set([...a.members, ...b.members]), children }
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return { members: new Set([...a.members].filter((element) => b.members.has(element))), children: combine(a, b, intersection, false) }
}

/** The paths of a that are not in b; a path below one of b's stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return { members: new Set([...a.members].filter((element) => !b.members.has(element))), children: combine(a, b, difference, true) }
}

function combine(a: FieldSet, b: FieldSet, operation: (a: FieldSet, b: FieldSet) => FieldSet, keepAlone: boolean): Map<string, FieldSet> {
  const children = new Map<string, FieldSet>()
  for (const [element, child] of a.children) {
    const other = b.children.get(element)
    if (!other && !keepAlone) continue
    const combined = other ? operation(child, other) : child
    if (!isEmpty(combined)) children.set(element, combined)
  }
  return children
}

/** Adds the struct fields on the way to each path as members of their own. */
export function ensureNamedFields(set: FieldSet, type: string): FieldSet {
  const { map, list } = resolve(type)
  const out: FieldSet = { members: new Set(set.members), children: new Map() }
  for (const [element, child] of set.children) {
    const name = element.startsWith('f:') ? element.slice(2) : undefined
    if (map && name !== undefined && Object.hasOwn(map.fields, name)) out.members.add(element)
    const childType = name === undefined ? list?.element : map && fieldType(map, name)
    out.children.set(element, childType === undefined ? child : ensureNamedFields(child, childType))
  }
  return out
}

/** Every path of a set, in the order in which the API server tells them. */
export function paths(set: FieldSet, prefix: FieldPath = []): FieldPath[] {
  return [
    ...[...set.members].toSorted().map((element) => [...prefix, element]),
    ...[...set.children].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([element, child]) => paths(child, [...prefix, element])),
  ]
}

/** A path in the API server's words: .spec.template.spec.containers[name="query"].image */
export function pathText(path: FieldPath): string {
  return path.map((element) => {
    const content = element.slice(2)
    if (element.startsWith('f:')) return `.${content}`
    if (element.startsWith('v:')) return `[=${content}]`
    const key: unknown = JSON.parse(content)
    return isJsonObject(key) ? `[${Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]` : content
  }).join('')
}

export function toFieldsV1(set: FieldSet, isMember = false): JsonObject {
  const out: JsonObject = {}
  if (isMember && set.children.size + set.members.size > 0) out['.'] = {}
  for (const element of [...new Set([...set.members, ...set.children.keys()])].toSorted()) {
    const child = set.children.get(element)
    out[element] = child ? toFieldsV1(child, set.members.has(element)) : {}
  }
  return out
}

export function fromFieldsV1(fields: JsonObject): FieldSet {
  const set = emptySet()
  for (const [element, child] of Object.entries(fields)) {
    if (element === '.' || !isJsonObject(child)) continue
    const rest = Object.keys(child)
    if (rest.length === 0 || rest.includes('.')) set.members.add(element)
    if (rest.some((name) => name !== '.')) set.children.set(element, fromFieldsV1(child))
  }
  return set
}

/** The path element that names an item of a list that is not one leaf. Undefined when the item has none of its keys. */
export function itemElement(list: ListType, item: Json): string | undefined {
  if (list.keys.length === 0) return typeof item === 'object' ? undefined : `v:${JSON.stringify(item)}`
  if (!isJsonObject(item)) return undefined
  const fields = resolve(list.element).map?.fields ?? {}
  const key: JsonObject = {}
  for (const name of list.keys.toSorted()) {
    const value = item[name] ?? fields[name]?.default
    if (value !== undefined) key[name] = value
  }
  return Object.keys(key).length === 0 ? undefined : `k:${JSON.stringify(key)}`
}
