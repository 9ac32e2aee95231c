// From a StackSpec to Kubernetes objects. Pure and total: the same spec gives the same objects, key by key.
import { getAt } from '../manifest/pointer.ts'
import { isKubeObject, objectId, type JsonObject, type KubeObject } from '../manifest/types.ts'
import { partPlaces } from './part-places.ts'
import { renderArgs } from './read-args.ts'
import { renderShellLine } from './shell-line.ts'
import { fillSlots, hasSlot, withSlot, type Part } from './slots.ts'
import { specObjectId, type SpecObject, type StackSpec, type Workload } from './spec.ts'

export type RenderOptions = {
  /** Objects that the spec only refers to; given, they come out at their place. */
  readonly withheld?: readonly KubeObject[]
  /** Only what Gauntlet applies: no sidecars, nothing that is not part of the installation. */
  readonly managedOnly?: boolean
}

/** The objects of a spec in its order. Fragments are no objects and are left out; references come only from `withheld`. */
export function render(spec: StackSpec, options: RenderOptions = {}): KubeObject[] {
  const withheld = new Map((options.withheld ?? []).map((object) => [objectId(object), object]))
  return spec.objects.flatMap((object) => {
    if (object.type === 'reference') return withheld.get(specObjectId(object)) ?? []
    if (options.managedOnly && !isManaged(object)) return []
    const rendered = renderObject(object)
    return isKubeObject(rendered) ? [rendered] : []
  })
}

/** One object of a spec; for a fragment the mapping that it was read from; {} for a reference, whose values are not kept. */
export function renderObject(object: SpecObject): JsonObject {
  switch (object.type) {
    case 'workload': return renderWorkload(object)
    case 'config': return fillSlots(object.rest, { files: object.files })
    case 'object': return object.manifest
    case 'reference': return {}
  }
}

/** Whether an object is applied by Gauntlet. */
export function isManaged(object: SpecObject): boolean {
  switch (object.type) {
    case 'workload': return object.object !== 'Fragment' && object.kind !== 'sidecar' && object.managed !== false
    case 'config': return object.object !== 'Fragment' && object.managed !== false
    case 'object': return object.managed
    case 'reference': return false
  }
}

// Checks ask for the same workload again and again; specs are never changed in place, so what was rendered once stays right.
const renderedWorkloads = new WeakMap<Workload, JsonObject>()

function renderWorkload(workload: Workload): JsonObject {
  const known = renderedWorkloads.get(workload)
  if (known) return known
  const rendered = fillWorkload(workload)
  renderedWorkloads.set(workload, rendered)
  return rendered
}

function fillWorkload(workload: Workload): JsonObject {
  const isSplit = hasSlot(workload.rest, 'command')
  const parts: Record<string, Part> = {
    image: workload.image,
    replicas: workload.replicas,
    command: renderArgs(workload.args.filter((arg) => arg.in === 'command')),
    args: workload.args.length > 0 || hasSlot(workload.rest, 'args') ? argsPart(workload, isSplit) : undefined,
    resources: workload.resources,
    storage: workload.storage?.size,
  }
  let rest = workload.rest
  const places = partPlaces(workload, rest)
  for (const slot of ['image', 'replicas', 'args', 'resources'] as const) {
    if (parts[slot] !== undefined) rest = withSlot(rest, places[slot], slot)
  }
  if (parts.storage !== undefined && getAt(rest, places.storage.split('/').slice(0, -4).join('/')) !== undefined) rest = withSlot(rest, places.storage, 'storage')
  return fillSlots(rest, parts)
}

function argsPart({ kind, args }: Workload, isSplit: boolean): Part {
  return ({ line }) => (typeof line === 'string' ? renderShellLine(line, kind, args) : renderArgs(isSplit ? args.filter((arg) => arg.in !== 'command') : args))
}
