// The three-way merge of one object as JSON: map by map, list item by list item where items have a name, file line by line.
import { isEqual } from '../manifest/equal.ts'
import { keyedLists } from '../manifest/list-key.ts'
import { mergeLines, type Run } from '../manifest/merge-lines.ts'
import { mergeOrder } from '../manifest/merge-order.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import type { Kind } from './kind.ts'
import { mergeArgs } from './merge-args.ts'
import { type Ballot, changedBy, eachSide, note, pick, type Sides, textOf } from './merge-field.ts'

/** What is known of the object: how its paths are called, where its command line stands, where its files are. */
export type Shape = {
  readonly nameOf: (path: string) => string
  readonly args?: { readonly path: string; readonly kind: Kind }
  readonly filesUnder?: string
}

type Walk = { readonly shape: Shape; readonly ballot: Ballot }
type Value = Json | undefined

/** Merges three versions of a value. Undefined stands for "not there", also as the answer. */
export function mergeTree(sides: Sides<Value>, walk: Walk, path = ''): Value {
  const by = changedBy(sides, isEqual)
  if (by === undefined) return sides.base
  const maps = ofKind(sides, isJsonObject, {})
  if (maps !== undefined) return mergeMaps(maps, walk, path)
  const lists = ofKind(sides, isList, [])
  if (lists !== undefined) {
    const merged = mergeLists(lists, walk, path)
    if (merged !== undefined) return merged
  }
  if (by === 'conflict' && isFile(walk.shape, path)) {
    const { base, theirs, mine } = sides
    if (typeof base === 'string' && typeof theirs === 'string' && typeof mine === 'string') return mergeText({ base, theirs, mine }, walk, path)
  }
  return pick(note(walk.ballot, { path: walk.shape.nameOf(path), by, texts: eachSide(sides, textOf) }), sides)
}

/** The three sides as one kind of value, when theirs and mine are there; what the base has not is empty. */
function ofKind<Kept extends Json>(sides: Sides<Value>, is: (value: Value) => value is Kept, empty: Kept): Sides<Kept> | undefined {
  const { base = empty, theirs, mine } = sides
  return is(base) && is(theirs) && is(mine) ? { base, theirs, mine } : undefined
}

function mergeMaps(sides: Sides<JsonObject>, walk: Walk, path: string): JsonObject {
  const keys = eachSide(sides, (map) => Object.keys(map))
  const all = new Set([...keys.theirs, ...keys.mine, ...keys.base])
  const merged = new Map([...all].flatMap((key): [string, Json][] => {
    const value = mergeTree(eachSide(sides, (map) => (Object.hasOwn(map, key) ? map[key] : undefined)), walk, fieldPath(path, key))
    return value === undefined ? [] : [[key, value]]
  }))
  return Object.fromEntries(mergeOrder({ ...keys, present: new Set(merged.keys()) }).map((key) => [key, merged.get(key) ?? null]))
}

/** Undefined for lists whose items have no name and no meaning of their own: such a list is one value. */
function mergeLists(sides: Sides<Json[]>, walk: Walk, path: string): Json[] | undefined {
  const { args } = walk.shape
  if (args?.path === path) {
    const words = ofKind(sides, isWords, [])
    if (words !== undefined) return mergeArgs(args.kind, words, walk.ballot)
  }
  const [base, theirs, mine] = keyedLists([sides.base, sides.theirs, sides.mine]) ?? []
  if (base === undefined || theirs === undefined || mine === undefined) return undefined
  const items = { base, theirs, mine }
  const keys = eachSide(items, (list) => [...list.keys()])
  const all = new Set([...keys.theirs, ...keys.mine, ...keys.base])
  const merged = new Map([...all].flatMap((key): [string, Json][] => {
    const item = mergeTree(eachSide(items, (list): Value => list.get(key)), walk, `${path}[${key}]`)
    return item === undefined ? [] : [[key, item]]
  }))
  return mergeOrder({ ...keys, present: new Set(merged.keys()) }).flatMap((key) => merged.get(key) ?? [])
}

function mergeText(sides: Sides<string>, { shape, ballot }: Walk, path: string): string {
  const { base, theirs, mine } = eachSide(sides, (text) => text.split('\n'))
  let line = 1
  const lines = mergeLines(base, theirs, mine).flatMap((run) => {
    const from = line
    line += run.base.length
    if (run.change === 'none') return run.base
    return linesOf(run, from, ballot, shape.nameOf(path))
  })
  return lines.join('\n')
}

function linesOf(run: Run, line: number, ballot: Ballot, path: string): readonly string[] {
  if (run.change === 'none') return run.base
  const by = run.change === 'both' ? 'same' : run.change
  const texts = eachSide(run, (lines) => (lines.length === 0 ? undefined : lines.join('\n')))
  const choice = note(ballot, { path, line, by, texts, canKeepBoth: by === 'conflict' && run.base.length === 0 })
  return choice === 'both' ? [...run.theirs, ...run.mine] : pick(choice, run)
}

function isFile({ filesUnder }: Shape, path: string): boolean {
  return filesUnder !== undefined && path.startsWith(filesUnder)
}

function isList(value: Value): value is Json[] {
  return Array.isArray(value)
}

function isWords(value: Value): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function fieldPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
