// What the newest run of a stack was to do and did not come to: the cluster does not show it, and the next plan has to know it.
import type { Tx } from '../../db/client.ts'
import { findPlan } from '../../db/plans.ts'
import { listRuns } from '../../db/runs.ts'
import type { RunObject } from '../../manifest/progress.ts'
import type { PlanStep } from '../../manifest/step.ts'
import type { Checksums } from './checksums.ts'

/**
 * `checksums` are those that it was to set: it stopped between a file and the pods that read it. `gates` are the objects that it applied, or
 * may have, and did not see through: whether pods have them is not known. `untold` are the rulers (startOf) that could not be told of an object.
 */
export type Owed = { checksums: Checksums; gates: ReadonlySet<string>; untold: ReadonlyMap<string, readonly string[]> }

/** Nothing while the newest run goes on; where it came to its end, only whom it could not tell. A plan that owes a gate has it again, so the newest run tells of all. */
export async function owedBy(reader: Tx, stackId: string): Promise<Owed> {
  const [run] = await listRuns(reader, stackId, { limit: 1 })
  if (run === undefined || run.status === 'running') return { checksums: new Map(), gates: new Set(), untold: new Map() }
  const untold = new Map(run.objects.flatMap((result): [string, readonly string[]][] => (result.untold === undefined ? [] : [[result.object, result.untold]])))
  if (run.status === 'succeeded') return { checksums: new Map(), gates: new Set(), untold }
  const plan = await findPlan(reader, run.planId)
  const results = new Map(run.objects.map((object) => [object.object, object]))
  const unchanged = new Set(plan?.objects.flatMap(({ object, verdict }) => (verdict === 'unchanged' ? [object] : [])))
  const steps = plan?.steps ?? []
  return {
    checksums: new Map(steps.flatMap(({ object, checksum }): [string, string][] => (checksum === undefined || isDone(results.get(object)) ? [] : [[object, checksum]]))),
    gates: new Set(steps.filter((step) => isGateOwed(step, results.get(step.object), { wasThere: unchanged.has(step.object) })).map(({ object }) => object)),
    untold,
  }
}

function isDone(result: RunObject | undefined): boolean {
  return result?.status === 'done' || result?.status === 'unchanged'
}

/** What was not reached is owed only where it was there before the run: then that run owed it already. */
function isGateOwed({ action, gate }: PlanStep, result: RunObject | undefined, { wasThere }: { wasThere: boolean }): boolean {
  if (action === 'delete' || gate === 'none' || result === undefined) return false
  if (isDone(result)) return result.isUnwaited === true
  return result.status !== 'skipped' || result.isApplied === true || wasThere
}
