// In which mode a ruler runs: with remote write it keeps nothing itself.
import { flagValue } from '../read-args.ts'
import type { Workload } from '../spec.ts'

/** Whether a ruler writes what it records to a receiver instead of keeping and uploading it. Source: docs/components/rule.md, stateless ruler. */
export function isStateless(workload: Workload): boolean {
  return workload.kind === 'rule' && ['remote-write.config', 'remote-write.config-file'].some((flag) => flagValue(workload.args, flag) !== undefined)
}

/** Whether a ruler is told of an Alertmanager. */
export function sendsAlerts(workload: Workload): boolean {
  return workload.kind === 'rule' && ['alertmanagers.url', 'alertmanagers.config', 'alertmanagers.config-file'].some((flag) => flagValue(workload.args, flag) !== undefined)
}
