// Two people changed one spec: their changes together on the version both began from, and the fields on which they differ.
import { isEqual } from '../manifest/equal.ts'
import { mergeOrder } from '../manifest/merge-order.ts'
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, isKubeObject, type Json, type JsonObject } from '../manifest/types.ts'
import { adoptObject } from './adopt-object.ts'
import { partPlaces } from './part-places.ts'
import { type Ballot, changedBy, type Choices, eachSide, type MergeField, note, pick, type Sides } from './merge-field.ts'
import { mergeTree, type Shape } from './merge-tree.ts'
import { renderObject } from './render.ts'
import { isSameObject } from './same-object.ts'
import { withEdges } from './apply-edits.ts'
import type { DeclaredEdge } from './declared-edge.ts'
import { labelText } from './live/readings.ts'
import { edgeId, specObjectId, type StackSpec, type Workload } from './spec.ts'
import { SpecObject } from './spec-schema.ts'
import { diffSpecs, typeOf } from './spec-diff.ts'

export type { Choice, Choices, MergeField } from './merge-field.ts'

/**
 * `spec` has what only one side changed, and what was chosen where both did; a field that is still `open` stands as it was before. `fields`
 * are all that somebody changed, object by object.
 */
export type Merge = { readonly spec: StackSpec; readonly fields: readonly MergeField[]; readonly open: readonly MergeField[] }

type Side = SpecObject | undefined

/**
 * Merges two specs that began from `base`. Pure; the same fields come out whatever is chosen. `choices` is by `MergeField.key`; what it
 * says of other keys is ignored.
 */
export function merge(base: StackSpec, theirs: StackSpec, mine: StackSpec, choices: Choices = new Map()): Merge {
  const specs: Sides<StackSpec> = { base, theirs, mine }
  const byId = eachSide(specs, ({ objects }) => new Map(objects.map((object) => [specObjectId(object), object])))
  const fields: MergeField[] = []
  const merged = new Map<string, SpecObject>()
  for (const id of new Set([...byId.theirs.keys(), ...byId.mine.keys(), ...byId.base.keys()])) {
    const object = mergeObject(eachSide(byId, (objects) => objects.get(id)), { object: id, choices, fields })
    if (object !== undefined) merged.set(id, object)
  }
  const order = mergeOrder({ ...eachSide(byId, (objects) => [...objects.keys()]), present: new Set(merged.keys()) })
  const edges = mergeEdges(specs, { choices, fields })
  const open = fields.filter(({ by, choice }) => by === 'conflict' && choice === undefined)
  return { spec: withEdges({ ...theirs, objects: order.flatMap((id) => merged.get(id) ?? []) }, edges), fields, open }
}

/** Declared edges merge each as a whole. */
function mergeEdges(specs: Sides<StackSpec>, { choices, fields }: Omit<Ballot, 'object'>): DeclaredEdge[] {
  const byId = eachSide(specs, ({ edges = [] }) => new Map(edges.map((edge) => [edgeId(edge), edge])))
  return [...new Set([...byId.theirs.keys(), ...byId.mine.keys(), ...byId.base.keys()])].flatMap((object) => {
    const sides = eachSide(byId, (edges) => edges.get(object))
    const by = changedBy(sides, (a, b) => isEqual(edgeJson(a), edgeJson(b)))
    return (by === undefined ? sides.base : pick(note({ object, choices, fields }, { path: '', by, texts: eachSide(sides, (edge) => edge && edgeText(edge)) }), sides)) ?? []
  })
}

function edgeJson(edge: DeclaredEdge | undefined): Json {
  return edge === undefined ? null : { ...edge, tenant: edge.tenant ?? null }
}

function edgeText({ kind, labels, tenant, samplesPerS }: DeclaredEdge): string {
  return [kind, labelText(labels), ...(tenant === undefined ? [] : [tenant]), `${samplesPerS}/s`].join(' ')
}

function mergeObject(sides: Sides<Side>, ballot: Ballot): Side {
  const by = changedBy(sides, isSameObject)
  switch (by) {
    case undefined: return sides.base
    case 'mine':
    case 'theirs':
    case 'same': {
      const changed = by === 'mine' ? sides.mine : sides.theirs
      noteChanges(sides.base, changed, by, ballot)
      return changed
    }
    default: return mergeBoth(sides, ballot)
  }
}

/** Only one version of the object is new: each of its fields is told, and none is asked. */
function noteChanges(base: Side, changed: Side, by: 'theirs' | 'mine' | 'same', ballot: Ballot): void {
  const of = (object: Side): StackSpec => ({ version: 1, objects: object === undefined ? [] : [object] })
  for (const { path, before, after } of diffSpecs(of(base), of(changed))) {
    note(ballot, { path, by, texts: { base: before, theirs: by === 'mine' ? before : after, mine: by === 'theirs' ? before : after } })
  }
}

function mergeBoth(sides: Sides<Side>, ballot: Ballot): Side {
  const { base, theirs, mine } = sides
  if (theirs !== undefined && mine !== undefined) {
    const trees = eachSide(sides, (object) => (object === undefined ? undefined : toTree(object)))
    const isOneSort = isManifest(theirs) === isManifest(mine) && (base === undefined || isManifest(base) === isManifest(mine))
    const merged = isOneSort ? mergeTree(trees, { shape: shapeOf(sides), ballot }) : undefined
    if (isJsonObject(merged)) return fromTree(merged, sides)
  }
  return pick(note(ballot, { path: '', by: 'conflict', texts: eachSide(sides, (object) => object && typeOf(object)) }), sides)
}

/** Objects of Kubernetes merge as they are rendered, so that two ways to keep the same text are no difference; others as they are kept. */
function toTree(object: SpecObject): Json {
  // Safe because a spec holds nothing but JSON, and JSON.parse gives nothing else.
  return isManifest(object) ? renderObject(object) : JSON.parse(JSON.stringify(object)) as Json
}

function isManifest(object: SpecObject): boolean {
  return object.type !== 'reference' && object.object !== 'Fragment'
}

function fromTree(tree: JsonObject, { base, theirs, mine }: Sides<Side>): Side {
  if (!isKubeObject(tree)) return SpecObject.parse(tree)
  const { adopted } = adoptObject(tree)
  if (adopted.type === 'reference' || theirs === undefined || mine === undefined) return adopted
  const isManaged = managed(theirs) === managed(base ?? theirs) ? managed(mine) : managed(theirs)
  if (adopted.type === 'object') return { ...adopted, managed: isManaged }
  return isManaged ? adopted : { ...adopted, managed: false }
}

/** Whether a side is applied; what says nothing of it is. */
function managed(object: SpecObject): boolean {
  return object.type === 'reference' || object.managed !== false
}

function shapeOf(sides: Sides<Side>): Shape {
  const { theirs, mine } = sides
  if (theirs?.type === 'config' && mine?.type === 'config') return { nameOf: (path) => path.replace(/^data\./, 'files.'), filesUnder: 'data.' }
  if (theirs?.type !== 'workload' || mine?.type !== 'workload' || theirs.object === 'Fragment') return { nameOf: (path) => path }
  const container = `spec.template.spec.containers[${mine.container}]`
  const args = new Set(Object.values(eachSide(sides, (object) => (object?.type === 'workload' ? `${container}.${argsKey(object)}` : undefined))))
  args.delete(undefined)
  const [path, ...others] = args
  const isOneLine = path !== undefined && others.length === 0 && theirs.kind === mine.kind && theirs.container === mine.container
  return { nameOf: (at) => workloadPath(at, container, mine), ...(isOneLine ? { args: { path, kind: mine.kind } } : {}) }
}

/** The path of a rendered workload in the words of its parts. */
function workloadPath(path: string, container: string, { storage }: Workload): string {
  if (path === 'spec.replicas') return 'replicas'
  if (path === `${container}.image`) return 'image'
  if (path.startsWith(`${container}.resources.`)) return path.slice(container.length + 1)
  return storage !== undefined && path === `spec.volumeClaimTemplates[${storage.claim}].spec.resources.requests.storage` ? 'storage.size' : path
}

function argsKey(workload: Workload): string {
  const rendered = renderObject(workload)
  const pointer = partPlaces(workload, rendered).args
  return Array.isArray(getAt(rendered, pointer)) ? pointer.slice(pointer.lastIndexOf('/') + 1) : 'args'
}
