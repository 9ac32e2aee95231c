// Says which fields differ between two versions of an object: leaf by leaf, items of lists matched by what they are, not by where they stand.
import { diffArrays } from 'diff'
import type { FieldChange } from './change.ts'
import { isEqual } from './equal.ts'
import { keyedLists, type KeyedList } from './list-key.ts'
import { isJsonObject, type Json, type JsonObject } from './types.ts'

/** Beyond this many differences two lists are compared place by place: looking for the shortest way would take too long. */
const MAX_EDITS = 2000

/**
 * The differences, in the order of `before`, then of what `after` adds; empty exactly when both say the same. Paths are written as in
 * `spec.template.spec.containers[thanos-query].args[3]`; an index is the one in `after`, that of a removed item the one in `before`.
 * A list with the same items in another order is one change that names the items in both orders.
 */
export function diffFields(before: JsonObject | undefined, after: JsonObject | undefined): FieldChange[] {
  return diffValue('', before, after)
}

function diffValue(path: string, before: Json | undefined, after: Json | undefined): FieldChange[] {
  if (isEqual(before, after)) return []
  if (isMapOrNone(before) && isMapOrNone(after)) return diffMaps(path, before, after)
  if (isListOrNone(before) && isListOrNone(after)) return diffLists(path, before, after)
  return [change(path, before, after)]
}

function diffMaps(path: string, before: JsonObject | undefined, after: JsonObject | undefined): FieldChange[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  // An empty map that comes or goes has no field that would show it.
  if (keys.length === 0) return [change(path, before, after)]
  const changes = keys.flatMap((key) => diffValue(fieldPath(path, key), before?.[key], after?.[key]))
  return changes.length > 0 ? changes : [change(path, before, after)]
}

function diffLists(path: string, before: Json[] | undefined, after: Json[] | undefined): FieldChange[] {
  if ((before ?? []).length === 0 && (after ?? []).length === 0) return [change(path, before, after)]
  const [keyedBefore, keyedAfter] = keyedLists([before ?? [], after ?? []]) ?? []
  if (keyedBefore && keyedAfter) return diffKeyed(path, keyedBefore, keyedAfter)
  return diffSequences(path, before ?? [], after ?? [])
}

function diffKeyed(path: string, before: KeyedList, after: KeyedList): FieldChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  const changes = keys.flatMap((key) => diffValue(`${path}[${key}]`, before.get(key), after.get(key)))
  const orderBefore = [...before.keys()].filter((key) => after.has(key))
  const orderAfter = [...after.keys()].filter((key) => before.has(key))
  const isMoved = orderBefore.some((key, index) => key !== orderAfter[index])
  return isMoved ? [...changes, change(path, [...before.keys()], [...after.keys()])] : changes
}

/** Lists of words, such as arguments, and lists of maps without a name: what is inserted or removed does not change what follows it. */
function diffSequences(path: string, before: Json[], after: Json[]): FieldChange[] {
  const steps = diffArrays(before, after, { comparator: isEqual, maxEditLength: MAX_EDITS })
    ?? [{ value: before, removed: true, added: false }, { value: after, removed: false, added: true }]
  const changes: FieldChange[] = []
  let at = { before: 0, after: 0 }
  let removed: Json[] = []
  let added: Json[] = []
  const flush = (): void => {
    changes.push(...diffHunk(path, { removed, added, at }))
    at = { before: at.before + removed.length, after: at.after + added.length }
    removed = []
    added = []
  }
  for (const step of steps) {
    if (step.removed) removed = [...removed, ...step.value]
    else if (step.added) added = [...added, ...step.value]
    else {
      flush()
      at = { before: at.before + step.value.length, after: at.after + step.value.length }
    }
  }
  flush()
  return changes
}

/** Items that stand in each other's place: the same flag with another value is one change; what is left over came or went. */
function diffHunk(path: string, hunk: { removed: Json[]; added: Json[]; at: { before: number; after: number } }): FieldChange[] {
  const { removed, added, at } = hunk
  const partners = new Map<number, number>()
  removed.forEach((item, index) => {
    const flag = flagOf(item)
    const partner = flag === undefined ? -1 : added.findIndex((other, place) => flagOf(other) === flag && !partners.has(place))
    if (partner >= 0) partners.set(partner, index)
  })
  const taken = new Set(partners.values())
  const free = removed.map((_, index) => index).filter((index) => !taken.has(index))
  added.forEach((item, place) => {
    const isPairable = !partners.has(place) && flagOf(item) === undefined
    const index = isPairable ? free.findIndex((one) => flagOf(removed[one] ?? null) === undefined) : -1
    const [partner] = index < 0 ? [] : free.splice(index, 1)
    if (partner !== undefined) partners.set(place, partner)
  })
  return [
    ...free.flatMap((index) => diffValue(`${path}[${at.before + index}]`, removed[index], undefined)),
    ...added.flatMap((item, place) => {
      const partner = partners.get(place)
      return diffValue(`${path}[${at.after + place}]`, partner === undefined ? undefined : removed[partner], item)
    }),
  ]
}

function flagOf(item: Json): string | undefined {
  return typeof item === 'string' ? /^--?(?:no-)?([\w.-]+)/.exec(item)?.[1] : undefined
}

/** A path with one more field; a name with dots, brackets, blanks or slashes is quoted. */
export function fieldPath(path: string, key: string): string {
  if (key === '' || /[.[\]\s/]/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

function change(path: string, before: Json | undefined, after: Json | undefined): FieldChange {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

function isMapOrNone(value: Json | undefined): value is JsonObject | undefined {
  return value === undefined || isJsonObject(value)
}

function isListOrNone(value: Json | undefined): value is Json[] | undefined {
  return value === undefined || Array.isArray(value)
}
