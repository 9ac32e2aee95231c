// What the pod of a workload looks like to Thanos: labels, ports, environment, mounted files, and the Services that lead to it.
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { partPlaces } from './part-places.ts'
import { remembered } from './remember.ts'
import { renderObject } from './render.ts'
import { workloads, type SpecObject, type StackSpec, type Workload } from './spec.ts'

export type ContainerPort = { readonly name?: string; readonly port: number }
export type ServicePort = { readonly name?: string; readonly port: number; readonly targetPort: number | string; readonly index: number }
export type ServiceView = {
  readonly object: SpecObject
  readonly name: string
  readonly namespace?: string
  readonly isHeadless: boolean
  readonly publishesNotReady: boolean
  readonly selector: Readonly<Record<string, string>>
  readonly ports: readonly ServicePort[]
}

/** The container that runs Thanos, as rendered; {} for a fragment without one. */
export const containerOf: (workload: Workload) => JsonObject = remembered((workload) => {
  const rendered = renderObject(workload)
  if (workload.object === 'Fragment') return rendered
  const container = getAt(rendered, containerPointer(workload))
  return isJsonObject(container) ? container : {}
})

/** JSON pointer of that container in the rendered object. */
export function containerPointer(workload: Workload): string {
  return partPlaces(workload, workload.rest).image.replace(/\/image$/, '')
}

/** Labels that every pod of the workload carries. */
export const podLabels: (workload: Workload) => Record<string, string> = remembered((workload) => stringsAt(workload.rest, '/spec/template/metadata/labels'))

/** The texts of a map, by key; {} where there is none. */
export function stringsAt(value: Json, pointer: string): Record<string, string> {
  return strings(getAt(value, pointer))
}

/** Ports that the Thanos container declares. */
export function containerPorts(workload: Workload): ContainerPort[] {
  return portsOf(containerOf(workload))
}

/** Names of the environment variables that the Thanos container sets itself, and whether it takes in whole sources (envFrom). */
export function environmentOf(workload: Workload): { names: string[]; hasEnvFrom: boolean } {
  const container = containerOf(workload)
  return {
    names: objects(container.env).flatMap((entry) => (typeof entry.name === 'string' ? [entry.name] : [])),
    hasEnvFrom: objects(container.envFrom).length > 0,
  }
}

/**
 * A text with the variables filled in whose value is known before the pod runs: literals of the container, and the namespace. The
 * others, $(POD_NAME) among them, stay, and so does $$(NAME), which Kubernetes takes for the text itself.
 */
export function expandVariables(workload: Workload, written: string): string {
  const known = knownVariables(workload)
  return expand(written, (name) => {
    const value = known.get(name)
    return value === NAMESPACE ? workload.namespace : value
  })
}

/** The same with the literals of the container alone. */
export function expandLiterals(workload: Workload, written: string): string {
  const known = knownVariables(workload)
  return expand(written, (name) => {
    const value = known.get(name)
    return value === NAMESPACE ? undefined : value
  })
}

const NAMESPACE = Symbol('the namespace of the pod')

/** Of two entries of one name Kubernetes takes the later. */
const knownVariables = remembered((workload: Workload) => new Map(objects(containerOf(workload).env).flatMap((entry): [string, string | typeof NAMESPACE | undefined][] => {
  if (typeof entry.name !== 'string') return []
  if (typeof entry.value === 'string' && !entry.value.includes('$(')) return [[entry.name, entry.value]]
  return [[entry.name, getAt(entry, '/valueFrom/fieldRef/fieldPath') === 'metadata.namespace' ? NAMESPACE : undefined]]
})))

function expand(written: string, valueOf: (name: string) => string | undefined): string {
  if (!written.includes('$(')) return written
  return written.replaceAll(/\$?\$\(([\w.-]+)\)/g, (reference, name: string) => (reference.startsWith('$$') ? reference : valueOf(name) ?? reference))
}

/** The StatefulSet's governing Service, which gives its pods their names in DNS. */
export function serviceNameOf(workload: Workload): string | undefined {
  const name = getAt(workload.rest, '/spec/serviceName')
  return typeof name === 'string' ? name : undefined
}

/** All Services of a spec. */
export const services: (spec: StackSpec) => readonly ServiceView[] = remembered((spec) => spec.objects.flatMap((object) => {
    if (object.type !== 'object' || object.object !== 'Service') return []
    const serviceSpec = isJsonObject(object.manifest.spec) ? object.manifest.spec : {}
    return [{
      object, name: object.name, ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
      isHeadless: serviceSpec.clusterIP === 'None',
      publishesNotReady: serviceSpec.publishNotReadyAddresses === true,
      selector: strings(serviceSpec.selector),
      ports: objects(serviceSpec.ports).flatMap((port, index) => (typeof port.port === 'number' ? [servicePort(port, port.port, index)] : [])),
    }]
  }))

/** Whether a Service leads to the pods of a workload: its selector is not empty and each label is on the pods. */
export function selects(service: ServiceView, workload: Workload): boolean {
  return selectsLabels(service, workload, podLabels(workload))
}

/** Whether a Service leads to pods with these labels in the namespace of `owner`. */
export function selectsLabels(service: ServiceView, owner: { namespace?: string | undefined }, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(service.selector)
  return wanted.length > 0 && sameNamespace(service, owner) && wanted.every(([key, value]) => labels[key] === value)
}

/** The Services that lead to a workload. */
export function servicesFor(spec: StackSpec, workload: Workload): readonly ServiceView[] {
  return selections(spec).services.get(workload) ?? []
}

/** The workloads that a Service of a spec leads to. */
export function workloadsBehind(spec: StackSpec, service: ServiceView): readonly Workload[] {
  return selections(spec).workloads.get(service) ?? []
}

const selections = remembered((spec: StackSpec) => {
  const all = workloads(spec)
  const homeless = all.some(({ namespace }) => namespace === undefined)
  const byNamespace = Map.groupBy(all, ({ namespace }) => namespace)
  // Where some workload names no namespace, each may be meant.
  const near = ({ namespace }: ServiceView): readonly Workload[] => (namespace === undefined || homeless ? all : byNamespace.get(namespace) ?? [])
  const found = services(spec).flatMap((service) => near(service).filter((workload) => selects(service, workload)).map((workload) => ({ service, workload })))
  const ofServices = Map.groupBy(found, ({ service }) => service)
  const ofWorkloads = Map.groupBy(found, ({ workload }) => workload)
  return {
    workloads: new Map([...ofServices].map(([service, pairs]) => [service, pairs.map(({ workload }) => workload)])),
    services: new Map([...ofWorkloads].map(([workload, pairs]) => [workload, pairs.map(({ service }) => service)])),
  }
})

/** The port number that a Service's port ends at in the pods of a workload; undefined when a named port is not there. */
export function resolveTargetPort(port: ServicePort, workload: Workload): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  return [...containerPorts(workload), ...neighbourPorts(workload)].find(({ name }) => name === port.targetPort)?.port
}

/** Ports that the other containers of the pod declare: proxies, reloaders. */
export function neighbourPorts(workload: Workload): ContainerPort[] {
  const pod = getAt(workload.rest, '/spec/template/spec')
  if (!isJsonObject(pod)) return []
  return [...objects(pod.initContainers), ...objects(pod.containers)].filter(({ name }) => name !== workload.container).flatMap(portsOf)
}

/** Two namespaced things are in one namespace; one that names none is in the stack's. */
export function sameNamespace(a: { namespace?: string | undefined }, b: { namespace?: string | undefined }): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace
}

/** The JSON objects of a list, [] for anything else. */
export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function portsOf(container: JsonObject): ContainerPort[] {
  return objects(container.ports).flatMap((port) => (typeof port.containerPort === 'number'
    ? [{ port: port.containerPort, ...(typeof port.name === 'string' ? { name: port.name } : {}) }]
    : []))
}

function servicePort(port: JsonObject, number: number, index: number): ServicePort {
  const target = port.targetPort
  return {
    port: number, index, targetPort: typeof target === 'number' || typeof target === 'string' ? target : number,
    ...(typeof port.name === 'string' ? { name: port.name } : {}),
  }
}

function strings(value: Json | undefined): Record<string, string> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (typeof entry === 'string' ? [[key, entry]] : [])))
}
