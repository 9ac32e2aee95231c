// What the Prometheus servers behind sidecars scrape, of all that the replicas of query say: the newest answer counts.
import type { Text } from '../../text.ts'
import type { Observation, Reading, SeenTargets, TargetGroup } from './observation.ts'

/** `at` is when it was read, from `from`; with `why` it is the last good answer, or there is none. */
export type TargetsSeen = {
  from: string
  at?: number
  why?: Text
  counts: { up: number; down: number; unknown: number }
  /** Jobs with a target that is not up, worst first; all others. */
  troubled: TargetGroup[]
  calm: TargetGroup[]
} & Pick<SeenTargets, 'broken' | 'left' | 'warnings'>

const NOTHING: SeenTargets = { groups: [], broken: [], left: { groups: 0, broken: 0 }, warnings: [] }

/** Undefined where no query lists a sidecar: nobody else has targets. */
export function targetsSeen({ targets }: Observation): TargetsSeen | undefined {
  const best = Object.values(targets).toSorted((a, b) => RANK[a.state] - RANK[b.state] || timeOf(b) - timeOf(a))[0]
  if (best === undefined) return undefined
  const { groups, broken, left, warnings } = best.state === 'dead' ? NOTHING : best.value
  const sum = (key: 'up' | 'down' | 'unknown'): number => groups.reduce((total, group) => total + group[key], 0)
  const isCalm = ({ down, unknown }: TargetGroup): boolean => down === 0 && unknown === 0
  return {
    from: best.from, ...(best.state === 'dead' ? {} : { at: best.at }), ...(best.state === 'fresh' ? {} : { why: best.why }),
    counts: { up: sum('up'), down: sum('down'), unknown: sum('unknown') }, troubled: groups.filter((group) => !isCalm(group)), calm: groups.filter(isCalm), broken, left, warnings,
  }
}

const RANK: Readonly<Record<Reading<unknown>['state'], number>> = { fresh: 0, stale: 1, dead: 2 }

function timeOf(reading: Reading<unknown>): number {
  return reading.state === 'dead' ? reading.since : reading.at
}
