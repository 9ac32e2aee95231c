// One Kubernetes object as a part of a spec: typed parts taken out, the rest kept, credentials left behind.
import { findCredentials } from '../manifest/credentials.ts'
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject, type KubeObject } from '../manifest/types.ts'
import { kindOfCommand, parseArgs } from './args.ts'
import type { Kind } from './kind.ts'
import { describeObjectStorage, isObjectStorage } from './object-storage.ts'
import { mentionsSlot, takeOut } from './slots.ts'
import { isResources, type ConfigFiles, type Reference, type SpecObject, type Workload } from './spec.ts'

/** Kinds that belong to an installation and are applied with it. Workloads that run no Thanos are not among them. */
const MANAGED_KINDS: ReadonlySet<string> = new Set([
  'Service', 'ConfigMap', 'ServiceAccount', 'Role', 'RoleBinding', 'PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy',
  'ServiceMonitor', 'PodMonitor', 'PrometheusRule',
])

/**
 * Adopts one object. `withheld` is set when it carries credentials: the spec then only refers to it, and the object itself must be
 * kept nowhere.
 */
export function adoptObject(object: KubeObject): { adopted: SpecObject; withheld?: KubeObject } {
  const isSecret = object.kind === 'Secret'
  if (isSecret || findCredentials(object).length > 0) return { adopted: toReference(object), withheld: object }
  const adopted = mentionsSlot(object) ? undefined : toWorkload(object) ?? toConfigFiles(object)
  return { adopted: adopted ?? { type: 'object', ...identity(object), managed: MANAGED_KINDS.has(object.kind), manifest: object } }
}

/** A pasted piece of a command line with what stood beside it (`args`, `resources`, `replicas`); see fragment.ts. */
export function toFragmentWorkload(kind: Kind, name: string, mapping: JsonObject): Workload {
  const base: Workload = { type: 'workload', object: 'Fragment', name, kind, container: '', args: [], rest: mapping }
  return takeParts(base, { container: '', workload: '' })
}

/** Where the parts of a workload stand, as JSON pointers into the rendered object. */
export type PartPlaces = { readonly image: string; readonly resources: string; readonly replicas: string; readonly storage: string; readonly args: string }

/** The usual places of a workload's parts; `args` is where its command line is written, `command` when there are no args. */
export function partPlaces(workload: Pick<Workload, 'object' | 'container'>, rest: JsonObject): PartPlaces {
  const isFragment = workload.object === 'Fragment'
  const container = isFragment ? '' : `/spec/template/spec/containers/${containerIndex(rest, workload.container)}`
  return { ...placesAt(container, isFragment ? '' : '/spec'), args: `${container}/${getAt(rest, `${container}/args`) === undefined && getAt(rest, `${container}/command`) !== undefined ? 'command' : 'args'}` }
}

function placesAt(container: string, workload: string): PartPlaces {
  return {
    image: `${container}/image`,
    resources: `${container}/resources`,
    args: `${container}/args`,
    replicas: `${workload}/replicas`,
    storage: `${workload}/volumeClaimTemplates/0/spec/resources/requests/storage`,
  }
}

function toWorkload(object: KubeObject): Workload | undefined {
  if (object.apiVersion !== 'apps/v1' || (object.kind !== 'Deployment' && object.kind !== 'StatefulSet')) return undefined
  const containers = getAt(object, '/spec/template/spec/containers')
  if (!Array.isArray(containers)) return undefined
  for (const [index, container] of containers.entries()) {
    if (!isJsonObject(container) || typeof container.name !== 'string') continue
    const kind = kindOfContainer(container)
    if (!kind) continue
    const base: Workload = { type: 'workload', ...identity(object), object: object.kind, kind, container: container.name, args: [], rest: object }
    return takeParts(base, { container: `/spec/template/spec/containers/${index}`, workload: '/spec' })
  }
  return undefined
}

function takeParts(base: Workload, at: { container: string; workload: string }): Workload {
  const places = placesAt(at.container, at.workload)
  const workload = { ...base }
  const take = (pointer: string, slot: string): void => { workload.rest = takeOut(workload.rest, pointer, slot) }

  const argsPlace = ['args', 'command'].map((key) => `${at.container}/${key}`).find((pointer) => isStrings(getAt(base.rest, pointer)))
  const argv = argsPlace === undefined ? undefined : getAt(base.rest, argsPlace)
  if (argsPlace !== undefined && isStrings(argv)) {
    workload.args = parseArgs(base.kind, argv)
    take(argsPlace, 'args')
  }
  const image = getAt(base.rest, places.image)
  if (typeof image === 'string') {
    workload.image = image
    take(places.image, 'image')
  }
  const replicas = getAt(base.rest, places.replicas)
  if (typeof replicas === 'number' && Number.isInteger(replicas)) {
    workload.replicas = replicas
    take(places.replicas, 'replicas')
  }
  const resources = getAt(base.rest, places.resources)
  if (isResources(resources)) {
    workload.resources = resources
    take(places.resources, 'resources')
  }
  const size = getAt(base.rest, places.storage)
  if (typeof size === 'string' || typeof size === 'number') {
    const claim = getAt(base.rest, `${at.workload}/volumeClaimTemplates/0/metadata/name`)
    workload.storage = { claim: typeof claim === 'string' ? claim : '', size }
    take(places.storage, 'storage')
  }
  return workload
}

function kindOfContainer(container: JsonObject): Kind | undefined {
  const command = container.command ?? []
  const args = container.args ?? []
  return isStrings(command) && isStrings(args) ? kindOfCommand([...command, ...args]) : undefined
}

function toConfigFiles(object: KubeObject): ConfigFiles | undefined {
  if (object.kind !== 'ConfigMap' || object.apiVersion !== 'v1' || !isJsonObject(object.data)) return undefined
  const files: Record<string, string> = {}
  for (const [key, value] of Object.entries(object.data)) {
    if (typeof value !== 'string' || key === '__proto__') return undefined
    files[key] = value
  }
  return { type: 'config', ...identity(object), object: 'ConfigMap', files, rest: takeOut(object, '/data', 'files') }
}

function toReference(object: KubeObject): Reference {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(isJsonObject(object.data) ? object.data : {})) {
    if (typeof value === 'string') texts.set(key, object.kind === 'Secret' ? decodeBase64(value) : value)
  }
  for (const [key, value] of Object.entries(isJsonObject(object.stringData) ? object.stringData : {})) {
    if (typeof value === 'string') texts.set(key, value)
  }
  const objectStorage = [...texts].filter(([, text]) => isObjectStorage(text)).map(([key, text]) => [key, describeObjectStorage(text)] as const)
  return {
    type: 'reference', ...identity(object), apiVersion: object.apiVersion,
    keys: [...texts.keys()], objectStorage: Object.fromEntries(objectStorage),
  }
}

function identity(object: KubeObject): { object: string; name: string; namespace?: string } {
  const { name, namespace } = object.metadata
  return { object: object.kind, name, ...(namespace === undefined ? {} : { namespace }) }
}

function containerIndex(rest: JsonObject, name: string): number {
  const containers = getAt(rest, '/spec/template/spec/containers')
  const index = Array.isArray(containers) ? containers.findIndex((container) => isJsonObject(container) && container.name === name) : -1
  return Math.max(index, 0)
}

function isStrings(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function decodeBase64(value: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(value.replaceAll(/\s/g, '')), (char) => char.charCodeAt(0)))
  } catch {
    return ''
  }
}
