// Knows how long a kubelet waits before it tries again, and how it words that.

/** 10 s, doubled up to 5 minutes, forgotten after 10 minutes without a crash (pkg/kubelet: MaxContainerBackOff, and twice that). */
const FIRST_MS = 10_000
const MOST_MS = 300_000
const FORGOTTEN_AFTER_MS = 600_000

/**
 * The wait before a container that has ended runs again, in ms: none after its first end, nor after a run of more than 10 minutes. `beforeMs` is
 * the wait before the run that ended, undefined for its first; `ranMs` is how long that ran.
 */
export function crashBackOff(beforeMs: number | undefined, ranMs: number): number {
  return beforeMs === undefined || ranMs > FORGOTTEN_AFTER_MS ? 0 : nextBackOff(beforeMs)
}

/** The wait that follows a wait, in ms; after none (0) it is the first. */
export function nextBackOff(beforeMs: number): number {
  return beforeMs === 0 ? FIRST_MS : Math.min(beforeMs * 2, MOST_MS)
}

/** As Go prints whole seconds: 10s, 40s, 1m20s, 5m0s. */
export function durationOf(ms: number): string {
  const seconds = ms / 1000
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}
