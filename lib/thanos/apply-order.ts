// The order in which the objects of a spec are applied: secrets and configuration, Services, then workloads from store to compact.
import { applyOrder } from '../manifest/order.ts'
import { KINDS } from './kind.ts'
import { render } from './render.ts'
import { specObjectId, workloads, type StackSpec } from './spec.ts'
import type { KubeObject } from '../manifest/types.ts'

/** What Gauntlet applies of a spec, in the order in which it does. */
export function orderedObjects(spec: StackSpec): KubeObject[] {
  const rank = new Map(workloads(spec).map((workload) => [specObjectId(workload), KINDS.indexOf(workload.kind)]))
  return applyOrder(render(spec, { managedOnly: true }), (id) => rank.get(id))
}
