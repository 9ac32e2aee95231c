'use client'
// What was counted at an earlier look, so that the newest one has rates: the pages of metrics say how much, not how fast.
import { useState } from 'react'
import { type Counted, countedOf } from '#lib/thanos/live/counters.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'

/** Rates are over at least half of this and at most all of it. */
const SPAN_MS = 120_000
/** Closer looks say nothing new. */
const LEAST_MS = 4_000

type Look = { at: number; counted: Counted }

/** The oldest look of the last two minutes; undefined at the first one. */
export function useEarlier(observation: Observation | undefined): Counted | undefined {
  const [looks, setLooks] = useState<readonly Look[]>([])
  const last = looks.at(-1)
  if (observation !== undefined && (last === undefined || observation.at - last.at >= LEAST_MS)) {
    const recent = looks.filter(({ at }) => observation.at - at <= SPAN_MS)
    setLooks([...(recent.length === 0 ? looks.slice(-1) : recent), { at: observation.at, counted: countedOf(observation) }])
  }
  const earliest = looks[0]
  return earliest === undefined || observation === undefined || earliest.at >= observation.at ? undefined : earliest.counted
}
