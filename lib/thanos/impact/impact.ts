// What a change does to data, queries, pods and writes, in words. Speaks of what the specs say, not of what the bucket holds.
import { z } from 'zod'
import type { ObjectChange } from '../../manifest/change.ts'
import type { PlanStep } from '../../manifest/step.ts'
import { Text } from '../../text-schema.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'
import { dataImpact } from './data.ts'
import { ingestImpact } from './ingest.ts'
import { NOTHING } from './nothing.ts'
import { queryImpact } from './queries.ts'
import { restartImpact } from './restarts.ts'

export const IMPACT_AREAS = ['data', 'queries', 'restarts', 'ingest'] as const
export type ImpactArea = (typeof IMPACT_AREAS)[number]

export const Impact = z.object({
  area: z.enum(IMPACT_AREAS),
  /** None for "nothing happens"; danger where data or writes are lost. */
  weight: z.enum(['none', 'notice', 'danger']),
  message: Text,
  detail: Text.optional(),
  /** The objects that cause it, by objectId. */
  objects: z.array(z.string()),
  /** Set on what cannot be undone: for how long after the apply it still can be, in milliseconds. */
  undoableMs: z.number().optional(),
  /** What one types to agree to it. */
  confirm: z.string().optional(),
})
export type Impact = z.infer<typeof Impact>

/**
 * Both sides of a change. `before` is what is live, orphans included; `restarting` are the workloads whose pods restart, in the order of the steps;
 * `unready` how many pods each live workload lacks now.
 */
export type Change = {
  readonly before: StackSpec
  readonly after: StackSpec
  readonly changes: readonly ObjectChange[]
  readonly restarting: readonly Workload[]
  readonly unready: ReadonlyMap<string, number>
}

/** The four areas in their order, each with at least one sentence. */
export function impactOf({ before, after, changes, steps, unready = new Map() }: {
  before: StackSpec; after: StackSpec; changes: readonly ObjectChange[]; steps: readonly Pick<PlanStep, 'object'>[]; unready?: Change['unready']
}): Impact[] {
  const byId = new Map(workloads(after).map((workload) => [specObjectId(workload), workload]))
  const restarts = new Set(changes.filter((change) => change.restarts > 0).map(({ object }) => object))
  const change: Change = { before, after, changes, unready, restarting: steps.filter(({ object }) => restarts.has(object)).flatMap(({ object }) => byId.get(object) ?? []) }
  const found: Record<ImpactArea, Impact[]> = { data: dataImpact(change), queries: queryImpact(change), restarts: restartImpact(change), ingest: ingestImpact(change) }
  return IMPACT_AREAS.flatMap((area): Impact[] => {
    const worst = found[area].toSorted((a, b) => WEIGHTS.indexOf(b.weight) - WEIGHTS.indexOf(a.weight))
    if (worst.some(({ weight }) => weight !== 'none')) return worst
    const quiet = worst.find(({ message }) => message === NOTHING[area]) ?? { area, weight: 'none', message: NOTHING[area], objects: [] }
    return [quiet, ...worst.filter(({ message }) => message !== NOTHING[area])]
  })
}

const WEIGHTS: readonly Impact['weight'][] = ['none', 'notice', 'danger']
