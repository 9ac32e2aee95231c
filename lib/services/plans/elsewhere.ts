// Compactors of other stacks, by their revisions: read only where a plan starts a compactor or moves one to another bucket, since nothing else depends on them.
import type { Connection } from '../../connection.ts'
import type { Tx } from '../../db/client.ts'
import { findRevision } from '../../db/revisions.ts'
import { listStacks, type StackRow } from '../../db/stacks.ts'
import { AppError } from '../../errors.ts'
import { numberAt } from '../../manifest/fields.ts'
import { elsewhereRules, mayRun, type CompactorElsewhere } from '../../thanos/rollout/compactors-elsewhere.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { clusterOf } from '../connections/resolve.ts'
import type { Sight } from './look.ts'

/** A cluster that is gone must not hold up a plan of another one. */
const LOOK_MS = 3_000

/** What they forbid, and what is to be said of them; `starting` are the compactors that come to their buckets with this plan, nothing where there are none. */
export async function compactorsElsewhere(reader: Tx, stack: StackRow, { spec, sight, starting }: { spec: StackSpec; sight: Sight; starting: readonly Workload[] }): Promise<ReturnType<typeof elsewhereRules>> {
  if (starting.length === 0) return { blockers: [], acknowledge: [], notes: [] }
  const others = (await listStacks(reader)).filter(({ id }) => id !== stack.id)
  const found = (await Promise.all(others.map((other) => compactorsOf(reader, other)))).flat()
  const home = homeOf(stack)
  // What this plan has listed itself tells what runs there, and compactorRules() has heard of it.
  const isSeen = ({ home: its, workload }: CompactorElsewhere): boolean => its.connection === home.connection && listedFor(sight, stack, workload.object).has(workload.namespace ?? its.namespace)
  const unseen = await Promise.all(found.filter((each) => !isSeen(each)).map(async ({ connection, ...each }): Promise<CompactorElsewhere> => ({ ...each, there: each.there === 'unknown' ? await stateOf(connection, each) : each.there })))
  return elsewhereRules({ spec, home, starting, elsewhere: unseen })
}

/** What its own cluster says of one that was applied there. */
async function stateOf(connection: Connection, { workload: { object, namespace, name }, home }: CompactorElsewhere): Promise<CompactorElsewhere['there']> {
  try {
    const cluster = clusterOf(connection, { timeoutMs: LOOK_MS })
    const live = await cluster.get({ apiVersion: 'apps/v1', kind: object, name, namespace: namespace ?? home.namespace })
    if (live === undefined) return 'stopped'
    // Scaled to zero it may still be ending.
    return numberAt(live, 'spec', 'replicas') === 0 && (await cluster.podsOf(live)).length === 0 ? 'stopped' : 'runs'
  } catch (error) {
    if (error instanceof AppError) return 'unknown'
    throw error
  }
}

type Found = CompactorElsewhere & { connection: Connection }

async function compactorsOf(reader: Tx, stack: StackRow): Promise<Found[]> {
  const numbers = [...new Set([stack.applied, stack.head])].filter((number) => number !== undefined)
  const revisions = await Promise.all(numbers.map((number) => findRevision(reader, stack.id, number)))
  const all = revisions.flatMap((revision) => (revision ? workloads(revision.spec).filter(mayRun).map((workload): Found => ({
    stack: stack.name, home: homeOf(stack), connection: stack.connection, spec: revision.spec, workload, there: revision.number === stack.applied ? 'unknown' : 'unapplied',
  })) : []))
  // The applied revision comes first: what it has is told once.
  return all.filter((each, index) => all.findIndex(({ workload }) => specObjectId(workload) === specObjectId(each.workload)) === index)
}

export const homeOf = ({ connection, namespace }: StackRow): CompactorElsewhere['home'] => ({ connection: JSON.stringify(connection), namespace })

/** The namespaces in which workloads of a kind were listed. */
function listedFor({ objects, unlisted }: Sight, { namespace }: StackRow, kind: string): ReadonlySet<string> {
  const refused = new Set(unlisted.flatMap((place) => (place.kind === kind && place.namespace !== undefined ? [place.namespace] : [])))
  return new Set([namespace, ...objects.flatMap(({ target }) => target.metadata.namespace ?? [])].filter((each) => !refused.has(each)))
}
