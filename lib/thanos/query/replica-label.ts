// Replica labels: those that a producer sets, and those that a querier removes.
import { flagValues } from '../read-args.ts'
import type { Workload } from '../spec.ts'

/** The labels that a querier removes; a value may hold several, separated by commas. */
export function removedLabels(query: Workload): Set<string> {
  return new Set(flagValues(query.args, 'query.replica-label').flatMap((value) => value.split(',')).map((name) => name.trim()))
}

/** Labels whose value differs from pod to pod. */
export function replicaLabelsOf(workload: Workload): string[] {
  return flagValues(workload.args, 'label').flatMap((label) => {
    const [name = '', value = ''] = splitOnce(label)
    return /\$\((POD_NAME|NAME|HOSTNAME)\)/.test(value) || /(^|_)replica$/.test(name) ? [name] : []
  })
}

function splitOnce(label: string): [string, string] {
  const at = label.indexOf('=')
  return at < 0 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)]
}
