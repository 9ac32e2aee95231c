// Carries out edits on a spec. Pure: the old spec stays as it was, and an edit that fits nothing changes nothing.
import { AppError } from '../errors.ts'
import { isEqual } from '../manifest/equal.ts'
import { getAt, removeAt, setAt } from '../manifest/pointer.ts'
import { isJsonObject, isKubeObject, type Json, type JsonObject } from '../manifest/types.ts'
import { adoptObject, toFragmentWorkload } from './adopt-object.ts'
import { flagName } from './read-args.ts'
import { flagOf } from './catalogue.ts'
import { containersBeside } from './containers.ts'
import type { Edit } from './edit.ts'
import type { Kind } from './kind.ts'
import { renderObject } from './render.ts'
import { edgeId, specObjectId, type Arg, type Resources, type SpecObject, type StackSpec, type Workload } from './spec.ts'

/** The spec after all edits, in their order. */
export function applyEdits(spec: StackSpec, edits: readonly Edit[]): StackSpec {
  return edits.reduce(applyEdit, spec)
}

function applyEdit(spec: StackSpec, edit: Edit): StackSpec {
  if (edit.op === 'edge.set' || edit.op === 'edge.remove') return changeEdges(spec, edit)
  if (edit.op === 'object.add') {
    if (!isKubeObject(edit.manifest)) return spec
    const { adopted } = adoptObject(edit.manifest)
    const others = spec.objects.filter((object) => specObjectId(object) !== specObjectId(adopted))
    return { ...spec, objects: [...others, adopted] }
  }
  const objects = spec.objects.flatMap((object) => {
    if (specObjectId(object) === edit.object) return changeObject(object, edit)
    const beside = object.type === 'workload' ? containersBeside(object).find((view) => specObjectId(view) === edit.object) : undefined
    return beside ? changeBeside(object, beside, edit) : [object]
  })
  return { ...spec, objects }
}

/** Edges stand by their names; a spec without any has no list. */
function changeEdges(spec: StackSpec, edit: EdgeEdit): StackSpec {
  const { edges = [], ...rest } = spec
  const others = edges.filter((edge) => edgeId(edge) !== edit.object)
  if (edit.op === 'edge.remove') return others.length === edges.length ? spec : withEdges(rest, others)
  if (edgeId(edit.edge) !== edit.object) return spec
  return withEdges(rest, [...others, edit.edge])
}

/** The spec with these edges, by name. */
export function withEdges(spec: StackSpec, edges: NonNullable<StackSpec['edges']>): StackSpec {
  const { edges: _old, ...rest } = spec
  return edges.length === 0 ? rest : { ...rest, edges: edges.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

type EdgeEdit = Extract<Edit, { op: 'edge.set' | 'edge.remove' }>
type ObjectEdit = Exclude<Edit, { op: 'object.add' } | EdgeEdit>

/** A further container is changed in the object that holds it. */
function changeBeside(object: SpecObject, beside: Workload, edit: ObjectEdit): SpecObject[] {
  const [changed] = edit.op === 'object.remove' || edit.op === 'object.replace' ? [] : changeObject(beside, edit)
  return changed ? [readopt(object, renderObject(changed))] : changeObject(object, edit)
}

function changeObject(object: SpecObject, edit: ObjectEdit): SpecObject[] {
  switch (edit.op) {
    case 'object.remove': return []
    case 'object.replace': return [readopt(object, edit.manifest)]
    case 'field.set': return [setField(object, edit.pointer, edit.value)]
    case 'file.set': return [object.type === 'config' ? { ...object, files: withFile(object.files, edit.key, edit.text) } : object]
    default: return [object.type === 'workload' ? changeWorkload(object, edit) : object]
  }
}

type WorkloadEdit = Extract<Edit, { op: 'flag.set' | 'flag.add' | 'flag.drop' | 'image.set' | 'replicas.set' | 'resource.set' | 'storage.set' }>

function changeWorkload(workload: Workload, edit: WorkloadEdit): Workload {
  switch (edit.op) {
    case 'flag.set': return { ...workload, args: setFlag(workload.kind, workload.args, edit.flag, edit.values) }
    case 'flag.add': return { ...workload, args: addFlag(workload.kind, workload.args, edit.flag, edit.value) }
    case 'flag.drop': return { ...workload, args: workload.args.filter((arg) => !(flagName(arg) === edit.flag && 'value' in arg && arg.value === edit.value)) }
    case 'image.set': return { ...workload, image: edit.image }
    case 'replicas.set': return { ...workload, replicas: edit.replicas }
    case 'resource.set': return withResources(workload, edit)
    case 'storage.set': return workload.storage ? { ...workload, storage: { ...workload.storage, size: edit.size } } : workload
  }
}

function setFlag(kind: Kind, args: readonly Arg[], flag: string, values: readonly string[]): Arg[] {
  const wanted = [...values]
  const kept = args.flatMap((arg): Arg[] => {
    if (flagName(arg) !== flag) return [arg]
    const value = wanted.shift()
    return value === undefined ? [] : [restyle(kind, arg, flag, value)]
  })
  const last = kept.findLastIndex((arg) => flagName(arg) === flag)
  const added = wanted.map((value) => newFlag(kind, flag, value, kept[last]))
  return kept.toSpliced(last < 0 ? kept.length : last + 1, 0, ...added)
}

function addFlag(kind: Kind, args: readonly Arg[], flag: string, value: string): Arg[] {
  const isThere = args.some((arg) => flagName(arg) === flag && 'value' in arg && arg.value === value)
  if (isThere) return [...args]
  const last = args.findLastIndex((arg) => flagName(arg) === flag)
  return args.toSpliced(last < 0 ? args.length : last + 1, 0, newFlag(kind, flag, value, args[last]))
}

function restyle(kind: Kind, arg: Arg, flag: string, value: string): Arg {
  return arg.style === 'space' && flagOf(kind, flag)?.type !== 'boolean' ? { ...arg, value } : newFlag(kind, flag, value, arg)
}

/** A flag in the usual style, on the side of the command line on which its neighbour stands. */
function newFlag(kind: Kind, flag: string, value: string, neighbour: Arg | undefined): Arg {
  const side = neighbour?.in === undefined ? {} : { in: neighbour.in }
  if (flagOf(kind, flag)?.type !== 'boolean') return { style: 'equals', flag, value, ...side }
  return { style: value === 'false' ? 'no' : 'bare', flag, ...side }
}

function withResources(workload: Workload, edit: Extract<Edit, { op: 'resource.set' }>): Workload {
  const { [edit.resource]: _old, ...others } = workload.resources?.[edit.side] ?? {}
  const side = edit.quantity === '' ? others : { ...workload.resources?.[edit.side], [edit.resource]: edit.quantity }
  const { [edit.side]: _side, ...rest } = workload.resources ?? {}
  const resources: Resources = Object.keys(side).length === 0 ? rest : { ...workload.resources, [edit.side]: side }
  if (Object.keys(resources).length > 0) return { ...workload, resources }
  const { resources: _gone, ...without } = workload
  return without
}

function withFile(files: Readonly<Record<string, string>>, key: string, content: string | null): Record<string, string> {
  if (content !== null) return { ...files, [key]: content }
  const { [key]: _gone, ...others } = files
  return others
}

function setField(object: SpecObject, pointer: string, value: Json): SpecObject {
  if (object.type === 'reference') return object
  const rendered = renderObject(object)
  if (value !== null && holds(rendered, pointer, value)) return object
  try {
    return readopt(object, value === null ? removeAt(rendered, pointer) : setAt(rendered, pointer, value))
  } catch (error) {
    // The path leads through what is no map and no list, or is no path.
    if (error instanceof AppError && error.code === 'INVALID') return object
    throw error
  }
}

/** Whether the list that "/-" would append to has this item: two fixes may bring the same variable, and Kubernetes refuses it twice. */
function holds(rendered: JsonObject, pointer: string, value: Json): boolean {
  const list = pointer.endsWith('/-') && pointer.startsWith('/') ? getAt(rendered, pointer.slice(0, -2)) : undefined
  return Array.isArray(list) && list.some((item) => isEqual(item, value))
}

function readopt(object: SpecObject, manifest: Json): SpecObject {
  if (isKubeObject(manifest)) {
    const { adopted } = adoptObject(manifest)
    return withManagementOf(object, adopted)
  }
  if (object.type === 'workload' && object.object === 'Fragment' && isJsonObject(manifest)) return toFragmentWorkload(object.kind, object.name, manifest)
  return object
}

/** What a person or an import decided of an object stays when its content changes. */
function withManagementOf(before: SpecObject, after: SpecObject): SpecObject {
  if (before.object !== after.object) return after
  if (before.type === 'object' && after.type === 'object') return { ...after, managed: before.managed }
  const isSameSort = (before.type === 'config' && after.type === 'config') || (before.type === 'workload' && after.type === 'workload')
  return isSameSort && before.managed === false ? { ...after, managed: false } : after
}
