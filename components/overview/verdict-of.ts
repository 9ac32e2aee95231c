// What the overview's first sentence says: the worst that is known, in words that name it.
import type { Health, StackView, Sync, WorkloadStatus } from '#lib/services/views.ts'
import type { LiveStatus } from '#lib/queries/stack-status.ts'
import type { Text } from '#lib/text.ts'

export type OverviewVerdict =
  | { key: 'waiting' | 'unmanaged' | 'silentCluster' | 'silentGauntlet' | 'signedOut' | 'nothingThere' }
  | { key: 'oneDegraded' | 'oneMissing' | 'oneProgressing'; name: string }
  | { key: 'onePartly'; name: string; ready: number; want: number }
  | { key: 'manyDegraded' | 'manyPartly' | 'manyMissing' | 'manyProgressing'; count: number; total: number }
  | { key: 'differs' | 'pending' | 'asAsked'; revision: number; total: number }
  | { key: 'works'; total: number }
  | { key: 'trouble' | 'unmanagedTrouble'; what: Text }

/** Worst first. Workloads of the same health keep their order. */
export const HEALTH_ORDER: readonly Health[] = ['Degraded', 'Missing', 'Progressing', 'Unknown', 'Suspended', 'Healthy']

/**
 * The sentence for what is known of a stack. `trouble` is what was seen of the installation itself that costs something now: pods that are all
 * ready prove nothing while writes are refused. `titles` is what was seen of single workloads, by how observations name them: it says more than a status.
 */
export function verdictOf(stack: Pick<StackView, 'head' | 'applied'>, live: LiveStatus | undefined, trouble?: Text, titles: ReadonlyMap<string, Text> = new Map()): OverviewVerdict {
  if (live?.fault?.from === 'session') return { key: 'signedOut' }
  if (live?.fault?.from === 'gauntlet') return { key: 'silentGauntlet' }
  if (live?.fault?.from === 'cluster') return { key: 'silentCluster' }
  if (stack.head === undefined) return trouble === undefined ? { key: 'unmanaged' } : { key: 'unmanagedTrouble', what: trouble }
  if (live?.good === undefined) return { key: 'waiting' }
  return worst(live.good.workloads, titles) ?? (trouble === undefined ? undefined : { key: 'trouble', what: trouble }) ?? agreement(stack, live.good.sync, live.good.workloads.length)
}

/** Worst first, for tables. */
export function worstFirst(workloads: readonly WorkloadStatus[]): WorkloadStatus[] {
  return workloads.toSorted((a, b) => HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health))
}

/** The name of a workload, with its namespace where that alone tells it apart. */
export function nameOf({ seen }: Pick<WorkloadStatus, 'seen'>): string {
  return seen.slice(seen.indexOf('/') + 1)
}

function worst(workloads: readonly WorkloadStatus[], titles: ReadonlyMap<string, Text>): OverviewVerdict | undefined {
  for (const health of ['Degraded', 'Missing', 'Progressing'] as const) {
    const those = workloads.filter((workload) => workload.health === health)
    const [first] = those
    if (first === undefined) continue
    const isPartly = health === 'Degraded' && those.some(({ ready, want }) => ready > 0 && ready < want)
    if (those.length > 1) return { key: isPartly ? 'manyPartly' : `many${health}`, count: those.length, total: workloads.length }
    const title = titles.get(first.seen)
    if (title !== undefined) return { key: 'trouble', what: title }
    return isPartly ? { key: 'onePartly', name: nameOf(first), ready: first.ready, want: first.want } : { key: `one${health}`, name: nameOf(first) }
  }
  return undefined
}

function agreement({ head, applied }: Pick<StackView, 'head' | 'applied'>, sync: Sync, total: number): OverviewVerdict {
  if (total === 0) return { key: 'nothingThere' }
  if (applied === undefined) return head === undefined ? { key: 'works', total } : { key: 'pending', revision: head, total }
  if (sync === 'OutOfSync') return { key: 'differs', revision: applied, total }
  if (head !== undefined && head !== applied) return { key: 'pending', revision: head, total }
  return sync === 'Synced' ? { key: 'asAsked', revision: applied, total } : { key: 'works', total }
}
