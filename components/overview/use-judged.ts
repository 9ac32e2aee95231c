'use client'
// What the newest look at an installation says to the overview. The judge is fetched after the page, and nothing waits for it.
import { useEffect, useMemo, useState } from 'react'
import { useObservation } from '#lib/queries/observation.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import type { Counted } from '#lib/thanos/live/counters.ts'
import type { Text } from '#lib/text.ts'
import { part } from '../ui/part.ts'
import type { Judged, judge } from './judge-attention.ts'

/** Undefined parts are not known yet. */
export type Seen = { observation?: Observation; judged?: Judged; failed?: Text }

/** Rates need a second look at least so much later. */
const LEAST_MS = 10_000

/** Follows a stack's installation. */
export function useJudged(slug: string): Seen {
  const { observation, failed } = useObservation(slug)
  const [judgeNow, setJudge] = useState<typeof judge>()
  const [first, setFirst] = useState<{ at: number; counted: Counted }>()
  // Syncs with a module that is fetched on demand.
  useEffect(() => {
    let current = true
    void part(() => import('./judge-attention.ts')).then((module) => { if (current) setJudge(() => module.judge) })
    return () => { current = false }
  }, [])
  const isLater = first !== undefined && observation !== undefined && observation.at - first.at >= LEAST_MS
  const before = isLater ? first.counted : undefined
  const judged = useMemo(() => (observation === undefined || judgeNow === undefined ? undefined : judgeNow(observation, before)), [observation, judgeNow, before])
  if (first === undefined && judged !== undefined && observation !== undefined) setFirst({ at: observation.at, counted: judged.counted })
  return { ...(observation === undefined ? {} : { observation }), ...(judged === undefined ? {} : { judged }), ...(failed === undefined ? {} : { failed }) }
}
