// Replica labels that producers set against those that the querier removes.
import { text } from '../../../text.ts'
import { flagValues } from '../../read-args.ts'
import { isFragment, isWholeCommand, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { hidesArguments, isFilledByShell } from '../../in-sight.ts'
import { resolveAddress } from '../../address.ts'
import { sameNamespace } from '../../pod.ts'
import { endpointsOf } from '../endpoints.ts'
import { removedLabels, replicaLabelsOf } from '../replica-label.ts'
import { remembered } from '../../remember.ts'
import { isRouter } from '../../receive/mode.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/query.md#deduplication'

/** Deduplication goes by the exact label name. Prometheus' own replica labels are set outside of the stack, so nothing is said of them. */
export const replicaLabels: Check = ({ spec }) => workloadsOf(spec, 'query').flatMap((query) => {
  const removed = removedLabels(query)
  if (hidesArguments(query) || [...removed].some((label) => isFilledByShell(query, label))) return []
  if (isFragment(query) && (removed.size === 0 || !isWholeCommand(query))) return []
  const asked = endpointsOf(spec, query).endpoints.map((endpoint) => resolveAddress(spec, query, endpoint.address))
  const isAsked = (workload: Workload): boolean => sameNamespace(query, workload) || asked.some((found) => found.status === 'workload' && found.workload === workload)
  const producers = isFragment(query) ? ofPieces(spec) : ofWhole(spec)
  return [...producers.flatMap(({ workload, label }): Finding[] => {
    if (removed.has(label) || !isAsked(workload)) return []
    const near = [...removed].find((name) => name.includes(workload.kind) || workload.kind.startsWith(name.split('_')[0] ?? '?'))
    return [{
      code: 'query/replica-label-missing', severity: 'warning', object: specObjectId(query), path: 'flags.query.replica-label', source: SOURCE, about: `${workload.name} ${label}`,
      message: text(
        `${workload.name} marks its replicas with ${label}; ${query.name} does not remove it${near === undefined ? '' : ` (it removes ${near})`}.`,
        `${workload.name}은(는) 레플리카를 ${label}(으)로 구분하는데 ${query.name}은(는) 이를 제거하지 않습니다${near === undefined ? '' : `(${near}은(는) 제거)`}.`,
      ),
      reason: text('Series of the replicas appear twice in every graph, and sums are wrong.', '레플리카의 시리즈가 모든 그래프에 중복으로 나타나고 합계가 틀립니다.'),
      fix: safeFix(text(`Add --query.replica-label=${label}`, `--query.replica-label=${label} 추가`), { op: 'flag.add', object: specObjectId(query), flag: 'query.replica-label', value: label }),
    }]
  }), ...unused(spec, query, removed)]
})

/** A label that is named after a kind of this stack, and that none of that kind sets: mostly a slip of the pen. */
function unused(spec: StackSpec, query: Workload, removed: ReadonlySet<string>): Finding[] {
  if (isFragment(query)) return []
  const named = [...removed].filter((label) => /^(?:receive|rule)/.test(label))
  if (named.length === 0) return []
  const producers = workloadsOf(spec, 'receive', 'rule').filter((workload) => !isFragment(workload) && sameNamespace(query, workload))
  const set = new Set(producers.flatMap((workload) => flagValues(workload.args, 'label').map((label) => label.split('=')[0] ?? '')))
  return named.filter((label) => !set.has(label) && producers.some(({ kind }) => label.startsWith(kind))).map((label) => report(
    { object: specObjectId(query), path: 'flags.query.replica-label', source: SOURCE, about: label }, 'query/replica-label-unused', 'advice',
    text(`${query.name} removes ${label}, which no receiver and no ruler sets.`, `${query.name}은(는) ${label}을(를) 제거하지만 이 라벨을 붙이는 수신기나 ruler가 없습니다.`),
    text('Deduplication goes by the exact name: a label that is spelt otherwise stays, and its series appear once per replica.', '중복 제거는 정확한 이름으로 합니다. 철자가 다른 라벨은 남아 레플리카마다 시리즈가 나타납니다.'),
  ))
}

const ofPieces = remembered((spec: StackSpec) => producersOf(spec, true))
const ofWhole = remembered((spec: StackSpec) => producersOf(spec, false))

/** Pieces are compared with pieces: of a whole installation they may be no part. */
function producersOf(spec: StackSpec, ofPieces: boolean): { workload: Workload; label: string }[] {
  const producers = workloadsOf(spec, 'receive', 'rule').filter((workload) => isFragment(workload) === ofPieces && !isRouter(spec, workload))
    .flatMap((workload) => replicaLabelsOf(workload).map((label) => ({ workload, label })))
  // One pod has no replicas, unless another workload of its kind carries the label too.
  return producers.filter(({ workload, label }) => isFragment(workload) || (workload.replicas ?? 1) > 1
    || producers.some((other) => other.workload !== workload && other.workload.kind === workload.kind && other.label === label))
}
