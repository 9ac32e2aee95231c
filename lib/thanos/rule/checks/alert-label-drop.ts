// Ruler replicas whose alerts differ by the replica label, so that each is notified twice.
import { text } from '../../../text.ts'
import { flagValues } from '../../read-args.ts'
import { isFragment, isWholeCommand, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { replicaLabelsOf } from '../../query/replica-label.ts'
import { sendsAlerts } from '../mode.ts'
import { specObjectId } from '../../spec.ts'

/** Alertmanager takes alerts with different labels for different ones. Source: docs/components/rule.md, external labels. */
export const alertLabelDrop: Check = ({ spec }) => workloadsOf(spec, 'rule').flatMap((workload) => {
  const dropped = new Set(flagValues(workload.args, 'alert.label-drop'))
  const isAlone = (workload.replicas ?? (isFragment(workload) ? 2 : 1)) < 2
  const relabels = ['alert.relabel-config', 'alert.relabel-config-file'].some((flag) => flagValues(workload.args, flag).length > 0)
  if (!sendsAlerts(workload) || isAlone || relabels || !isWholeCommand(workload)) return []
  return replicaLabelsOf(workload).filter((label) => !dropped.has(label)).map((label): Finding => ({
    code: 'rule/alert-keeps-replica', severity: 'warning', object: specObjectId(workload), path: 'flags.alert.label-drop', about: label,
    message: text(`Alerts of ${workload.name} carry ${label}, which differs between replicas.`, `${workload.name}의 알림에 레플리카마다 다른 ${label}이(가) 붙습니다.`),
    reason: text('Alertmanager cannot merge them: every alert is notified once per replica.', 'Alertmanager가 알림을 합치지 못해 레플리카 수만큼 통지됩니다.'),
    source: 'https://thanos.io/tip/components/rule.md',
    fix: safeFix(text(`Add --alert.label-drop=${label}`, `--alert.label-drop=${label} 추가`), { op: 'flag.add', object: specObjectId(workload), flag: 'alert.label-drop', value: label }),
  }))
})
