// Where a time stands on the coverage map, and which times its axis names. 0 is the oldest end, 1 is now.

export const SCALES = ['log', 'linear'] as const
export type ScaleName = (typeof SCALES)[number]
export type Scale = { readonly name: ScaleName; readonly from: number; readonly to: number }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Below this age the logarithm goes flat: the newest half hour is one place. */
const BEND_MS = HOUR_MS / 2
/** Ages that an axis may name, longest first: who reads looks for the old end first. */
const NAMED = [10 * 365, 5 * 365, 3 * 365, 2 * 365, 365, 180, 90, 30, 14, 7, 2, 1].map((days) => days * DAY_MS).concat([12, 6, 2, 1].map((hours) => hours * HOUR_MS))

/** From 0 to 1. */
export function placeOfTime({ name, from, to }: Scale, at: number): number {
  const [age, oldest] = [Math.max(0, to - at), Math.max(1, to - from)]
  const place = name === 'linear' ? 1 - age / oldest : 1 - Math.log1p(age / BEND_MS) / Math.log1p(oldest / BEND_MS)
  return Math.min(1, Math.max(0, place))
}

/** Times that the axis names, oldest first, at least `apart` from each other; `first` have the right of way. */
export function ticksOf(scale: Scale, { apart, first = [] }: { apart: number; first?: readonly number[] }): { at: number; place: number; isFirst: boolean }[] {
  const taken: { at: number; place: number; isFirst: boolean }[] = []
  const take = (at: number, isFirst: boolean): void => {
    const place = placeOfTime(scale, at)
    // The ends are named anyway.
    if (place < apart * 0.75 || place > 1 - apart * 0.75 || taken.some((other) => Math.abs(other.place - place) < apart)) return
    taken.push({ at, place, isFirst })
  }
  for (const at of first) take(at, true)
  for (const age of NAMED) if (age < scale.to - scale.from) take(scale.to - age, false)
  return taken.toSorted((a, b) => a.at - b.at)
}
