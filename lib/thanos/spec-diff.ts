// The difference between two specs in the words of the forms: object by object, flag by flag, file by file.
import { isJsonObject, type Json } from '../manifest/types.ts'
import { flagName, flagValues, renderArgs } from './read-args.ts'
import { fillSlots } from './slots.ts'
import type { DeclaredEdge } from './declared-edge.ts'
import { edgeId, specObjectId, type Arg, type SpecObject, type StackSpec, type Workload } from './spec.ts'

/** One difference. An absent side means "not set"; an object that came or went has the path "" and its type as the only side. */
export type SpecChange = { object: string; path: string; before?: string; after?: string }

/** What differs from `before` to `after`, in the order of the objects of `before`, then of those that came. Empty for equal specs. */
export function diffSpecs(before: StackSpec, after: StackSpec): SpecChange[] {
  const old = new Map(before.objects.map((object) => [specObjectId(object), object]))
  const fresh = new Map(after.objects.map((object) => [specObjectId(object), object]))
  const objects = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id) => {
    const [left, right] = [old.get(id), fresh.get(id)]
    if (!left || !right) return [change(id, '', left && typeOf(left), right && typeOf(right))]
    return diffObjects(id, left, right)
  })
  return [...objects, ...diffEdges(before.edges ?? [], after.edges ?? [])]
}

/** An edge that came or went has its kind as the only side. */
function diffEdges(before: readonly DeclaredEdge[], after: readonly DeclaredEdge[]): SpecChange[] {
  const old = new Map(before.map((edge) => [edgeId(edge), edge]))
  const fresh = new Map(after.map((edge) => [edgeId(edge), edge]))
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id) => {
    const [left, right] = [old.get(id), fresh.get(id)]
    return left && right ? compareParts(id, left, right) : [change(id, '', left?.kind, right?.kind)]
  })
}

function diffObjects(id: string, before: SpecObject, after: SpecObject): SpecChange[] {
  if (before.type === 'workload' && after.type === 'workload') return diffWorkloads(id, before, after)
  // `rest` and `manifest` are the object itself: their paths are shown as they are in YAML.
  const { type: oldType, ...old } = before
  const { type: newType, ...fresh } = after
  return [...compare(id, 'type', oldType, newType), ...compareParts(id, old, fresh)]
}

function diffWorkloads(id: string, before: Workload, after: Workload): SpecChange[] {
  const { args: oldArgs, type: _old, ...old } = before
  const { args: newArgs, type: _new, ...fresh } = after
  return [...diffArgs(id, oldArgs, newArgs), ...compareParts(id, old, fresh)]
}

function diffArgs(id: string, before: readonly Arg[], after: readonly Arg[]): SpecChange[] {
  const names = new Set([...before, ...after].flatMap((arg) => flagName(arg) ?? []))
  const flags = [...names].flatMap((name) => compare(id, `flags.${name}`, valuesOf(before, name), valuesOf(after, name)))
  const words = compare(id, 'args', wordsOf(before), wordsOf(after))
  if (flags.length > 0 || words.length > 0) return [...flags, ...words]
  // The same flags with the same values, written in another order or style: pods restart for that too.
  return compare(id, 'args', renderArgs(before).join('\n'), renderArgs(after).join('\n'))
}

function valuesOf(args: readonly Arg[], name: string): string | undefined {
  const values = flagValues(args, name)
  return values.length === 0 ? undefined : values.join('\n')
}

function wordsOf(args: readonly Arg[]): string | undefined {
  const words = args.flatMap((arg) => (arg.style === 'word' || arg.style === 'verbatim' ? [arg.text] : []))
  return words.length === 0 ? undefined : words.join(' ')
}

type Parts = Readonly<Record<string, unknown>>

function compareParts(id: string, before: Parts, after: Parts): SpecChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    // Where a part stood is of no interest: a part that was added by a form has no slot, one that came in a manifest has.
    if (key === 'rest') return compare(id, '', withoutSlots(before[key]), withoutSlots(after[key]))
    return compare(id, key === 'manifest' ? '' : key, toJson(before[key]), toJson(after[key]))
  })
}

function withoutSlots(rest: unknown): Json | undefined {
  const json = toJson(rest)
  return isJsonObject(json) ? fillSlots(json, {}) : json
}

/** Walks two values and gives one change per leaf that differs; lists are compared place by place. */
function compare(id: string, path: string, before: Json | undefined, after: Json | undefined): SpecChange[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .flatMap((key) => compare(id, path === '' ? key : `${path}.${key}`, before[key], after[key]))
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => compare(id, `${path}[${index}]`, before[index], after[index])).flat()
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [change(id, path, textOf(before), textOf(after))]
}

function change(object: string, path: string, before: string | undefined, after: string | undefined): SpecChange {
  return { object, path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  return JSON.stringify(value)
}

/** What an object is, in one word: the kind of a workload, of others the Kubernetes kind. */
export function typeOf(object: SpecObject): string {
  return object.type === 'workload' ? object.kind : object.object
}

function toJson(value: unknown): Json | undefined {
  // Safe because a spec holds nothing but JSON, and JSON.parse gives nothing else.
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value)) as Json
}
