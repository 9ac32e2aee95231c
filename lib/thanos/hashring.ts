// Hashring files: reading them as Thanos does, the rules it holds them to, and the names that ring members must have.
import { flagValue } from './read-args.ts'
import { aNumber, aSwitch, aText, either, fields, listOf, mapOf } from './document-shape.ts'
import { text as words, type Text } from '../text.ts'
import { expandVariables, servicesFor, serviceNameOf } from './pod.ts'
import { remembered } from './remember.ts'
import type { StackSpec, Workload } from './spec.ts'

const ENDPOINT = either(aText, fields({ needed: { address: aText }, optional: { capnproto_address: aText, az: aText }, isOpen: true }))
const SHUFFLE_SHARDING = fields({
  isOpen: true,
  optional: {
    shard_size: aNumber, cache_size: aNumber, zone_awareness_disabled: aSwitch,
    overrides: listOf(fields({ isOpen: true, optional: { shard_size: aNumber, tenants: listOf(aText), tenant_matcher_type: aText } })),
  },
})
const HASHRINGS = listOf(fields({
  isOpen: true,
  optional: {
    hashring: aText, tenants: listOf(aText), tenant_matcher_type: aText, endpoints: listOf(ENDPOINT), algorithm: aText, external_labels: mapOf(aText),
    shuffle_sharding_config: SHUFFLE_SHARDING,
  },
}))

type ShuffleSharding = {
  shard_size?: number | undefined; cache_size?: number | undefined; zone_awareness_disabled?: boolean | undefined
  overrides?: { shard_size?: number | undefined; tenants?: string[] | null | undefined; tenant_matcher_type?: string | undefined }[] | null | undefined
}
/** One ring, with whatever else stands in it. */
export type Hashring = {
  hashring?: string | undefined
  tenants?: string[] | null | undefined
  tenant_matcher_type?: string | undefined
  endpoints: ({ address: string } | { address: string; capnproto_address?: string | undefined; az?: string | undefined })[]
  algorithm?: string | undefined
  external_labels?: Record<string, string> | null | undefined
  shuffle_sharding_config?: ShuffleSharding | null | undefined
  [other: string]: unknown
}
export type RingEndpoint = Hashring['endpoints'][number]

/** Default gRPC port of every component. */
export const GRPC_PORT = 10901
export const HTTP_PORT = 10902
export const REMOTE_WRITE_PORT = 19291
export const CAPNPROTO_PORT = 19391

/** Reads a hashring file; a fault says in few words what Thanos would refuse. Source: pkg/receive/config.go. */
export function parseHashrings(text: string): { rings: Hashring[] } | { fault: Text } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    const said = error instanceof Error ? ` (${error.message})` : ''
    return { fault: words(`not JSON${said}`, `JSON이 아닙니다${said}`) }
  }
  const fault = HASHRINGS(document, '')
  if (fault !== undefined) return { fault }
  // Safe because the shape was looked at; an endpoint may be a word, and there may be none.
  const rings = (document as (Omit<Hashring, 'endpoints'> & { endpoints?: (string | RingEndpoint)[] | null })[])
    .map((ring): Hashring => ({ ...ring, endpoints: (ring.endpoints ?? []).map((endpoint) => (typeof endpoint === 'string' ? { address: endpoint } : endpoint)) }))
  return rings.length === 0 ? { fault: words('the list of rings is empty', '링 목록이 비어 있습니다') } : { rings }
}

/** The algorithm that a ring uses: its own, else the flag's; Thanos silently takes hashmod for a word it does not know. */
export function algorithmOf(ring: Hashring, workload: Workload): 'ketama' | 'hashmod' {
  const word = ring.algorithm || flagValue(workload.args, 'receive.hashrings-algorithm')
  return word === 'ketama' ? 'ketama' : 'hashmod'
}

/** The replication factor of a receiver, 1 when not set. */
export function replicationFactor(workload: Workload): number {
  return Number(flagValue(workload.args, 'receive.replication-factor') ?? '1')
}

/** Writes that must be accepted for a remote write to succeed. Source: pkg/receive/handler.go, writeQuorum. */
export function quorum(factor: number): number {
  return factor === 2 ? 1 : Math.floor(factor / 2) + 1
}

/**
 * Whether building a ketama ring never ends: more than one zone, and the factor above the sum over zones of
 * min(size, smallest zone + 1). Proven with Thanos 0.42.4's own code.
 */
export function hangs(endpoints: readonly RingEndpoint[], factor: number): boolean {
  const sizes = new Map<string, number>()
  for (const endpoint of endpoints) {
    const zone = ('az' in endpoint ? endpoint.az : undefined) ?? ''
    sizes.set(zone, (sizes.get(zone) ?? 0) + 1)
  }
  if (sizes.size < 2) return false
  const smallest = Math.min(...sizes.values())
  return factor > [...sizes.values()].reduce((sum, size) => sum + Math.min(size, smallest + 1), 0)
}

/** No installation has more pods of one kind; a number beyond is a slip of the keyboard, and must not take memory. */
const MOST_PODS = 10_000

/** The names of a StatefulSet's pods in their order; [] for a Deployment, whose pods have no stable names. */
export const podNames: (workload: Workload) => readonly string[] = remembered((workload) => {
  if (workload.object !== 'StatefulSet') return []
  return Array.from({ length: Math.min(workload.replicas ?? 1, MOST_PODS) }, (_, ordinal) => `${workload.name}-${ordinal}`)
})

/** The port that a component listens on for gRPC, from --grpc-address. */
export function grpcPort(workload: Workload): number {
  return portOfAddress(expandVariables(workload, flagValue(workload.args, 'grpc-address') ?? '')) ?? GRPC_PORT
}

/** The ring endpoints that a receiver StatefulSet should be named by; undefined when it has no headless Service to be found by. */
export function expectedEndpoints(spec: StackSpec, workload: Workload): string[] | undefined {
  const host = stableHost(spec, workload)
  return host === undefined ? undefined : podNames(workload).map((pod) => `${pod}.${host}:${grpcPort(workload)}`)
}

/** What `--receive.local-endpoint` must say so that each pod finds itself in the ring. */
export function localEndpoint(spec: StackSpec, workload: Workload): string | undefined {
  const host = stableHost(spec, workload)
  return host === undefined ? undefined : `$(POD_NAME).${host}:${grpcPort(workload)}`
}

/** The port of `host:port`, undefined when there is none. */
export function portOfAddress(address: string | undefined): number | undefined {
  const port = /:(\d+)$/.exec(address ?? '')?.[1]
  return port === undefined ? undefined : Number(port)
}

function stableHost(spec: StackSpec, workload: Workload): string | undefined {
  const governing = serviceNameOf(workload)
  // Pods have names only under the Service that their StatefulSet names, and only when it is headless.
  const service = servicesFor(spec, workload).find(({ isHeadless, name }) => isHeadless && name === governing)
  return service && serviceHost(service.name, workload.namespace ?? service.namespace)
}

/** The name of a Service in cluster DNS; without a namespace the short name, which every pod of the same one can resolve. */
export function serviceHost(service: string, namespace: string | undefined): string {
  return namespace === undefined ? service : `${service}.${namespace}.svc.cluster.local`
}
