// Receivers and their bucket: routers that have one for nothing, receivers that have none, samples that the compactor halts on.
import { text } from '../../../text.ts'
import { booleanFlag } from '../../args.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, chosenFix, isFragment, isWholeCommand, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import { parseDurationMs } from '../../duration.ts'
import type { Finding } from '../../finding.ts'
import { sameNamespace } from '../../pod.ts'
import { isRouter } from '../mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/receive.md'

export const uploads: Check = ({ spec }) => workloadsOf(spec, 'receive').filter(isWholeCommand).flatMap((workload) => {
  const flags = ['objstore.config-file', 'objstore.config'].filter((flag) => flagValue(workload.args, flag) !== undefined)
  return isRouter(spec, workload) ? needless(workload, flags) : [...never(spec, workload, flags), ...outOfOrder(spec, workload)]
})

/** Only an ingesting receiver opens its bucket. Source: cmd/thanos/receive.go. */
function needless(workload: Workload, flags: readonly string[]): Finding[] {
  return flags.slice(0, 1).map((flag) => report(atFlag(workload, flag, SOURCE), 'receive/router-bucket', 'advice',
    text(`${workload.name} only routes, and has object storage configured.`, `${workload.name}은(는) 라우팅만 하는데 오브젝트 스토리지가 설정되어 있습니다.`),
    text('A router keeps and uploads nothing: the flag is ignored, and the pod carries credentials that it does not need.', '라우터는 아무것도 보관하거나 업로드하지 않습니다. 플래그는 무시되고 파드는 필요 없는 자격 증명을 갖게 됩니다.'),
    safeFix(text('Take it away', '삭제'), ...flags.map((each) => ({ op: 'flag.set' as const, object: specObjectId(workload), flag: each, values: [] })))))
}

function never(spec: StackSpec, workload: Workload, flags: readonly string[]): Finding[] {
  const hasBucket = workloadsOf(spec, 'store', 'compact').some((other) => !isFragment(other) && sameNamespace(other, workload))
  if (flags.length > 0 || isFragment(workload) || !hasBucket) return []
  return [report(atFlag(workload, 'objstore.config-file', SOURCE), 'receive/never-uploads', 'warning',
    text(`${workload.name} has no object storage, and the stores beside it read from a bucket.`, `${workload.name}에 오브젝트 스토리지 설정이 없는데 옆의 store는 버킷에서 읽습니다.`),
    text(`What is older than --tsdb.retention (${flagValue(workload.args, 'tsdb.retention') ?? '15d'}) is deleted and was uploaded nowhere.`, `--tsdb.retention(${flagValue(workload.args, 'tsdb.retention') ?? '15d'})보다 오래된 데이터는 어디에도 업로드되지 않고 삭제됩니다.`))]
}

/** Late samples make blocks that overlap, and a compactor without vertical compaction halts on overlaps. Source: docs/components/receive.md. */
function outOfOrder(spec: StackSpec, workload: Workload): Finding[] {
  const flag = 'tsdb.out-of-order.time-window'
  const written = flagValue(workload.args, flag)
  if (written === undefined || (parseDurationMs(written) ?? 0) === 0) return []
  const compactors = workloadsOf(spec, 'compact').filter((compactor) => !isFragment(compactor) && sameNamespace(compactor, workload) && !compactsVertically(compactor))
  return compactors.map((compactor) => report({ ...atFlag(compactor, 'compact.enable-vertical-compaction', SOURCE), about: workload.name }, 'compact/halts-on-late-samples', 'error',
    text(`${workload.name} takes samples that are up to ${written} late; ${compactor.name} does not merge blocks that overlap.`, `${workload.name}은(는) ${written}까지 늦은 샘플을 받는데 ${compactor.name}은(는) 겹치는 블록을 합치지 않습니다.`),
    text('Late samples go into blocks of their own, which overlap others. The compactor halts on the first: no compaction, downsampling and retention from then on.', '늦은 샘플은 별도의 블록이 되어 다른 블록과 겹칩니다. compactor는 처음 겹치는 블록에서 멈추고 그 뒤로 컴팩션, 다운샘플링, 보관 기간 적용이 중단됩니다.'),
    // What is merged cannot be taken apart again.
    chosenFix(text('Enable vertical compaction', '수직 컴팩션 켜기'), { op: 'flag.set', object: specObjectId(compactor), flag: 'compact.enable-vertical-compaction', values: ['true'] })))
}

function compactsVertically(compactor: Workload): boolean {
  return booleanFlag('compact', compactor.args, 'compact.enable-vertical-compaction') || flagValue(compactor.args, 'deduplication.replica-label') !== undefined
}
