'use client'
// What was taken of an earlier look, so that the newest one can be told from it: pages of metrics say how much, not how fast.
import { useState } from 'react'
import type { Observation } from '#lib/thanos/live/observation.ts'

/** Rates are over at least half of this and at most all of it. */
const SPAN_MS = 120_000
/** Closer looks say nothing new. */
const LEAST_MS = 4_000

/** What `take` took of the oldest look of the last two minutes; undefined at the first one. */
export function useEarlierLook<Taken>(observation: Observation | undefined, take: (observation: Observation) => Taken): Taken | undefined {
  const [looks, setLooks] = useState<readonly { at: number; taken: Taken }[]>([])
  const last = looks.at(-1)
  if (observation !== undefined && (last === undefined || observation.at - last.at >= LEAST_MS)) {
    const recent = looks.filter(({ at }) => observation.at - at <= SPAN_MS)
    setLooks([...(recent.length === 0 ? looks.slice(-1) : recent), { at: observation.at, taken: take(observation) }])
  }
  const earliest = looks[0]
  return earliest === undefined || observation === undefined || earliest.at >= observation.at ? undefined : earliest.taken
}
