// What Gauntlet itself knows that a plan has to know beside the cluster: what other stacks name, and what the last run did not come to.
import { findPlan } from '../../db/plans.ts'
import { findRevision, headRevision } from '../../db/revisions.ts'
import { listRuns } from '../../db/runs.ts'
import { listStacks, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import type { Checksums } from './checksums.ts'
import { idIn } from './look.ts'

/**
 * "Kind/namespace/name" of everything that other stacks name in their newest or applied revision: never left over, whoever looks. Stacks of
 * other connections count too, since two contexts may lead to one cluster.
 */
export async function namedElsewhere(reader: Tx, stack: StackRow): Promise<ReadonlySet<string>> {
  const others = (await listStacks(reader)).filter(({ id }) => id !== stack.id)
  const named = await Promise.all(others.map(async (other) => {
    const newest = await headRevision(reader, other.id)
    const applied = other.applied === undefined || other.applied === newest?.number ? undefined : await findRevision(reader, other.id, other.applied)
    return [newest, applied].flatMap((revision) => revision?.spec.objects ?? [])
      .map(({ object, name, namespace }) => idIn({ kind: object, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }, other.namespace))
  }))
  return new Set(named.flat())
}

/** Checksums that the newest run of a stack was to set and did not: it stopped between a file and the pods that read it. */
export async function owedChecksums(reader: Tx, stackId: string): Promise<Checksums> {
  const [run] = await listRuns(reader, stackId, { limit: 1 })
  if (run === undefined || run.status === 'succeeded' || run.status === 'running') return new Map()
  const done = new Set(run.objects.filter(({ status }) => status === 'done' || status === 'unchanged').map(({ object }) => object))
  const plan = await findPlan(reader, run.planId)
  return new Map((plan?.steps ?? []).flatMap(({ object, checksum }): [string, string][] => (checksum === undefined || done.has(object) ? [] : [[object, checksum]])))
}
