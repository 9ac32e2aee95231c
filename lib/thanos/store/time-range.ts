// The time that a store serves, relative to now.
import { flagValue } from '../read-args.ts'
import { parseDurationMs } from '../duration.ts'
import type { Workload } from '../spec.ts'

/** Milliseconds relative to now, -Infinity and Infinity where a side is open; undefined where a side is a date or a variable. */
export type TimeRange = { readonly fromMs: number; readonly toMs: number }

/** What a store serves. Source: pkg/model/timeduration.go. */
export function timeRangeOf(store: Workload): TimeRange | undefined {
  const from = side(flagValue(store.args, 'min-time'), -Infinity)
  const to = side(flagValue(store.args, 'max-time'), Infinity)
  return from === undefined || to === undefined ? undefined : { fromMs: from, toMs: to }
}

/** A relative time such as -6h in milliseconds; undefined for a date, a variable or nothing. */
export function relativeMs(written: string | undefined): number | undefined {
  if (written === undefined || !/^-?\d/.test(written) || /^\d{4}-/.test(written)) return undefined
  const ms = parseDurationMs(written.replace(/^-/, ''))
  if (ms === undefined) return undefined
  return written.startsWith('-') ? -ms : ms
}

function side(written: string | undefined, open: number): number | undefined {
  if (written === undefined || /^(0000|9999)-/.test(written)) return open
  return relativeMs(written)
}
