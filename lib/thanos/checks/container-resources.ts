// Resources of containers: requests without a limit, limits below their requests, quantities that are none.
import { parseQuantity } from '../../manifest/quantity.ts'
import { text } from '../../text.ts'
import { isFragment, report, chosenFix, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { specObjectId, workloads, type Workload } from '../spec.ts'

const SOURCE = 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'

export const containerResources: Check = ({ spec }) => workloads(spec).filter((workload) => !isFragment(workload) && workload.kind !== 'sidecar').flatMap((workload) => [...unlimited(workload), ...upsideDown(workload), ...unreadable(workload)])

/** What a query, a head or a compaction needs depends on data: only a limit keeps it from taking the node's memory. */
function unlimited(workload: Workload): Finding[] {
  const requested = workload.resources?.requests?.memory
  if (workload.resources?.limits?.memory !== undefined) return []
  const where = { object: specObjectId(workload), path: 'resources', source: SOURCE }
  const reason = text('Memory of Thanos follows the data: one large query or a new cardinality takes what the node has, and the kernel then kills what it likes on that node. With a limit it kills this container alone.', 'Thanos의 메모리는 데이터에 따라 늘어납니다. 큰 조회나 카디널리티 증가가 노드의 메모리를 모두 쓰면 커널이 그 노드의 아무 프로세스나 종료합니다. 제한이 있으면 이 컨테이너만 종료됩니다.')
  if (requested === undefined) {
    return [report(where, 'workload/no-resources', 'advice', text(`${workload.name} asks for no memory and has no limit.`, `${workload.name}에 메모리 요청도 제한도 없습니다.`), reason)]
  }
  return [report(where, 'workload/no-memory-limit', 'warning',
    text(`${workload.name} requests ${requested} of memory and has no limit.`, `${workload.name}은(는) 메모리 ${requested}을(를) 요청하지만 제한이 없습니다.`), reason,
    // What a store needs follows from its caches, which are another finding.
    workload.kind === 'store' ? undefined : chosenFix(text(`Limit it to ${requested}`, `${requested}(으)로 제한`), { op: 'resource.set', object: specObjectId(workload), side: 'limits', resource: 'memory', quantity: String(requested) }))]
}

function upsideDown(workload: Workload): Finding[] {
  return ['memory', 'cpu'].flatMap((resource): Finding[] => {
    const request = workload.resources?.requests?.[resource]
    const limit = workload.resources?.limits?.[resource]
    if (request === undefined || limit === undefined || (parseQuantity(request) ?? 0) <= (parseQuantity(limit) ?? Infinity)) return []
    return [report({ object: specObjectId(workload), path: `resources.${resource}`, source: SOURCE }, 'workload/limit-below-request', 'error',
      text(`${workload.name} requests ${request} of ${resource} and is limited to ${limit}.`, `${workload.name}의 ${resource} 요청 ${request}이(가) 제한 ${limit}보다 큽니다.`),
      text('The API server refuses the workload: must be less than or equal to the limit.', 'API 서버가 워크로드를 거부합니다("must be less than or equal to ... limit").'),
      chosenFix(text(`Raise the limit to ${request}`, `제한을 ${request}(으)로 올리기`), { op: 'resource.set', object: specObjectId(workload), side: 'limits', resource, quantity: String(request) }))]
  })
}

/** "1GB" is how Thanos writes a size, and no quantity. */
function unreadable(workload: Workload): Finding[] {
  const object = specObjectId(workload)
  return (['requests', 'limits'] as const).flatMap((side) => Object.entries(workload.resources?.[side] ?? {}).flatMap(([resource, quantity]): Finding[] => {
    if (parseQuantity(quantity) !== undefined) return []
    const meant = String(quantity).trim().replace(/^([\d.]+)\s*([kMGTPE]i?)B?$/, '$1$2')
    return [report({ object, path: `resources.${side}.${resource}`, source: SOURCE }, 'workload/bad-quantity', 'error',
      text(`The ${side} of ${workload.name} have ${JSON.stringify(quantity)} for ${resource}, which is no quantity.`, `${workload.name}의 ${side}에 적힌 ${resource} 값 ${JSON.stringify(quantity)}은(는) 수량이 아닙니다.`),
      text('The API server refuses the workload: quantities are written as 500m, 2, 8Gi or 1500M, without a B and without a space.', 'API 서버가 워크로드를 거부합니다. 수량은 B나 공백 없이 500m, 2, 8Gi, 1500M처럼 씁니다.'),
      parseQuantity(meant) === undefined ? undefined : chosenFix(text(`Write ${meant}`, `${meant}(으)로 쓰기`), { op: 'resource.set', object, side, resource, quantity: meant }))]
  }))
}
