// Caches that do not fit into the container's memory limit.
import { parseQuantity } from '../../../manifest/quantity.ts'
import { text } from '../../../text.ts'
import { flagValue, flagValues } from '../../read-args.ts'
import { flagOf } from '../../catalogue.ts'
import { isFragment, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { parseSizeBytes } from '../../size.ts'
import { specObjectId, type Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/components/store.md#index-cache'
const GIB = 2 ** 30
/** What both take without any flag: 250MB and 2GB. */
const USUAL_BYTES = (parseSizeBytes('250MB') ?? 0) + (parseSizeBytes('2GB') ?? 0)

/** Both caches fill up in normal use; the process needs memory besides. Source: docs/components/store.md. */
export const cacheMemory: Check = ({ spec }) => workloadsOf(spec, 'store').flatMap((workload): Finding[] => {
  const limit = workload.resources?.limits?.memory
  const limitBytes = limit === undefined ? undefined : parseQuantity(limit)
  const hasOwnCache = flagValues(workload.args, 'index-cache.config-file').length + flagValues(workload.args, 'index-cache.config').length > 0
  const index = hasOwnCache ? 0 : sizeOf(workload, 'index-cache-size')
  const chunks = sizeOf(workload, 'chunk-pool-size')
  const shown = (flag: string): string => flagValue(workload.args, flag) ?? flagOf('store', flag)?.default ?? '0'
  if (limit === undefined || limitBytes === undefined) {
    const isRaised = index + chunks > USUAL_BYTES && isFragment(workload)
    return isRaised ? [withoutLimit(workload, `${shown('index-cache-size')} + ${shown('chunk-pool-size')}`, index + chunks)] : []
  }
  if (index + chunks <= limitBytes * 0.9) return []
  return [{
    code: 'store/caches-above-limit', severity: index + chunks > limitBytes ? 'error' : 'warning', object: specObjectId(workload), path: 'resources',
    message: text(
      `Index cache ${hasOwnCache ? 'elsewhere' : shown('index-cache-size')} and chunk pool ${shown('chunk-pool-size')} do not fit into the memory limit of ${limit}.`,
      `인덱스 캐시 ${hasOwnCache ? '(별도)' : shown('index-cache-size')}와 청크 풀 ${shown('chunk-pool-size')}이(가) 메모리 제한 ${limit}에 들어가지 않습니다.`,
    ),
    reason: text('The kernel kills the pod (OOMKilled) once the caches are full. Raise the limit or lower the caches.', '캐시가 차면 커널이 파드를 종료합니다(OOMKilled). 제한을 올리거나 캐시를 줄이세요.'),
    source: SOURCE,
  }]
})

/** A piece of a command line with larger caches than the default: the memory limit is elsewhere, and must know of them. */
function withoutLimit(workload: Workload, sum: string, bytes: number): Finding {
  const needed = `${Math.ceil((bytes * 1.5) / GIB)}Gi`
  return {
    code: 'store/caches-need-memory', severity: 'advice', object: specObjectId(workload), path: 'flags.chunk-pool-size',
    message: text(`Index cache and chunk pool fill up to ${sum}. Give the container a memory limit of at least ${needed}.`, `인덱스 캐시와 청크 풀이 ${sum}까지 찹니다. 컨테이너의 메모리 제한을 ${needed} 이상으로 두세요.`),
    reason: text('With a limit below the caches the kernel kills the pod (OOMKilled) once they are full.', '제한이 캐시보다 작으면 캐시가 찼을 때 커널이 파드를 종료합니다(OOMKilled).'),
    source: SOURCE,
  }
}

function sizeOf(workload: Workload, flag: string): number {
  return parseSizeBytes(flagValue(workload.args, flag) ?? flagOf('store', flag)?.default ?? '0') ?? 0
}
