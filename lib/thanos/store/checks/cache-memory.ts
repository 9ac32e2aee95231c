// Caches that do not fit into the container's memory limit.
import { parseQuantity } from '../../../manifest/quantity.ts'
import { text } from '../../../text.ts'
import { flagValue, flagValues } from '../../args.ts'
import { flagOf } from '../../catalogue.ts'
import { workloadsOf, type Check } from '../../check.ts'
import { parseSizeBytes } from '../../size.ts'
import { specObjectId, type Workload } from '../../spec.ts'

/** Both caches fill up in normal use; the process needs memory besides. Source: docs/components/store.md. */
export const cacheMemory: Check = ({ spec }) => workloadsOf(spec, 'store').flatMap((workload) => {
  const limit = workload.resources?.limits?.memory
  const limitBytes = limit === undefined ? undefined : parseQuantity(limit)
  if (limit === undefined || limitBytes === undefined) return []
  const hasOwnCache = flagValues(workload.args, 'index-cache.config-file').length + flagValues(workload.args, 'index-cache.config').length > 0
  const index = hasOwnCache ? 0 : sizeOf(workload, 'index-cache-size')
  const chunks = sizeOf(workload, 'chunk-pool-size')
  if (index + chunks <= limitBytes * 0.9) return []
  const shown = (flag: string): string => flagValue(workload.args, flag) ?? flagOf('store', flag)?.default ?? '0'
  return [{
    code: 'store/caches-above-limit', severity: index + chunks > limitBytes ? 'error' : 'warning', object: specObjectId(workload), path: 'resources',
    message: text(
      `Index cache ${hasOwnCache ? 'elsewhere' : shown('index-cache-size')} and chunk pool ${shown('chunk-pool-size')} do not fit into the memory limit of ${limit}.`,
      `인덱스 캐시 ${hasOwnCache ? '(별도)' : shown('index-cache-size')}와 청크 풀 ${shown('chunk-pool-size')}이(가) 메모리 제한 ${limit}에 들어가지 않습니다.`,
    ),
    reason: text('The kernel kills the pod (OOMKilled) once the caches are full. Raise the limit or lower the caches.', '캐시가 차면 커널이 파드를 종료합니다(OOMKilled). 제한을 올리거나 캐시를 줄이세요.'),
    source: 'https://thanos.io/tip/components/store.md#index-cache',
  }]
})

function sizeOf(workload: Workload, flag: string): number {
  return parseSizeBytes(flagValue(workload.args, flag) ?? flagOf('store', flag)?.default ?? '0') ?? 0
}
