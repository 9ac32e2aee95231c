// Compactors of other stacks, by their revisions: read only where a plan starts a compactor, since nothing else depends on them.
import type { Tx } from '../../db/client.ts'
import { findRevision } from '../../db/revisions.ts'
import { listStacks, type StackRow } from '../../db/stacks.ts'
import { elsewhereRules, type CompactorElsewhere } from '../../thanos/rollout/compactors-elsewhere.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../../thanos/spec.ts'
import { startingCompactors } from './lingering.ts'
import type { Sight } from './look.ts'

/** What they forbid, and what is to be said of them; nothing where no compactor starts. */
export async function compactorsElsewhere(reader: Tx, stack: StackRow, { spec, sight }: { spec: StackSpec; sight: Sight }): Promise<ReturnType<typeof elsewhereRules>> {
  const starting = startingCompactors(spec, sight)
  if (starting.length === 0) return { blockers: [], notes: [] }
  const others = (await listStacks(reader)).filter(({ id }) => id !== stack.id)
  const found = (await Promise.all(others.map((other) => compactorsOf(reader, other)))).flat()
  const home = homeOf(stack)
  // What this plan has listed itself tells what runs there, and compactorRules() has heard of it.
  const isSeen = ({ home: its, workload }: CompactorElsewhere): boolean => its.connection === home.connection && listedFor(sight, stack, workload.object).has(workload.namespace ?? its.namespace)
  return elsewhereRules({ spec, home, starting, elsewhere: found.filter((each) => !isSeen(each)) })
}

async function compactorsOf(reader: Tx, stack: StackRow): Promise<CompactorElsewhere[]> {
  const numbers = [...new Set([stack.applied, stack.head])].filter((number) => number !== undefined)
  const revisions = await Promise.all(numbers.map((number) => findRevision(reader, stack.id, number)))
  const all = revisions.flatMap((revision) => (revision ? workloads(revision.spec).filter(mayRun).map((workload): CompactorElsewhere => ({
    stack: stack.name, home: homeOf(stack), spec: revision.spec, workload, isApplied: revision.number === stack.applied,
  })) : []))
  // The applied revision comes first: what it has is told once.
  return all.filter((each, index) => all.findIndex(({ workload }) => specObjectId(workload) === specObjectId(each.workload)) === index)
}

function mayRun({ kind, object, replicas }: Workload): boolean {
  return kind === 'compact' && object !== 'Fragment' && replicas !== 0
}

const homeOf = ({ connection, namespace }: StackRow): CompactorElsewhere['home'] => ({ connection: JSON.stringify(connection), namespace })

/** The namespaces in which workloads of a kind were listed. */
function listedFor({ objects, unlisted }: Sight, { namespace }: StackRow, kind: string): ReadonlySet<string> {
  const refused = new Set(unlisted.flatMap((place) => (place.kind === kind && place.namespace !== undefined ? [place.namespace] : [])))
  return new Set([namespace, ...objects.flatMap(({ target }) => target.metadata.namespace ?? [])].filter((each) => !refused.has(each)))
}
