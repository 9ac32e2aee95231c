// Ready is not yet well: a pod that is Ready once may end a moment later. A rollout counts when its pods stayed ready, and as they are, for a while.
import type { PodProgress } from './progress.ts'

/** How much longer the while is at most for pods that have restarted. */
const LONGEST = 8

/** `key` changes when a pod is replaced or restarts; `since` is since when all are there and ready and none did, in ms of any steady clock. */
export type Calm = { key: string; since: number; restarts: number }

/** What is calm as of `now`; begins anew whenever a pod comes, goes or restarts, and with each look at which the workload is not rolled out: the time until it is ready proves nothing. */
export function calmAt(before: Calm | undefined, pods: readonly PodProgress[], { now, isRolledOut }: { now: number; isRolledOut: boolean }): Calm {
  const key = pods.map(({ uid, restarts }) => `${uid} ${restarts}`).toSorted().join(',')
  if (before?.key === key) return isRolledOut ? before : { ...before, since: now }
  const restarts = pods.reduce((sum, pod) => sum + pod.restarts, 0)
  return { key, since: now, restarts: before === undefined ? 0 : before.restarts + Math.max(0, restarts - total(before.key)) }
}

function total(key: string): number {
  return key === '' ? 0 : key.split(',').reduce((sum, part) => sum + Number(part.split(' ')[1] ?? 0), 0)
}

/** For how long it must still stay so, in ms; 0 when it did. Whoever restarted must hold out longer, doubling with each time. */
export function stillToWait({ since, restarts }: Calm, { now, stableMs }: { now: number; stableMs: number }): number {
  return Math.max(0, since + stableMs * Math.min(LONGEST, 2 ** restarts) - now)
}
