// One thing that is asked again and again: what it said last, how old that is, and when it is asked next. What fails again and again is asked
// more seldom (a circuit breaker), so that a dead Thanos costs neither it nor us.
import { AppError, sentenceOf } from '../../errors.ts'
import { log } from '../../log.ts'
import { text, type Text } from '../../text.ts'
import type { Reading } from '../../thanos/live/observation.ts'

/** `everyMs` while it answers. `ask` may take `limitMs` at most; its signal ends it. */
export type Question<T> = { from: string; everyMs: number; ask: (signal: AbortSignal) => Promise<T> }

export type Source<T> = {
  reading: () => Reading<T>
  /** When it is to be asked next, in ms since 1970; never while it is being asked. */
  dueAt: () => number
  /** Asks once. Never throws: a failure is what the reading says. */
  ask: () => Promise<void>
  /** Has it asked at once: what it is about has changed. */
  hurry: () => void
  stop: () => void
}

const LIMIT_MS = 5_000
/** After so many failures in a row the breaker opens: one attempt, then a pause that doubles. */
const FAILURES_UNTIL_OPEN = 3
const LONGEST_PAUSE = 8

const NOT_YET = text('It has not been asked yet.', '아직 묻지 않았습니다.')

export function createSource<T>({ from, everyMs, ask }: Question<T>): Source<T> {
  let reading: Reading<T> = { state: 'dead', from, since: Date.now(), why: NOT_YET }
  let due = 0
  let failures = 0
  let isHurried = false
  const ended = new AbortController()

  const succeeded = (value: T): void => {
    failures = 0
    // The same value keeps its identity, so that nobody sends it again.
    const kept = reading.state !== 'dead' && JSON.stringify(reading.value) === JSON.stringify(value) ? reading.value : value
    reading = { state: 'fresh', from, at: Date.now(), value: kept }
  }
  const failed = (why: Text): void => {
    failures += 1
    const since = reading.state === 'fresh' || reading.why === NOT_YET ? Date.now() : reading.since
    reading = reading.state === 'dead' ? { ...reading, since, why } : { state: 'stale', from, at: reading.at, value: reading.value, since, why }
  }

  return {
    reading: () => reading,
    dueAt: () => due,
    hurry: () => {
      isHurried = true
      if (due !== Number.POSITIVE_INFINITY) due = 0
    },
    stop: () => { ended.abort() },
    async ask() {
      due = Number.POSITIVE_INFINITY
      isHurried = false
      const late = AbortSignal.timeout(LIMIT_MS)
      try {
        succeeded(await ask(AbortSignal.any([ended.signal, late])))
      } catch (error) {
        if (ended.signal.aborted) return
        failed(wordsOf(error, late.aborted, from))
      } finally {
        const pause = failures < FAILURES_UNTIL_OPEN ? 1 : Math.min(LONGEST_PAUSE, 2 ** (failures - FAILURES_UNTIL_OPEN + 1))
        // A part by chance, so that all that began together does not stay together.
        due = isHurried ? 0 : Date.now() + everyMs * pause * (0.9 + Math.random() * 0.2)
      }
    },
  }
}

function wordsOf(error: unknown, isLate: boolean, from: string): Text {
  if (isLate) return text(`It did not answer within ${LIMIT_MS / 1000} s.`, `${LIMIT_MS / 1000}초 안에 응답하지 않았습니다.`)
  if (error instanceof AppError) return sentenceOf(error)
  log.error({ err: error, from }, 'what a running installation says could not be read')
  return text('Gauntlet failed to read its answer. The log of Gauntlet has the reason.', 'Gauntlet이 응답을 읽지 못했습니다. 원인은 Gauntlet의 로그에 있습니다.')
}
