// Where edges send to: the address that leads to the receivers' write port, and the header that names a tenant.
import { flagValue } from './read-args.ts'
import type { Destination } from './edge-config.ts'
import { resolveTargetPort, servicesFor, type ServiceView } from './pod.ts'
import { isRouter } from './receive/mode.ts'
import { type StackSpec, type Workload, workloads } from './spec.ts'

const WRITE_PORT = 19291

/** Routers before ingestors, a Service with a virtual address before a headless one; a made-up host where no Service leads there. */
export function writeDestination(spec: StackSpec, namespace: string): Destination & { isMadeUp: boolean } {
  const receivers = workloads(spec).filter(({ kind, object }) => kind === 'receive' && object !== 'Fragment').toSorted((a, b) => Number(isRouter(spec, b)) - Number(isRouter(spec, a)))
  const tenantHeader = receivers.map(({ args }) => flagValue(args, 'receive.tenant-header')).find((header) => header !== undefined) ?? 'THANOS-TENANT'
  const services = receivers.flatMap((workload) => writeServices(spec, workload)).toSorted((a, b) => Number(a.service.isHeadless) - Number(b.service.isHeadless))
  const [first] = services
  const host = first === undefined ? 'receive.example.org' : `${first.service.name}.${first.service.namespace ?? namespace}.svc.cluster.local:${first.port}`
  return { url: `http://${host}/api/v1/receive`, tenantHeader, isMadeUp: first === undefined }
}

/** The Services that lead to the write port of a receiver, each with its own port. */
export function writeServices(spec: StackSpec, workload: Workload): { service: ServiceView; port: number }[] {
  const port = Number((flagValue(workload.args, 'remote-write.address') ?? '').split(':').at(-1)) || WRITE_PORT
  return servicesFor(spec, workload).flatMap((service) => service.ports.filter((candidate) => candidate.port === port || resolveTargetPort(candidate, workload) === port).map((found) => ({ service, port: found.port })))
}
