// Addresses as Thanos reads them, and which Service and workload of a spec answers to one.
import { podNames } from './hashring.ts'
import { resolveTargetPort, sameNamespace, services, workloadsBehind, type ServicePort, type ServiceView } from './pod.ts'
import { remembered } from './remember.ts'
import type { StackSpec, Workload } from './spec.ts'

/** `dns`: every A record; `dnssrv`: the SRV record and its targets; undefined: one name or address, dialled once. */
export type Lookup = 'dns' | 'dnssrv' | undefined

export type Address = {
  readonly text: string
  readonly lookup: Lookup
  readonly host: string
  readonly port?: number
  /** For SRV names: the Service port's name, from `_grpc._tcp.host`. */
  readonly portName?: string
}

/** Reads `[dns+|dnsdualstack+|dnssrv+|dnssrvnoa+][scheme://]host[:port][/path]`. Source: docs/service-discovery.md. */
export function parseAddress(text: string): Address {
  const match = /^(?:(dns|dnsdualstack|dnssrv|dnssrvnoa)\+)?(?:[a-z]+:\/\/)?(?:_([^._]+)\._(?:tcp|udp)\.)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(text)
  const [, prefix, portName, host = '', port] = match ?? []
  return { text, lookup: lookupOf(prefix), host, ...(port === undefined ? {} : { port: Number(port) }), ...(portName === undefined ? {} : { portName }) }
}

/**
 * What an address leads to. `outside`: not a name of this spec's namespaces, so nobody can say. `no-service`: it names a Service of
 * this namespace that the spec does not have. `pod` is set when the name is that of one pod.
 */
export type Destination =
  | { readonly status: 'outside' }
  | { readonly status: 'no-service'; readonly service: string }
  | { readonly status: 'no-port'; readonly service: ServiceView }
  | { readonly status: 'no-pods'; readonly service: ServiceView }
  | { readonly status: 'no-pod'; readonly service: ServiceView; readonly pod: string }
  | { readonly status: 'workload'; readonly service: ServiceView; readonly workload: Workload; readonly port: number | undefined; readonly pod?: string }

/** Follows an address through Services to the workload that would answer, as cluster DNS and kube-proxy would. */
export function resolveAddress(spec: StackSpec, from: Workload, address: Address): Destination {
  const name = parseClusterName(spec, from, address.host)
  if (!name) return { status: 'outside' }
  const service = namesOf(spec).services.get(name.service)?.find((candidate) => sameNamespace(candidate, name))
  if (!service) return { status: 'no-service', service: name.service }
  const port = portOf(service, address)
  if (address.lookup === 'dnssrv' && !port) return { status: 'no-port', service }
  const [workload] = workloadsBehind(spec, service)
  if (!workload) return { status: 'no-pods', service }
  if (name.pod !== undefined && !podNames(workload).includes(name.pod)) return { status: 'no-pod', service, pod: name.pod }
  const throughPods = service.isHeadless || name.pod !== undefined
  if (address.lookup !== 'dnssrv' && throughPods) return { status: 'workload', service, workload, port: address.port, ...(name.pod === undefined ? {} : { pod: name.pod }) }
  return port ? { status: 'workload', service, workload, port: resolveTargetPort(port, workload) } : { status: 'no-port', service }
}

function lookupOf(prefix: string | undefined): Lookup {
  if (prefix === undefined) return undefined
  return prefix.startsWith('dnssrv') ? 'dnssrv' : 'dns'
}

function portOf(service: ServiceView, address: Address): ServicePort | undefined {
  if (address.lookup === 'dnssrv') return service.ports.find(({ name }) => name === address.portName)
  return service.ports.find(({ port }) => port === address.port)
}

const namesOf = remembered((spec: StackSpec) => ({
  namespaces: new Set(spec.objects.map((object) => object.namespace)),
  services: Map.groupBy(services(spec), ({ name }) => name),
}))

function parseClusterName(spec: StackSpec, from: Workload, host: string): { service: string; pod?: string; namespace?: string } | undefined {
  const inner = host.replace(/\.$/, '').replace(/\.svc(\.[a-z0-9.-]+)?$/, '')
  const isQualified = inner !== host.replace(/\.$/, '')
  const parts = inner.split('.')
  const [first = '', second, third] = parts
  // An address of IPv6 stands in brackets and is no name.
  if (first === '' || host.startsWith('[') || host.includes('$') || parts.length > 3 || /^\d+$/.test(parts.at(-1) ?? '')) return undefined
  const { namespaces, services: byName } = namesOf(spec)
  const here = from.namespace === undefined ? {} : { namespace: from.namespace }
  const isService = (name: string): boolean => byName.get(name)?.some((service) => sameNamespace(service, here)) === true
  // Manifests without a namespace are applied to one that only the addresses name.
  const isHere = (namespace: string, service: string): boolean => namespace === from.namespace || namespaces.has(namespace) || (from.namespace === undefined && isService(service))
  if (parts.length === 1) return first === 'localhost' ? undefined : { service: first, ...here }
  if (second === undefined) return undefined
  if (third !== undefined) return isQualified && isHere(third, second) ? { pod: first, service: second, namespace: third } : undefined
  if (isHere(second, first)) return { service: first, namespace: second }
  return !isQualified && isService(second) ? { pod: first, service: second, ...here } : undefined
}
