// What the pod of a workload looks like to Thanos: labels, ports, environment, mounted files, and the Services that lead to it.
import { getAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'
import { partPlaces } from './adopt-object.ts'
import { renderObject } from './render.ts'
import type { SpecObject, StackSpec, Workload } from './spec.ts'

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
export function containerOf(workload: Workload): JsonObject {
  const rendered = renderObject(workload)
  if (workload.object === 'Fragment') return rendered
  const container = getAt(rendered, containerPointer(workload))
  return isJsonObject(container) ? container : {}
}

/** JSON pointer of that container in the rendered object. */
export function containerPointer(workload: Workload): string {
  return partPlaces(workload, workload.rest).image.replace(/\/image$/, '')
}

/** Labels that every pod of the workload carries. */
export function podLabels(workload: Workload): Record<string, string> {
  return strings(getAt(workload.rest, '/spec/template/metadata/labels'))
}

/** Ports that the Thanos container declares. */
export function containerPorts(workload: Workload): ContainerPort[] {
  return objects(containerOf(workload).ports).flatMap((port) => (typeof port.containerPort === 'number'
    ? [{ port: port.containerPort, ...(typeof port.name === 'string' ? { name: port.name } : {}) }]
    : []))
}

/** Names of the environment variables that the Thanos container sets itself, and whether it takes in whole sources (envFrom). */
export function environmentOf(workload: Workload): { names: string[]; hasEnvFrom: boolean } {
  const container = containerOf(workload)
  return {
    names: objects(container.env).flatMap((entry) => (typeof entry.name === 'string' ? [entry.name] : [])),
    hasEnvFrom: objects(container.envFrom).length > 0,
  }
}

/** The StatefulSet's governing Service, which gives its pods their names in DNS. */
export function serviceNameOf(workload: Workload): string | undefined {
  const name = getAt(workload.rest, '/spec/serviceName')
  return typeof name === 'string' ? name : undefined
}

// Every address of every querier asks for them; specs are never changed in place.
const servicesOf = new WeakMap<StackSpec, ServiceView[]>()

/** All Services of a spec. */
export function services(spec: StackSpec): ServiceView[] {
  const known = servicesOf.get(spec)
  if (known) return known
  const found = readServices(spec)
  servicesOf.set(spec, found)
  return found
}

function readServices(spec: StackSpec): ServiceView[] {
  return spec.objects.flatMap((object) => {
    if (object.type !== 'object' || object.object !== 'Service') return []
    const serviceSpec = isJsonObject(object.manifest.spec) ? object.manifest.spec : {}
    return [{
      object, name: object.name, ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
      isHeadless: serviceSpec.clusterIP === 'None',
      publishesNotReady: serviceSpec.publishNotReadyAddresses === true,
      selector: strings(serviceSpec.selector),
      ports: objects(serviceSpec.ports).flatMap((port, index) => (typeof port.port === 'number' ? [servicePort(port, port.port, index)] : [])),
    }]
  })
}

/** Whether a Service leads to the pods of a workload: its selector is not empty and each label is on the pods. */
export function selects(service: ServiceView, workload: Workload): boolean {
  const labels = podLabels(workload)
  const wanted = Object.entries(service.selector)
  return wanted.length > 0 && sameNamespace(service, workload) && wanted.every(([key, value]) => labels[key] === value)
}

/** The Services that lead to a workload. */
export function servicesFor(spec: StackSpec, workload: Workload): ServiceView[] {
  return services(spec).filter((service) => selects(service, workload))
}

/** The port number that a Service's port ends at in the pods of a workload; undefined when a named port is not there. */
export function resolveTargetPort(port: ServicePort, workload: Workload): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  return containerPorts(workload).find(({ name }) => name === port.targetPort)?.port
}

/** Two namespaced things are in one namespace; one that names none is in the stack's. */
export function sameNamespace(a: { namespace?: string | undefined }, b: { namespace?: string | undefined }): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace
}

/** The JSON objects of a list, [] for anything else. */
export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
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
