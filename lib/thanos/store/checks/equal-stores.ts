// Several replicas of one store: each holds the whole of its range, so asking all of them is work for nothing, and behind one virtual
// address all but one of them are idle.
import { text } from '../../../text.ts'
import { resolveAddress } from '../../address.ts'
import { isFragment, report, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { endpointsOf } from '../../query/endpoints.ts'
import { specObjectId } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/query.md#endpoint-groups'

/** Replicas of one workload have one set of flags, and so one set of blocks. */
export const equalStores: Check = ({ spec }) => workloadsOf(spec, 'query').filter((query) => !isFragment(query)).flatMap((query) => endpointsOf(spec, query).endpoints.flatMap((endpoint): Finding[] => {
  const found = resolveAddress(spec, query, endpoint.address)
  if (found.status !== 'workload' || found.workload.kind !== 'store' || found.pod !== undefined || endpoint.isGroup) return []
  const replicas = found.workload.replicas ?? 1
  if (replicas < 2) return []
  const where = { object: specObjectId(query), path: `flags.${endpoint.flag}`, source: SOURCE, about: endpoint.address.text }
  const { name } = found.workload
  if (endpoint.address.lookup !== undefined && found.service.isHeadless) {
    return [report(where, 'store/replicas-all-asked', 'warning',
      text(`${endpoint.address.text} asks all ${replicas} replicas of ${name}, which hold the same blocks.`, `${endpoint.address.text}은(는) 같은 블록을 가진 ${name}의 레플리카 ${replicas}개를 모두 조회합니다.`),
      text('Each query reads the same data from the bucket once per replica, and each replica fills its caches with it: more replicas make queries dearer, not faster. An endpoint with group: true asks one in turn; time ranges or hashmod selectors share the blocks.', '조회할 때마다 레플리카 수만큼 같은 데이터를 버킷에서 읽고 캐시를 채웁니다. 레플리카를 늘리면 조회가 빨라지지 않고 비용만 늘어납니다. group: true인 엔드포인트는 하나씩 돌아가며 조회하고, 시간 범위나 hashmod 셀렉터는 블록을 나눕니다.'))]
  }
  return [report(where, 'store/idle-replicas', 'advice',
    text(`${endpoint.address.text} reaches one of the ${replicas} replicas of ${name} at a time.`, `${endpoint.address.text}은(는) 한 번에 ${name}의 레플리카 ${replicas}개 중 하나에만 연결됩니다.`),
    text('A querier holds one connection to a virtual address, so one replica does its work while each holds the whole bucket. Store is no stateless worker that replicas make faster: use a group on a headless Service, or share the blocks by time or by hashmod.', 'query는 가상 주소에 연결 하나만 유지하므로 레플리카 하나만 일하고, 레플리카마다 버킷 전체를 맡습니다. store는 늘리기만 하면 빨라지는 컴포넌트가 아닙니다. headless Service에 group을 쓰거나 시간 또는 hashmod로 블록을 나누세요.'))]
}))
