'use client'
// An observation of a while ago beside the one of now, so that counters can be told from what they were.
import { useState } from 'react'
import type { Observation } from '#lib/thanos/live/observation.ts'

/** Long enough for every pod to be asked twice. */
const WIDTH_MS = 60_000

/** The older one; undefined until the page has looked for long enough. */
export function useEarlier(observation: Observation): Observation | undefined {
  const [kept, setKept] = useState<{ old?: Observation; next: Observation }>({ next: observation })
  if (observation.at - kept.next.at > WIDTH_MS) setKept({ old: kept.next, next: observation })
  return kept.old ?? (observation.at - kept.next.at > WIDTH_MS / 2 ? kept.next : undefined)
}
