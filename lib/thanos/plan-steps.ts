// The steps of a plan: what a run does, in which order, and what it waits for after each; and what no order can make safe.
import type { ObjectChange } from '../manifest/change.ts'
import type { PlanStep } from '../manifest/step.ts'
import { objectId } from '../manifest/types.ts'
import type { Text } from '../text.ts'
import { orderedObjects } from './apply-order.ts'
import { fileReads } from './file-readers.ts'
import type { Finding } from './finding.ts'
import { compactorRules } from './rollout/compactors.ts'
import { inOrder, type Wait } from './rollout/order.ts'
import type { Held } from './rollout/held.ts'
import { keptRingFindings, ringFaultFindings } from './rollout/ring-faults.ts'
import { fileWaits, losing, ringWaits } from './rollout/ring-waits.ts'
import { simulateSteps } from './rollout/simulate.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from './spec.ts'

const NONE: ReadonlySet<string> = new Set()
const NOBODY: ReadonlyMap<string, Held> = new Map()

export type PlanOrder = {
  steps: PlanStep[]
  /** What no order can make safe: errors that block the plan. */
  blockers: Finding[]
  /** Orphans without whose deletion nothing may be applied, by objectId, and why. */
  mustGo: ReadonlyMap<string, Text>
}

/**
 * Every object that Gauntlet applies of a spec, and the deletion of every orphan. `before` is what the cluster has, orphans included; `checksums` are
 * those that the pods get; `others` are workloads beside the stack, `lingering` pods of compactors that no workload asks for. `owed` are objects that an earlier run applied and did not see taken in, `unready`
 * workloads whose pods are not what their object asks for: they look unchanged, and others wait for them all the same. `behind` are
 * pods of receivers that keep an older ring or factor than their live template has.
 */
export function planSteps({ before, after, changes, checksums, others = [], lingering = [], owed = NONE, unready = NONE, behind = NOBODY }: {
  before: StackSpec; after: StackSpec; changes: readonly ObjectChange[]; checksums: ReadonlyMap<string, string>; others?: readonly Workload[]; lingering?: readonly Workload[]
  owed?: ReadonlySet<string>; unready?: ReadonlySet<string>; behind?: ReadonlyMap<string, Held>
}): PlanOrder {
  const byId = new Map(changes.map((change) => [change.object, change]))
  const orphans = changes.filter(({ verdict }) => verdict === 'orphan').map(({ object }) => object)
  const applied = orderedObjects(after).map(objectId)
  const moving = new Set([...applied.filter((id) => byId.get(id)?.verdict !== 'unchanged' || owed.has(id)), ...orphans])
  const compactors = compactorRules({ before, after, changes: byId, orphans: new Set(orphans), others, lingering })
  // What stays as it is may stand anywhere: only what changes has to wait, or is waited for.
  const waits = [...compactors.waits, ...ringWaits(before, after, { owed, unready }), ...fileWaits(before, after)]
    .filter(({ first, next }) => (moving.has(first) || unready.has(first)) && moving.has(next))
  const awaited = new Set([...moving, ...waits.map(({ first }) => first)])
  const reloading = reloaded(before, after)
  const wasAt = new Map(applied.map((id, index) => [id, index]))
  const order = inOrder([...applied, ...lastFirst(orphans)], waits)
  const steps = order.map((object): PlanStep => {
    const reason = reasonOf(object, waits, wasAt)
    const checksum = checksums.get(object)
    if (orphans.includes(object)) return { object, action: 'delete', gate: isWorkload(object) ? 'rollout' : 'none', ...(reason === undefined ? {} : { reason }) }
    const wanted = isWorkload(object) ? 'rollout' : 'refresh'
    const gate = awaited.has(object) && (wanted === 'rollout' || reloading.has(object)) ? wanted : 'none'
    return { object, action: 'apply', gate, ...(reason === undefined ? {} : { reason }), ...(checksum === undefined ? {} : { checksum }) }
  })
  const faults = simulateSteps(before, after, steps)
  const kept = keptRingFindings({ before, after, behind, losing: losing(before, after) })
  return { steps, blockers: [...compactors.blockers, ...ringFaultFindings({ before, after, steps, faults }), ...kept], mustGo: compactors.mustGo }
}

/** ConfigMaps whose new text some running pod takes in without a restart, and that others may wait for: rings and rules. */
function reloaded(before: StackSpec, after: StackSpec): Set<string> {
  const running = new Set(workloads(before).map(specObjectId))
  return new Set(fileReads(after).filter(({ workload, how, flag }) => running.has(specObjectId(workload)) && (how === 'told' || flag === 'receive.hashrings-file') && how !== 'start')
    .map(({ config }) => specObjectId(config)))
}

/** Only where a wait moved the step is there something to explain: to what usually comes later, or what is deleted. */
function reasonOf(object: string, waits: readonly Wait[], usual: ReadonlyMap<string, number>): Text | undefined {
  const place = (id: string): number => usual.get(id) ?? Number.POSITIVE_INFINITY
  const own = waits.filter(({ next }) => next === object)
  return (own.find(({ first }) => place(first) > place(object)) ?? own.find(({ isUsual }) => isUsual !== true))?.reason
}

/** What is deleted goes in the other order: first the workload, then what it leans on. */
function lastFirst(orphans: readonly string[]): string[] {
  return orphans.toSorted((a, b) => Number(isWorkload(b)) - Number(isWorkload(a)))
}

function isWorkload(id: string): boolean {
  return id.startsWith('Deployment/') || id.startsWith('StatefulSet/')
}
