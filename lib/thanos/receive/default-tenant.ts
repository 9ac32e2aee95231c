// Whose samples those are that come without a tenant.
import { isFragment } from '../check.ts'
import { flagValue } from '../read-args.ts'
import { workloads, type StackSpec } from '../spec.ts'
import { isRouter } from './mode.ts'

/** Unless receivers are told otherwise. Source: cmd/thanos/receive.go, --receive.default-tenant-id. */
export const DEFAULT_TENANT = 'default-tenant'

/** The tenant of a write without one, by the receivers that edges write to: routers where there are any. */
export function defaultTenant(spec: StackSpec): string {
  const receivers = workloads(spec).filter((workload) => workload.kind === 'receive' && !isFragment(workload))
  const entry = receivers.find((workload) => isRouter(spec, workload)) ?? receivers[0]
  return (entry && flagValue(entry.args, 'receive.default-tenant-id')) ?? DEFAULT_TENANT
}
