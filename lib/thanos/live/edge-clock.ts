// Whose clock is off: how far the newest sample of an edge stands from now, whether it stays so while new ones come, and how the other edges stand.
import type { SeenEdge } from './observation.ts'

/** What was seen of an edge at one look, both in ms since 1970. */
export type Glance = { at: number; lastSampleAt: number }

/** For so long looks are remembered. */
export const WATCHED_MS = 5 * 60_000
const LEAST_WATCHED_MS = 60_000
/** Between two halves of the looks an age that stays may differ by so much; an edge that catches up comes nearer. */
const STEADY_MS = 15_000
/** Clocks of machines that keep time differ by less. */
const AHEAD_MS = 10_000
/** Scraping, batches and the next look make a newest sample as old as that. */
const BEHIND_MS = 60_000
/** Clocks that stand alike differ by less. */
const ALIKE_MS = 30_000

/**
 * The age that the newest sample of an edge has at least, in ms, where it stays that old while newer ones come: its clock is behind, or something holds back
 * each sample equally. Undefined before a minute was watched, where none came, and where the age changes. `glances` are in the order of time.
 */
export function steadyAgeMs(glances: readonly Glance[]): number | undefined {
  const [first] = glances
  const last = glances.at(-1)
  if (first === undefined || last === undefined || last.at - first.at < LEAST_WATCHED_MS) return undefined
  const middle = first.at + (last.at - first.at) / 2
  const halves = [glances.filter(({ at }) => at < middle), glances.filter(({ at }) => at >= middle)] as const
  if (halves.some((half) => half.length < 2) || last.lastSampleAt <= (halves[0].at(-1)?.lastSampleAt ?? 0)) return undefined
  const [before, after] = halves.map((half) => Math.min(...half.map(({ at, lastSampleAt }) => at - lastSampleAt)))
  if (before === undefined || after === undefined || Math.abs(after - before) > STEADY_MS) return undefined
  return Math.round(Math.min(before, after) / 1000) * 1000
}

/** `commonMs` where all edges stand alike: then it is no clock of an edge. `offOf` is how far ahead of now one edge's clock is, negative for behind; undefined where it is not off. */
export type Clocks = { commonMs?: number; offOf: (edge: SeenEdge) => number | undefined; usualAgeMs?: number }

/** `at` is when the edges were seen. */
export function clocksOf(edges: readonly SeenEdge[], at: number): Clocks {
  const offsets = edges.flatMap((edge) => offsetOf(edge, at) ?? [])
  const sorted = offsets.toSorted((a, b) => a - b)
  const usual = sorted[Math.floor(sorted.length / 2)]
  const usualAge = usual === undefined ? {} : { usualAgeMs: Math.max(0, -usual) }
  const isCommon = sorted.length > 1 && sorted.length === edges.length && (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) <= ALIKE_MS && sorted.every((offset) => isOff(offset))
  if (isCommon && usual !== undefined) return { commonMs: usual, offOf: () => undefined, ...usualAge }
  return {
    offOf: (edge) => {
      const offset = offsetOf(edge, at)
      return offset !== undefined && isOff(offset) ? offset : undefined
    },
    ...usualAge,
  }
}

function isOff(offset: number): boolean {
  return offset > AHEAD_MS || offset < -BEHIND_MS
}

/** A newest sample of the future tells at once; one of the past only by staying as old as it is. */
function offsetOf({ lastSampleAt, steadyAgeMs: steady }: SeenEdge, at: number): number | undefined {
  if (lastSampleAt === undefined) return undefined
  if (lastSampleAt > at) return lastSampleAt - at
  if (steady !== undefined) return -steady
  return at - lastSampleAt <= BEHIND_MS ? lastSampleAt - at : undefined
}
