// Replica labels that producers set against those that the querier removes.
import { text } from '../../../text.ts'
import { isFragment, isWholeCommand, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { resolveAddress } from '../../address.ts'
import { sameNamespace } from '../../pod.ts'
import { endpointsOf } from '../endpoints.ts'
import { removedLabels, replicaLabelsOf } from '../replica-label.ts'
import { isRouter } from '../../receive/mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/query.md#deduplication'

/** Deduplication goes by the exact label name. Prometheus' own replica labels are set outside of the stack, so nothing is said of them. */
export const replicaLabels: Check = ({ spec }) => workloadsOf(spec, 'query').flatMap((query) => {
  const removed = removedLabels(query)
  if (isFragment(query) && (removed.size === 0 || !isWholeCommand(query))) return []
  const asked = endpointsOf(spec, query).endpoints.map((endpoint) => resolveAddress(spec, query, endpoint.address))
  const isAsked = (workload: Workload): boolean => sameNamespace(query, workload) || asked.some((found) => found.status === 'workload' && found.workload === workload)
  return producersOf(spec, isFragment(query)).flatMap(({ workload, label }): Finding[] => {
    if (removed.has(label) || !isAsked(workload)) return []
    const near = [...removed].find((name) => name.includes(workload.kind) || workload.kind.startsWith(name.split('_')[0] ?? '?'))
    return [{
      code: 'query/replica-label-missing', severity: 'warning', object: specObjectId(query), path: 'flags.query.replica-label', source: SOURCE,
      message: text(
        `${workload.name} marks its replicas with ${label}; ${query.name} does not remove it${near === undefined ? '' : ` (it removes ${near})`}.`,
        `${workload.name}은(는) 레플리카를 ${label}(으)로 구분하는데 ${query.name}은(는) 이를 제거하지 않습니다${near === undefined ? '' : `(${near}은(는) 제거)`}.`,
      ),
      reason: text('Series of the replicas appear twice in every graph, and sums are wrong.', '레플리카의 시리즈가 모든 그래프에 중복으로 나타나고 합계가 틀립니다.'),
      fix: safeFix(text(`Add --query.replica-label=${label}`, `--query.replica-label=${label} 추가`), { op: 'flag.add', object: specObjectId(query), flag: 'query.replica-label', value: label }),
    }]
  })
})

/** Pieces are compared with pieces: of a whole installation they may be no part. */
function producersOf(spec: StackSpec, ofPieces: boolean): { workload: Workload; label: string }[] {
  const producers = workloadsOf(spec, 'receive', 'rule').filter((workload) => isFragment(workload) === ofPieces && !isRouter(spec, workload))
    .flatMap((workload) => replicaLabelsOf(workload).map((label) => ({ workload, label })))
  // One pod has no replicas, unless another workload of its kind carries the label too.
  return producers.filter(({ workload, label }) => isFragment(workload) || (workload.replicas ?? 1) > 1
    || producers.some((other) => other.workload !== workload && other.workload.kind === workload.kind && other.label === label))
}
