// Hashring files: reading them as Thanos does, the rules it holds them to, and the names that ring members must have.
import { z } from 'zod'
import { flagValue } from './args.ts'
import { expandVariables, servicesFor, serviceNameOf } from './pod.ts'
import { remembered } from './remember.ts'
import type { StackSpec, Workload } from './spec.ts'

const Endpoint = z.union([
  z.string().transform((address) => ({ address })),
  z.object({ address: z.string(), capnproto_address: z.string().optional(), az: z.string().optional() }),
])

const ShuffleSharding = z.object({
  shard_size: z.number().optional(),
  cache_size: z.number().optional(),
  zone_awareness_disabled: z.boolean().optional(),
  overrides: z.array(z.object({ shard_size: z.number().optional(), tenants: z.array(z.string()).nullish(), tenant_matcher_type: z.string().optional() }).loose()).nullish(),
}).loose()

export const Hashring = z.object({
  hashring: z.string().optional(),
  tenants: z.array(z.string()).nullish(),
  tenant_matcher_type: z.string().optional(),
  endpoints: z.array(Endpoint).nullish().transform((endpoints) => endpoints ?? []),
  algorithm: z.string().optional(),
  external_labels: z.record(z.string(), z.string()).nullish(),
  shuffle_sharding_config: ShuffleSharding.nullish(),
}).loose()
export type Hashring = z.infer<typeof Hashring>
export type RingEndpoint = Hashring['endpoints'][number]

/** Default gRPC port of every component. */
export const GRPC_PORT = 10901
export const HTTP_PORT = 10902
export const REMOTE_WRITE_PORT = 19291
export const CAPNPROTO_PORT = 19391

/** Reads a hashring file; a fault says in few words what Thanos would refuse. Source: pkg/receive/config.go. */
export function parseHashrings(text: string): { rings: Hashring[] } | { fault: string } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'not JSON' }
  }
  const rings = z.array(Hashring).safeParse(document)
  if (!rings.success) return { fault: z.prettifyError(rings.error).split('\n')[0] ?? 'not a list of rings' }
  return rings.data.length === 0 ? { fault: 'the list of rings is empty' } : { rings: rings.data }
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
