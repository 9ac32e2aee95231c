// What Gauntlet itself knows that a plan has to know beside the cluster: what the last run did not come to.
import { findPlan } from '../../db/plans.ts'
import { listRuns } from '../../db/runs.ts'
import type { Tx } from '../../db/client.ts'
import type { Checksums } from './checksums.ts'

/** Checksums that the newest run of a stack was to set and did not: it stopped between a file and the pods that read it. */
export async function owedChecksums(reader: Tx, stackId: string): Promise<Checksums> {
  const [run] = await listRuns(reader, stackId, { limit: 1 })
  if (run === undefined || run.status === 'succeeded' || run.status === 'running') return new Map()
  const done = new Set(run.objects.filter(({ status }) => status === 'done' || status === 'unchanged').map(({ object }) => object))
  const plan = await findPlan(reader, run.planId)
  return new Map((plan?.steps ?? []).flatMap(({ object, checksum }): [string, string][] => (checksum === undefined || done.has(object) ? [] : [[object, checksum]])))
}
