// What all gates share: how long they wait, how they tell, how they end.
import type { Connection } from '../../connection.ts'
import { env } from '../../env.ts'
import type { Text } from '../../text.ts'

/** How a gate ended. `late` did not open in time, `hopeless` never will, `left`: somebody stopped the run. `untold`: see RunObject. */
export type GateEnd = { end: 'open'; message?: Text; untold?: string[] } | { end: 'late' | 'hopeless'; why: Text } | { end: 'left' }

/** All in ms. */
export type GateTimes = { timeoutMs: number; pollMs: number; stableMs: number; refreshMs: number; hopelessMs: number }

/** Pods of the sandbox start in a second, and a file is with them at once: what takes a real cluster minutes is over there. */
const SANDBOX_STABLE_MS = 1_000
const SANDBOX_REFRESH_MS = 1_000

export function gateTimes({ connection: { kind }, gateTimeoutMs: own }: { connection: Connection; gateTimeoutMs?: number }): GateTimes {
  const { gateTimeoutMs, gatePollMs, gateStableMs, gateRefreshMs, gateHopelessMs } = env()
  const isSandbox = kind === 'sandbox'
  return {
    timeoutMs: own ?? gateTimeoutMs, pollMs: gatePollMs, hopelessMs: gateHopelessMs,
    stableMs: isSandbox ? Math.min(gateStableMs, SANDBOX_STABLE_MS) : gateStableMs,
    refreshMs: isSandbox ? Math.min(gateRefreshMs, SANDBOX_REFRESH_MS) : gateRefreshMs,
  }
}
