// What Gauntlet itself knows that a plan has to know beside the cluster: what other stacks name, and what the last run did not come to.
import { findPlan } from '../../db/plans.ts'
import { findRevision } from '../../db/revisions.ts'
import { appliedObjects, listRuns } from '../../db/runs.ts'
import { listStacks, type StackRow } from '../../db/stacks.ts'
import type { Tx } from '../../db/client.ts'
import type { Checksums } from './checksums.ts'
import { idIn } from './look.ts'

/**
 * What is left over is what this stack had, by its applied revision or by what its runs applied, and that no other stack names in its newest or
 * applied revision. Stacks of other connections count too, since two contexts may lead to one cluster.
 */
export async function leftBy(reader: Tx, stack: StackRow): Promise<(id: string) => boolean> {
  const had = new Set([...await namedBy(reader, stack, [stack.applied]), ...(await appliedObjects(reader, stack.id)).map((id) => withNamespace(id, stack.namespace))])
  const others = (await listStacks(reader)).filter(({ id }) => id !== stack.id)
  const named = new Set((await Promise.all(others.map((other) => namedBy(reader, other, [other.head, other.applied])))).flat())
  return (id) => had.has(id) && !named.has(id)
}

async function namedBy(reader: Tx, stack: StackRow, numbers: readonly (number | undefined)[]): Promise<string[]> {
  const revisions = await Promise.all([...new Set(numbers)].map((number) => (number === undefined ? undefined : findRevision(reader, stack.id, number))))
  return revisions.flatMap((revision) => revision?.spec.objects ?? [])
    .map(({ object, name, namespace }) => idIn({ kind: object, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }, stack.namespace))
}

/** "Kind/name" of a run as "Kind/namespace/name". */
function withNamespace(id: string, home: string): string {
  const [kind = '', ...place] = id.split('/')
  const [name = '', namespace] = place.toReversed()
  return idIn({ kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }, home)
}

/** Checksums that the newest run of a stack was to set and did not: it stopped between a file and the pods that read it. */
export async function owedChecksums(reader: Tx, stackId: string): Promise<Checksums> {
  const [run] = await listRuns(reader, stackId, { limit: 1 })
  if (run === undefined || run.status === 'succeeded' || run.status === 'running') return new Map()
  const done = new Set(run.objects.filter(({ status }) => status === 'done' || status === 'unchanged').map(({ object }) => object))
  const plan = await findPlan(reader, run.planId)
  return new Map((plan?.steps ?? []).flatMap(({ object, checksum }): [string, string][] => (checksum === undefined || done.has(object) ? [] : [[object, checksum]])))
}
