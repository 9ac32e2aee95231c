// StackSpec: the typed desired configuration of one Thanos installation. Holds no secret and does no I/O. Its schema is spec-schema.ts.
import { isJsonObject } from '../manifest/types.ts'
import type { Resources, SpecObject, StackSpec, Workload } from './spec-schema.ts'

export type {
  Arg, Resources, Workload, ConfigFiles, Credential, ObjectStorage,
  Reference, Other, SpecObject, StackSpec,
} from './spec-schema.ts'

export const EMPTY_SPEC: StackSpec = { version: 1, objects: [] }

/** The objectId of an object of a spec; of a further container of a pod, that of the workload with ":" and the container's name. */
export function specObjectId(object: SpecObject): string {
  const name = object.type === 'workload' && object.beside ? `${object.name}:${object.container}` : object.name
  return object.namespace ? `${object.object}/${object.namespace}/${name}` : `${object.object}/${name}`
}

/** How edits and differences name a declared edge. */
export function edgeId({ name }: { name: string }): string {
  return `Edge/${name}`
}

/** The workloads of a spec, in their order. */
export function workloads(spec: StackSpec): Workload[] {
  return spec.objects.filter((object) => object.type === 'workload')
}

/** Whether a value is a container's resources as Kubernetes takes them. */
export function isResources(value: unknown): value is Resources {
  return isJsonObject(value) && [value.requests, value.limits].every((side) => side === undefined || isQuantities(side))
}

function isQuantities(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((quantity) => typeof quantity === 'string' || (typeof quantity === 'number' && Number.isFinite(quantity)))
}
