// A workload with the flags that its process runs with instead of those of the spec, so that whatever reads flags of a spec reads what is observed.
import { compactorsOf } from '../compact/retention.ts'
import { flagValues } from '../read-args.ts'
import type { Workload } from '../spec.ts'
import { isSameAmount } from './flag-differences.ts'
import { componentOf, freshOf, type Look, podsOf, workloadOf } from './readings.ts'
import { seenObject } from './seen-object.ts'

/** `isRead` is false where no process told: the flags are those that are configured. */
export type AsItRuns = { workload: Workload; isRead: boolean }

/**
 * The flags of the first pod that tells, defaults included, else those of the spec. Receivers do not mount /api/v1/status/flags: of these an observation has
 * the pod's command line. A list that is empty, as Thanos prints it, is no flag. What is the same amount in another unit stands as it is written, where
 * people look for it, and so that a name does not change with whether the process has told already.
 */
export function asItRuns(look: Look, workload: Workload): AsItRuns {
  const [first] = toldOf(look, workload)
  return first === undefined ? { workload, isRead: false } : { workload: withFlags(workload, first), isRead: true }
}

/** The same of every pod that tells: while a workload rolls, some run as it was and some as it will be. */
export function asEachRuns(look: Look, workload: Workload): Workload[] {
  return toldOf(look, workload).map((told) => withFlags(workload, told))
}

type Told = Readonly<Record<string, string>>

function toldOf({ observation, spec }: Look, workload: Workload): Told[] {
  const object = seenObject(spec, workload)
  return podsOf(observation).filter((pod) => pod.object === object && !pod.isTerminating).map(({ name }) => freshOf(componentOf(observation, name)?.flags)).filter((told) => told !== undefined)
}

function withFlags(workload: Workload, told: Told): Workload {
  return { ...workload, args: Object.entries(told).flatMap(([flag, value]): Workload['args'] => (value === '' || value === '[]' ? [] : [{ style: 'equals', flag, value: written(workload, flag, value) }])) }
}

function written({ args }: Workload, flag: string, told: string): string {
  const value = flagValues(args, flag).at(-1)
  return value !== undefined && isSameAmount(value, told) ? value : told
}

/** The same of an observed object ("StatefulSet/thanos-store"); undefined for one that the spec does not have. */
export function objectAsItRuns(look: Look, object: string): AsItRuns | undefined {
  const workload = workloadOf(look.spec, object)
  return workload === undefined ? undefined : asItRuns(look, workload)
}

/** The compactors of the spec as they run. */
export function compactorsAsTheyRun(look: Look): AsItRuns[] {
  return compactorsOf(look.spec).map((compactor) => asItRuns(look, compactor))
}
