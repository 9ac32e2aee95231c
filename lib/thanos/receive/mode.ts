// In which mode a receiver runs: with a ring and without a local endpoint it only routes, and keeps nothing.
import { flagValue } from '../read-args.ts'
import { hashringFileOf } from '../files.ts'
import { parseHashrings, podNames, type Hashring } from '../hashring.ts'
import { parseAddress } from '../address.ts'
import { ringFiles } from './ring-files.ts'
import type { StackSpec, Workload } from '../spec.ts'

/** The rings that a receiver reads, from its file or its command line; undefined when it has none, or nobody can know them. */
export function ringsOf(spec: StackSpec, workload: Workload): readonly Hashring[] | undefined {
  const content = hashringFileOf(spec, workload)?.text ?? flagValue(workload.args, 'receive.hashrings')
  const parsed = content === undefined ? undefined : parseHashrings(content)
  return parsed && 'rings' in parsed ? parsed.rings : undefined
}

/** Whether a receiver is told of a ring. */
export function hasRing(workload: Workload): boolean {
  return flagValue(workload.args, 'receive.hashrings-file') !== undefined || flagValue(workload.args, 'receive.hashrings') !== undefined
}

/** Whether a receiver only routes, and means to: no ring names its pods. Source: cmd/thanos/receive.go, determineMode. */
export function isRouter(spec: StackSpec, workload: Workload): boolean {
  if (workload.kind !== 'receive' || !hasRing(workload) || flagValue(workload.args, 'receive.local-endpoint') !== undefined) return false
  const rings = ringsOf(spec, workload)
  if (!rings) return workload.object === 'Deployment'
  const hosts = new Set(rings.flatMap((ring) => ring.endpoints.map(({ address }) => parseAddress(address).host.split('.')[0])))
  return !podNames(workload).some((pod) => hosts.has(pod))
}

/** Whether a ring names pods of this receiver, which may have no ring of its own. */
export function namesPodsOf(ring: Hashring, workload: Workload): boolean {
  const pods = podNames(workload)
  return pods.length > 0 && ring.endpoints.some(({ address }) => pods.includes(address.split('.')[0] ?? ''))
}

/** Whether some ring of the spec names pods of this receiver. */
export function ringOfPods(spec: StackSpec, workload: Workload): boolean {
  return ringFiles(spec).some(({ parsed }) => 'rings' in parsed && parsed.rings.some((ring) => namesPodsOf(ring, workload)))
}
