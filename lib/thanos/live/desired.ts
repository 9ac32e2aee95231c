// What a spec asks of a running installation, in the few facts that are compared with what is seen: small enough to be sent to a page.
import { parseAddress, resolveAddress } from '../address.ts'
import { flagName, flagValues } from '../read-args.ts'
import { isFragment } from '../check.ts'
import { hashringFileOf, objectStorageOf } from '../files.ts'
import { isPlaceholder } from '../object-storage.ts'
import { parseHashrings } from '../hashring.ts'
import type { Kind } from '../kind.ts'
import { expandVariables } from '../pod.ts'
import { endpointsOf } from '../query/endpoints.ts'
import { isRouter } from '../receive/mode.ts'
import { ringFiles } from '../receive/ring-files.ts'
import { ringHashes } from '../receive/ring-hash.ts'
import { seenObject } from './seen-object.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'

/** One workload. `object` names it as an observation does; `id` is its specObjectId, for links. */
export type DesiredWorkload = {
  object: string
  id: string
  kind: Kind
  name: string
  /** As the spec names it; absent for the stack's own. */
  namespace?: string
  replicas: number
  image?: string
  isRouter: boolean
  /** Values by flag, in their order, with known variables filled in. */
  flags: Readonly<Record<string, readonly string[]>>
  /** Objects that it speaks to: StoreAPIs of a querier, receivers of a router, queriers of a ruler or query-frontend. */
  asks: string[]
  /** Addresses that lead out of the spec: what stands behind them is known by no name of it. */
  asksOutside: string[]
  /** False when some of what it asks stands in a file that is not at hand. */
  isComplete: boolean
  /** What a receiver says of its hashring file when that is the spec's; absent where the spec has no such file. */
  ringHashes?: readonly number[]
}
/** `bucket` is its name, where the configuration says it; `rings` how many endpoints each hashring has. */
export type Desired = { workloads: DesiredWorkload[]; bucket?: string; rings: Readonly<Record<string, number>> }

/** What is wanted of the workloads of a spec that Gauntlet manages. */
export function desiredOf(spec: StackSpec): Desired {
  const those = workloads(spec).filter((workload) => !isFragment(workload) && workload.managed !== false)
  const bucket = those.map((workload) => objectStorageOf(spec, workload)?.storage.settings.bucket).find((name) => typeof name === 'string' && !isPlaceholder(name))
  const rings = ringFiles(spec).flatMap(({ parsed }) => ('rings' in parsed ? parsed.rings : [])).map((ring): [string, number] => [ring.hashring ?? '', ring.endpoints.length])
  return { workloads: those.map((workload) => desiredWorkload(spec, workload)), ...(typeof bucket === 'string' ? { bucket } : {}), rings: Object.fromEntries(rings) }
}

function desiredWorkload(spec: StackSpec, workload: Workload): DesiredWorkload {
  const ring = workload.kind === 'receive' ? hashringFileOf(spec, workload)?.text : undefined
  const names = [...new Set(workload.args.flatMap((arg) => flagName(arg) ?? []))]
  return {
    object: seenObject(spec, workload), id: specObjectId(workload), kind: workload.kind, name: workload.name, replicas: workload.replicas ?? 1,
    ...(workload.image === undefined ? {} : { image: workload.image }), ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }),
    isRouter: isRouter(spec, workload),
    flags: Object.fromEntries(names.map((name) => [name, flagValues(workload.args, name).map((value) => expandVariables(workload, value))])),
    ...askedBy(spec, workload), ...(ring === undefined ? {} : { ringHashes: ringHashes(ring) }),
  }
}

/** Whom a workload asks by its flags, as far as the spec has them. */
export function askedBy(spec: StackSpec, workload: Workload): Pick<DesiredWorkload, 'asks' | 'asksOutside' | 'isComplete'> {
  const { addresses, isComplete } = asked(spec, workload)
  const found = addresses.map((written) => ({ written, at: resolveAddress(spec, workload, parseAddress(expandVariables(workload, written))) }))
  const objects = found.flatMap(({ at }) => (at.status === 'workload' ? [seenObject(spec, at.workload)] : []))
  return {
    asks: [...new Set(objects)].filter((object) => object !== seenObject(spec, workload)),
    asksOutside: found.flatMap(({ written, at }) => (at.status === 'outside' || at.status === 'no-service' ? [written] : [])),
    isComplete,
  }
}

function asked(spec: StackSpec, workload: Workload): { addresses: string[]; isComplete: boolean } {
  const { args } = workload
  switch (workload.kind) {
    case 'query': {
      const { endpoints, isComplete } = endpointsOf(spec, workload)
      return { addresses: endpoints.map(({ address }) => address.text), isComplete }
    }
    case 'query-frontend': return { addresses: flagValues(args, 'query-frontend.downstream-url').map(withPort), isComplete: true }
    case 'rule': return { addresses: flagValues(args, 'query').map(withPort), isComplete: !['query.config', 'query.config-file', 'query.sd-files', 'grpc-query-endpoint'].some((flag) => flagValues(args, flag).length > 0) }
    case 'receive': return { addresses: ringAddresses(spec, workload), isComplete: true }
    default: return { addresses: [], isComplete: true }
  }
}

/** Of every ring that this receiver reads. */
function ringAddresses(spec: StackSpec, workload: Workload): string[] {
  const inline = flagValues(workload.args, 'receive.hashrings').map(parseHashrings)
  const files = isRouter(spec, workload) || flagValues(workload.args, 'receive.hashrings-file').length > 0 ? ringFiles(spec).map(({ parsed }) => parsed) : []
  return [...inline, ...files].flatMap((parsed) => ('rings' in parsed ? parsed.rings : [])).flatMap((ring) => ring.endpoints.map(({ address }) => address))
}

/** An HTTP address may leave its port to the scheme; what it leads to is looked up with one. */
function withPort(url: string): string {
  return url.includes('+') || /^(?:https?:\/\/)?[^/]*:\d+/.test(url) ? url : url.replace(/^((?:https?:\/\/)?[^/:]+)/, `$1:${url.startsWith('https://') ? 443 : 80}`)
}
