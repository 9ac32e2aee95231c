// Cache configuration of stores and query-frontends: providers that do not exist, and sizes that nothing reads.
import { parse } from 'yaml'
import { isJsonObject } from '../../manifest/types.ts'
import { text } from '../../text.ts'
import { flagValue } from '../read-args.ts'
import { atFlag, isFragment, report, safeFix, workloadsOf, type Check, type Where } from '../check.ts'
import { fileAt } from '../files.ts'
import type { Finding } from '../finding.ts'
import { specObjectId, type StackSpec, type Workload } from '../spec.ts'

/** Providers by flag. Source: pkg/store/cache/factory.go, pkg/store/cache/caching_bucket_factory.go, pkg/queryfrontend/config.go. */
const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  'index-cache.config': ['IN-MEMORY', 'MEMCACHED', 'REDIS'],
  'store.caching-bucket.config': ['IN-MEMORY', 'MEMCACHED', 'REDIS', 'GROUPCACHE'],
  'query-range.response-cache-config': ['IN-MEMORY', 'MEMCACHED', 'REDIS'],
  'labels.response-cache-config': ['IN-MEMORY', 'MEMCACHED', 'REDIS'],
}

export const cacheConfig: Check = ({ spec }) => workloadsOf(spec, 'store', 'query-frontend').flatMap((workload) => [
  ...Object.entries(PROVIDERS).flatMap(([flag, providers]) => judge(spec, workload, flag, providers)),
  ...unreadSize(workload),
])

function judge(spec: StackSpec, workload: Workload, flag: string, providers: readonly string[]): Finding[] {
  const found = cacheText(spec, workload, flag)
  if (!found || found.content.includes('$(')) return []
  const type = typeOf(found.content)
  if (type !== undefined && providers.includes(type.toUpperCase())) return []
  return [report(found.where, 'cache/unknown-type', 'error',
    type === undefined
      ? text(`The cache of ${workload.name} (--${flag}) has no type.`, `${workload.name}의 캐시(--${flag})에 type이 없습니다.`)
      : text(`"${type}" is no cache for --${flag}. It is one of ${providers.join(', ')}.`, `"${type}"은(는) --${flag}에 쓸 수 있는 캐시가 아닙니다. ${providers.join(', ')} 중 하나여야 합니다.`),
    text(`${workload.kind} exits at start.`, `${workload.kind}이(가) 시작하자마자 종료됩니다.`))]
}

function cacheText(spec: StackSpec, workload: Workload, flag: string): { content: string; where: Where } | undefined {
  const source = workload.kind === 'store' ? 'https://thanos.io/tip/components/store.md#index-cache' : 'https://thanos.io/tip/components/query-frontend.md#caching'
  const inline = flagValue(workload.args, flag)
  if (inline !== undefined) return { content: inline, where: atFlag(workload, flag, source) }
  const path = flagValue(workload.args, `${flag}-file`)
  const found = path === undefined || isFragment(workload) ? undefined : fileAt(spec, workload, path)
  return found?.status === 'file' && found.text !== undefined ? { content: found.text, where: { object: specObjectId(found.object), path: `files.${found.key}`, source, about: `${workload.name} --${flag}` } } : undefined
}

function typeOf(content: string): string | undefined {
  try {
    const document: unknown = parse(content, { logLevel: 'error' })
    return isJsonObject(document) && typeof document.type === 'string' ? document.type : undefined
  } catch {
    return undefined
  }
}

/** A configured cache has its own size. Source: cmd/thanos/store.go. */
function unreadSize(workload: Workload): Finding[] {
  const hasCache = ['index-cache.config', 'index-cache.config-file'].some((flag) => flagValue(workload.args, flag) !== undefined)
  if (!hasCache || flagValue(workload.args, 'index-cache-size') === undefined) return []
  return [report(atFlag(workload, 'index-cache-size', 'https://thanos.io/tip/components/store.md#index-cache'), 'store/cache-size-unread', 'advice',
    text(`--index-cache-size of ${workload.name} is not read: the cache is configured by --index-cache.config.`, `${workload.name}의 --index-cache-size는 쓰이지 않습니다. 캐시는 --index-cache.config로 설정됩니다.`),
    text('The size stands in that configuration (max_size).', '크기는 그 설정의 max_size로 정합니다.'),
    safeFix(text('Remove it', '삭제'), { op: 'flag.set', object: specObjectId(workload), flag: 'index-cache-size', values: [] }))]
}
