// Takes the live value of single fields into an object of ours: the way in which somebody else's change becomes desired.
import { fieldPath } from './diff.ts'
import { keyedLists } from './list-key.ts'
import { isJsonObject, type Json, type JsonObject } from './types.ts'

/**
 * `ours` with what `theirs` has at each of these paths of diffFields(theirs, ours). A list without keys, such as arguments, is one value and is
 * taken whole; what they do not have is removed. Items of keyed lists keep their place; what is new comes last.
 */
export function takeFields(ours: JsonObject, theirs: JsonObject, paths: readonly string[]): JsonObject {
  return takeMap('', { ours, theirs }, new Set(paths))
}

/** What a path is taken together with: the list without keys that it stands in, else itself. */
export function unitOf(path: string): string {
  return path.replace(/\[\d+\](?:\..*)?$/, '')
}

type Sides<Value> = { ours: Value; theirs: Value }

function take(path: string, { ours, theirs }: Sides<Json | undefined>, paths: ReadonlySet<string>): Json | undefined {
  if (paths.has(path)) return theirs
  if (![...paths].some((each) => each.startsWith(path))) return ours
  if (isJsonObject(ours) && isJsonObject(theirs)) return takeMap(path, { ours, theirs }, paths)
  if (isJsonObject(theirs) && ours === undefined) return takeMap(path, { ours: {}, theirs }, paths)
  if (isJsonObject(ours) && theirs === undefined) return emptied(takeMap(path, { ours, theirs: {} }, paths))
  if (Array.isArray(ours ?? []) && Array.isArray(theirs ?? [])) return takeList(path, { ours: asList(ours), theirs: asList(theirs) }, paths)
  return isBelow(path, paths) ? theirs : ours
}

function takeMap(path: string, { ours, theirs }: Sides<JsonObject>, paths: ReadonlySet<string>): JsonObject {
  const result: [string, Json][] = []
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const value = take(fieldPath(path, key), { ours: ours[key], theirs: theirs[key] }, paths)
    if (value !== undefined) result.push([key, value])
  }
  return Object.fromEntries(result)
}

function takeList(path: string, { ours, theirs }: Sides<Json[]>, paths: ReadonlySet<string>): Json[] | undefined {
  const [mine, yours] = keyedLists([ours, theirs]) ?? []
  if (!mine || !yours) return isBelow(path, paths) ? theirs : ours
  const items = [...new Set([...mine.keys(), ...yours.keys()])].flatMap((key) => {
    const value = take(`${path}[${key}]`, { ours: mine.get(key), theirs: yours.get(key) }, paths)
    return value === undefined ? [] : [value]
  })
  return items.length === 0 ? undefined : items
}

function isBelow(path: string, paths: ReadonlySet<string>): boolean {
  return [...paths].some((each) => each.startsWith(`${path}[`) || each.startsWith(`${path}.`))
}

/** A map that lost its last field by being taken goes with it. */
function emptied(map: JsonObject): JsonObject | undefined {
  return Object.keys(map).length === 0 ? undefined : map
}

function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}
