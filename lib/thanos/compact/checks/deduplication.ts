// Deduplication in the bucket: functions without a label, Prometheus pairs without the penalty, copies that nobody removes.
import { text } from '../../../text.ts'
import { flagValue, flagValues } from '../../read-args.ts'
import { atFlag, chosenFix, isFragment, isWholeCommand, report, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { replicationFactor } from '../../hashring.ts'
import { sameNamespace } from '../../pod.ts'
import { replicaLabelsOf } from '../../query/replica-label.ts'
import { hasRing, isRouter } from '../../receive/mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/compact.md#vertical-compaction-use-cases'
const LABEL = 'deduplication.replica-label'

export const deduplication: Check = ({ spec }) => workloadsOf(spec, 'compact').filter(isWholeCommand).flatMap((workload) => {
  const labels = new Set(flagValues(workload.args, LABEL).flatMap((value) => value.split(',')).map((label) => label.trim()))
  const penalty = flagValue(workload.args, 'deduplication.func') === 'penalty'
  if (labels.size === 0) return penalty ? [withoutLabel(workload)] : copiesKept(spec, workload)
  const ofPrometheus = [...labels].find((label) => label.includes('prometheus'))
  return ofPrometheus !== undefined && !penalty ? [withoutPenalty(workload, ofPrometheus)] : []
})

function withoutLabel(workload: Workload): Finding {
  return report(atFlag(workload, 'deduplication.func', SOURCE), 'compact/penalty-without-label', 'error',
    text(`--deduplication.func=penalty needs --${LABEL}.`, `--deduplication.func=penalty에는 --${LABEL}이(가) 필요합니다.`),
    text('compact exits at start.', 'compact가 시작하자마자 종료됩니다.'),
    chosenFix(text('Remove --deduplication.func', '--deduplication.func 삭제'), { op: 'flag.set', object: specObjectId(workload), flag: 'deduplication.func', values: [] }))
}

/** Without the penalty only samples that are equal are merged; two Prometheus scrape at different times. */
function withoutPenalty(workload: Workload, label: string): Finding {
  return report(atFlag(workload, 'deduplication.func', SOURCE), 'compact/pairs-without-penalty', 'warning',
    text(`${workload.name} merges Prometheus pairs (${label}) sample by sample.`, `${workload.name}은(는) Prometheus 쌍(${label})을 샘플 단위로 그대로 합칩니다.`),
    text('Two Prometheus scrape at different times, so merged series hold the samples of both: rates are wrong, and the merge cannot be undone. Pairs need --deduplication.func=penalty.', 'Prometheus 두 대는 서로 다른 시각에 스크레이프하므로 합친 시리즈에 양쪽 샘플이 모두 들어갑니다. rate가 틀리고 되돌릴 수 없습니다. 쌍에는 --deduplication.func=penalty가 필요합니다.'),
    chosenFix(text('Set --deduplication.func=penalty', '--deduplication.func=penalty 설정'), { op: 'flag.set', object: specObjectId(workload), flag: 'deduplication.func', values: ['penalty'] }))
}

/** Receivers that keep n copies upload all of them. */
function copiesKept(spec: StackSpec, workload: Workload): Finding[] {
  if (isFragment(workload)) return []
  const receivers = workloadsOf(spec, 'receive').filter((receiver) => !isFragment(receiver) && sameNamespace(receiver, workload))
  const factor = Math.max(1, ...receivers.filter(hasRing).map(replicationFactor).filter(Number.isFinite))
  const label = receivers.filter((receiver) => !isRouter(spec, receiver)).flatMap(replicaLabelsOf)[0]
  if (factor < 2 || label === undefined) return []
  return [report(atFlag(workload, LABEL, SOURCE), 'compact/copies-kept', 'advice',
    text(`Receivers upload ${factor} copies of each series, and ${workload.name} keeps them all.`, `수신기가 시리즈마다 사본 ${factor}개를 업로드하고 ${workload.name}은(는) 모두 보관합니다.`),
    text(`The bucket is ${factor} times as large as it could be. With --${LABEL}=${label} copies are merged. That cannot be undone, so it is for a bucket that only receivers write to.`, `버킷이 필요한 크기의 ${factor}배입니다. --${LABEL}=${label}이면 사본을 합칩니다. 되돌릴 수 없으므로 수신기만 쓰는 버킷에 쓰세요.`),
    chosenFix(text(`Merge by ${label}`, `${label} 기준으로 합치기`), { op: 'flag.set', object: specObjectId(workload), flag: LABEL, values: [label] }))]
}
