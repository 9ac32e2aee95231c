// How long each resolution is kept, what a change of it loses, and the way from apply to gone. Pure; times are milliseconds.
import { flagValue } from '../read-args.ts'
import { parseDurationMs } from '../duration.ts'
import { type StackSpec, type Workload, workloads } from '../spec.ts'

export const RESOLUTIONS = ['raw', '5m', '1h'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

const HOUR_MS = 3_600_000
/** Defaults of --delete-delay, and of a store's --ignore-deletion-marks-delay. */
const DELETE_DELAY_MS = 48 * HOUR_MS
const HIDE_AFTER_MS = 24 * HOUR_MS

/** Flags of the retention form, in its order. */
export const RETENTION_FLAGS = ['retention.resolution-raw', 'retention.resolution-5m', 'retention.resolution-1h', 'delete-delay'] as const

/** The compactors of a spec. */
export function compactorsOf(spec: StackSpec): Workload[] {
  return workloads(spec).filter(({ kind, object }) => kind === 'compact' && object !== 'Fragment')
}

/** How long a resolution is kept; Infinity for ever, undefined when the value cannot be read. */
export function keptMs(compactor: Workload, resolution: Resolution): number | undefined {
  const ms = parseDurationMs(retentionOf(compactor, resolution))
  return ms === 0 ? Infinity : ms
}

/** What the flag of a resolution says, as it is written; "0d", which is for ever, when it is not set. */
export function retentionOf(compactor: Workload, resolution: Resolution): string {
  return flagValue(compactor.args, `retention.resolution-${resolution}`) ?? '0d'
}

/** How long a marked block can still be brought back: until the compactor deletes it. */
export function deleteDelayMs(compactor: Workload): number {
  return parseDurationMs(flagValue(compactor.args, 'delete-delay') ?? '48h') ?? DELETE_DELAY_MS
}

/** When stores stop answering from a block that is marked: the longest of their delays. */
export function hiddenAfterMs(spec: StackSpec): number {
  const delays = workloads(spec).filter(({ kind }) => kind === 'store')
    .map((store) => parseDurationMs(flagValue(store.args, 'ignore-deletion-marks-delay') ?? '24h') ?? HIDE_AFTER_MS)
  return delays.length === 0 ? HIDE_AFTER_MS : Math.max(...delays)
}

export type Shortened = { readonly resolution: Resolution; readonly wasMs: number; readonly nowMs: number }

/** Resolutions that are kept for a shorter time than before: what is between the two is deleted. */
export function shortened(before: Workload | undefined, after: Workload): Shortened[] {
  if (before === undefined) return []
  return RESOLUTIONS.flatMap((resolution) => {
    const [wasMs, nowMs] = [keptMs(before, resolution), keptMs(after, resolution)]
    return wasMs === undefined || nowMs === undefined || nowMs >= wasMs ? [] : [{ resolution, wasMs, nowMs }]
  })
}
