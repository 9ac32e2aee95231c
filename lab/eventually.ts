// Knows how a test waits: for a condition, with a limit, and never for a length of time.
import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 500

/** Asks, less and less often, until the answer is not undefined and returns it. Throws an Error that names `what` after `withinMs`. */
export async function eventually<T>(what: string, ask: () => T | undefined | Promise<T | undefined>, withinMs = 20_000): Promise<T> {
  const deadline = Date.now() + withinMs
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.2)) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1000} s: ${what}`)
    await sleep(pauseMs)
  }
}
