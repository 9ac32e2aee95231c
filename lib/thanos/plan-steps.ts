// The steps of a plan: what a run does, in which order, and what it waits for after each.
import type { ObjectChange } from '../manifest/change.ts'
import type { PlanStep } from '../manifest/step.ts'
import { objectId } from '../manifest/types.ts'
import { orderedObjects } from './apply-order.ts'
import type { StackSpec } from './spec.ts'

/** Every object that Gauntlet applies of a spec; a workload that changes is waited for. */
export function planSteps(spec: StackSpec, changes: readonly ObjectChange[]): PlanStep[] {
  const verdicts = new Map(changes.map(({ object, verdict }) => [object, verdict]))
  return orderedObjects(spec).map((object) => {
    const id = objectId(object)
    const isWorkload = object.kind === 'Deployment' || object.kind === 'StatefulSet'
    return { object: id, action: 'apply', gate: isWorkload && verdicts.get(id) !== 'unchanged' ? 'rollout' : 'none' }
  })
}
