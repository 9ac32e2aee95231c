// Asks sources when they are due, a few at a time, so that an API server with two hundred pods behind it is not flooded.
import type { Source } from './source.ts'

export type Rounds = {
  /** Looks again at what is due: sources came, or were hurried. */
  wake: () => void
  stop: () => void
}

/** `asked` is told each time that a source has been asked. */
export function startRounds({ sources, atOnce, asked }: { sources: () => Iterable<Source<unknown>>; atOnce: number; asked: () => void }): Rounds {
  let timer: NodeJS.Timeout | undefined
  let underway = 0
  let isStopped = false

  const turn = (): void => {
    clearTimeout(timer)
    if (isStopped) return
    const now = Date.now()
    const waiting = [...sources()].toSorted((a, b) => a.dueAt() - b.dueAt())
    for (const source of waiting) {
      if (source.dueAt() > now || underway >= atOnce) break
      underway += 1
      source.ask().finally(() => {
        underway -= 1
        asked()
        turn()
      }).catch(() => undefined)
    }
    const next = waiting.map((source) => source.dueAt()).filter((due) => due > now && Number.isFinite(due))
    if (next.length > 0) {
      timer = setTimeout(turn, Math.max(10, Math.min(...next) - now))
      timer.unref()
    }
  }
  return {
    wake: turn,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
