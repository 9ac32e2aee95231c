// External labels: what tells the blocks of producers apart. Receive refuses to start without, rule cannot upload without.
import { text } from '../../text.ts'
import { flagValues } from '../args.ts'
import { isFragment, isWholeCommand, safeFix, workloadsOf, type Check } from '../check.ts'
import type { Edit } from '../edit.ts'
import type { Finding } from '../finding.ts'
import { containerPointer, environmentOf } from '../pod.ts'
import { specObjectId, type Workload } from '../spec.ts'

export const externalLabels: Check = ({ spec }) => workloadsOf(spec, 'receive', 'rule').flatMap((workload): Finding[] => {
  const labels = flagValues(workload.args, 'label')
  if (!isWholeCommand(workload)) return []
  if (workload.kind === 'receive' && labels.length === 0) return [none(workload)]
  if (workload.kind === 'rule' && labels.length === 0 && flagValues(workload.args, 'objstore.config-file').length > 0) return [none(workload)]
  const replicas = workload.replicas ?? 1
  const isAlike = replicas > 1 && !labels.some((label) => label.includes('$('))
  return [...(isAlike ? [alike(workload)] : []), ...unresolved(workload, labels)]
})

/** The label that tells the replicas of a kind apart, by custom. */
export function replicaLabelName(kind: string): string {
  return kind === 'receive' ? 'receive_replica' : 'rule_replica'
}

/** Edits that give every pod its own label value: the label, and POD_NAME where the pod does not have it. */
export function addReplicaLabel(workload: Workload): Edit[] {
  const object = specObjectId(workload)
  return [...addPodName(workload), { op: 'flag.add', object, flag: 'label', value: `${replicaLabelName(workload.kind)}="$(POD_NAME)"` }]
}

/** The edit that gives the container POD_NAME, when it has none and is a whole workload. */
export function addPodName(workload: Workload): Edit[] {
  if (isFragment(workload) || environmentOf(workload).names.includes('POD_NAME')) return []
  return [{
    op: 'field.set', object: specObjectId(workload), pointer: `${containerPointer(workload)}/env/-`,
    value: { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  }]
}

function none(workload: Workload): Finding {
  const isReceive = workload.kind === 'receive'
  return {
    code: `${workload.kind}/no-external-label`, severity: 'error', object: specObjectId(workload), path: 'flags.label',
    message: text(`${workload.name} has no external label (--label).`, `${workload.name}에 외부 라벨(--label)이 없습니다.`),
    reason: isReceive
      ? text('receive exits at start: "no external labels configured for receive, uniquely identifying external labels must be configured".', 'receive가 "no external labels configured for receive, uniquely identifying external labels must be configured"로 시작하자마자 종료됩니다.')
      : text('Blocks without a label cannot be uploaded: "empty external labels are not allowed". Recorded series never reach the bucket.', '라벨이 없는 블록은 업로드할 수 없습니다("empty external labels are not allowed"). 기록된 시리즈가 버킷에 저장되지 않습니다.'),
    source: isReceive ? 'https://thanos.io/tip/components/receive.md' : 'https://thanos.io/tip/components/rule.md',
    fix: safeFix(text(`Add --label=${replicaLabelName(workload.kind)}="$(POD_NAME)"`, `--label=${replicaLabelName(workload.kind)}="$(POD_NAME)" 추가`), ...addReplicaLabel(workload)),
  }
}

function alike(workload: Workload): Finding {
  return {
    code: `${workload.kind}/same-labels`, severity: 'error', object: specObjectId(workload), path: 'flags.label',
    message: text(`All ${workload.replicas ?? 1} replicas of ${workload.name} carry the same labels.`, `${workload.name}의 레플리카 ${workload.replicas ?? 1}개가 모두 같은 라벨을 씁니다.`),
    reason: text('Their blocks cannot be told apart: query reports duplicate stores, and the compactor halts on overlapping blocks.', '블록을 구분할 수 없어 query가 중복 스토어를 보고하고 compactor가 겹치는 블록에서 멈춥니다.'),
    source: 'https://thanos.io/tip/thanos/storage.md#externals-labels',
    fix: safeFix(text(`Add ${replicaLabelName(workload.kind)}="$(POD_NAME)"`, `${replicaLabelName(workload.kind)}="$(POD_NAME)" 추가`), ...addReplicaLabel(workload)),
  }
}

function unresolved(workload: Workload, labels: readonly string[]): Finding[] {
  if (isFragment(workload)) return []
  const environment = environmentOf(workload)
  if (environment.hasEnvFrom) return []
  const missing = labels.flatMap((label) => [...label.matchAll(/\$\(([^)]+)\)/g)].flatMap((match) => match[1] ?? [])).filter((name) => !environment.names.includes(name))
  if (missing.length === 0) return []
  return [{
    code: 'workload/unset-variable', severity: 'error', object: specObjectId(workload), path: 'flags.label',
    message: text(`--label uses $(${missing.join('), $(')}), which the container does not set.`, `--label이 $(${missing.join('), $(')})을(를) 쓰는데 컨테이너에 그 환경 변수가 없습니다.`),
    reason: text('Kubernetes leaves the text as it is, so every replica carries the same label.', 'Kubernetes가 텍스트를 그대로 두므로 모든 레플리카가 같은 라벨을 갖습니다.'),
    source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
    ...(missing.every((name) => name === 'POD_NAME') ? { fix: safeFix(text('Add POD_NAME to the container', '컨테이너에 POD_NAME 추가'), ...addPodName(workload)) } : {}),
  }]
}
