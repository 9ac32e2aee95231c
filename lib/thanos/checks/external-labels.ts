// External labels: what tells the blocks of producers apart. Receive refuses to start without, rule cannot upload without.
import { text } from '../../text.ts'
import { flagValues } from '../read-args.ts'
import { chosenFix, isFragment, isWholeCommand, safeFix, workloadsOf, type Check } from '../check.ts'
import type { Edit } from '../edit.ts'
import type { Finding } from '../finding.ts'
import { isFilledByShell } from '../in-sight.ts'
import { addVariable } from './unset-variables.ts'
import { isRouter } from '../receive/mode.ts'
import { isStateless, sendsAlerts } from '../rule/mode.ts'
import { removedLabels } from '../query/replica-label.ts'
import { sameNamespace } from '../pod.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'

export const externalLabels: Check = ({ spec }) => workloadsOf(spec, 'receive', 'rule').flatMap((workload): Finding[] => {
  const labels = flagValues(workload.args, 'label')
  if (!isWholeCommand(workload)) return []
  if (workload.kind === 'receive' && labels.length === 0) return [none(spec, workload)]
  if (workload.kind === 'rule' && labels.length === 0 && flagValues(workload.args, 'objstore.config-file').length > 0) return [none(spec, workload)]
  const replicas = workload.replicas ?? 1
  // A router makes no blocks, so its label tells nothing apart.
  const isAlike = replicas > 1 && !isRouter(spec, workload) && !isStateless(workload) && !labels.some((label) => label.includes('$(') || isFilledByShell(workload, label))
  return isAlike ? [alike(spec, workload)] : []
})

/**
 * Edits that give every pod its own label value: the label under a name that queriers remove already, else under the usual one which
 * they then remove too, and POD_NAME where the pod does not have it. Alerts lose the label, so that they stay one.
 */
function addReplicaLabel(spec: StackSpec, workload: Workload): { label: string; edits: Edit[] } {
  const object = specObjectId(workload)
  const queriers = workloadsOf(spec, 'query').filter((query) => isFragment(query) === isFragment(workload) && !isFragment(query) && sameNamespace(query, workload))
  const removed = queriers.flatMap((query) => [...removedLabels(query)])
  const label = removed.find((name) => name.startsWith(workload.kind) && name.endsWith('replica')) ?? (workload.kind === 'receive' ? 'receive_replica' : 'rule_replica')
  const edits: Edit[] = [
    ...addVariable(workload, 'POD_NAME'),
    { op: 'flag.add', object, flag: 'label', value: `${label}="$(POD_NAME)"` },
    ...queriers.filter((query) => !removedLabels(query).has(label)).map((query): Edit => ({ op: 'flag.add', object: specObjectId(query), flag: 'query.replica-label', value: label })),
    ...(sendsAlerts(workload) ? [{ op: 'flag.add', object, flag: 'alert.label-drop', value: label } as const] : []),
  ]
  return { label, edits }
}

function none(spec: StackSpec, workload: Workload): Finding {
  const isReceive = workload.kind === 'receive'
  const { label, edits } = addReplicaLabel(spec, workload)
  return {
    code: isReceive ? 'receive/no-external-label' : 'rule/no-external-label', severity: 'error', object: specObjectId(workload), path: 'flags.label',
    message: text(`${workload.name} has no external label (--label).`, `${workload.name}에 외부 라벨(--label)이 없습니다.`),
    reason: isReceive
      ? text('receive exits at start: "no external labels configured for receive, uniquely identifying external labels must be configured".', 'receive가 "no external labels configured for receive, uniquely identifying external labels must be configured"로 시작하자마자 종료됩니다.')
      : text('Blocks without a label cannot be uploaded: "empty external labels are not allowed". Recorded series never reach the bucket.', '라벨이 없는 블록은 업로드할 수 없습니다("empty external labels are not allowed"). 기록된 시리즈가 버킷에 저장되지 않습니다.'),
    source: isReceive ? 'https://thanos.io/tip/components/receive.md' : 'https://thanos.io/tip/components/rule.md',
    fix: safeFix(text(`Add --label=${label}="$(POD_NAME)"`, `--label=${label}="$(POD_NAME)" 추가`), ...edits),
  }
}

function alike(spec: StackSpec, workload: Workload): Finding {
  const { label, edits } = addReplicaLabel(spec, workload)
  return {
    code: workload.kind === 'receive' ? 'receive/same-labels' : 'rule/same-labels', severity: 'error', object: specObjectId(workload), path: 'flags.label',
    message: text(`All ${workload.replicas ?? 1} replicas of ${workload.name} carry the same labels.`, `${workload.name}의 레플리카 ${workload.replicas ?? 1}개가 모두 같은 라벨을 씁니다.`),
    reason: text('Their blocks cannot be told apart: query reports duplicate stores, and the compactor halts on overlapping blocks.', '블록을 구분할 수 없어 query가 중복 스토어를 보고하고 compactor가 겹치는 블록에서 멈춥니다.'),
    source: 'https://thanos.io/tip/thanos/storage.md',
    // Its blocks begin streams of their own then.
    fix: chosenFix(text(`Add ${label}="$(POD_NAME)"`, `${label}="$(POD_NAME)" 추가`), ...edits),
  }
}
