// Flags of thanos store, which serves the blocks of the bucket.
import type { FlagTable } from '../flag.ts'
import { BLOCK_READING_FLAGS, OBJSTORE_FLAGS, SELECTOR_RELABEL_FLAGS } from '../flags/blocks.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { CORS_FLAG, GRPC_SERVER_FLAGS, HTTP_FLAGS, REQUEST_LOGGING_FLAGS, STORE_LIMIT_FLAGS, WEB_PREFIX_FLAGS } from '../flags/server.ts'

export const STORE_FLAGS = {
  'data-dir': { type: 'string', section: 'basics', default: './data', en: 'Directory for index headers and block metadata. All of it can be fetched again; a persistent volume only makes the start faster.', ko: 'index header와 블록 메타데이터를 두는 디렉터리입니다. 모두 다시 받을 수 있으며 영구 볼륨은 시작을 빠르게 할 뿐입니다.' },

  'min-time': { type: 'time-or-duration', section: 'time-range', default: '0000-01-01T00:00:00Z', en: 'Older blocks are not served. A date, or a duration before now with a minus: -6h serves the last 6 h only. Without the minus it lies in the future.', ko: '이보다 오래된 블록은 제공하지 않습니다. 시각이나 음수 기간을 쓰며 -6h는 최근 6시간만 제공합니다. 부호가 없으면 미래를 뜻합니다.' },
  'max-time': { type: 'time-or-duration', section: 'time-range', default: '9999-12-31T23:59:59Z', en: 'Newer blocks are not served: -6h leaves the last 6 h to receive or sidecar, which must keep data for longer than that.', ko: '이보다 새로운 블록은 제공하지 않습니다. -6h는 최근 6시간을 receive나 sidecar에 맡기며, 그쪽 보존 기간이 더 길어야 합니다.' },
  ...SELECTOR_RELABEL_FLAGS,

  ...OBJSTORE_FLAGS,
  'objstore-parquet.config-file': { type: 'file', section: 'experimental', since: '0.42', en: 'YAML file that names the bucket with blocks in Parquet form, which are read as well. Experimental.', ko: 'Parquet 형식 블록이 있는 버킷을 정하는 YAML 파일이며 함께 읽습니다. 실험 기능입니다.' },
  'objstore-parquet.config': { type: 'inline-yaml', section: 'experimental', since: '0.42', en: 'The bucket with blocks in Parquet form, as YAML on the command line. Not together with the file.', ko: 'Parquet 형식 블록이 있는 버킷을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'sync-block-duration': { type: 'duration', section: 'storage', goDuration: true, default: '15m', defaultBefore: { before: '0.34', value: '3m' }, en: 'How often new and deleted blocks are looked for. A new block is visible after at most this time; shorter means more bucket calls.', ko: '새 블록과 삭제된 블록을 확인하는 간격입니다. 새 블록은 최대 이 시간 후에 보이며, 짧을수록 버킷 호출이 늘어납니다.' },
  'block-sync-concurrency': { type: 'integer', section: 'storage', default: '20', min: '1', en: 'How many blocks are prepared at the same time (index headers). Raise it when the first start takes long.', ko: '동시에 준비하는 블록 수입니다(index header). 처음 시작이 느릴 때 늘립니다.' },
  'block-meta-fetch-concurrency': BLOCK_READING_FLAGS['block-meta-fetch-concurrency'],
  'block-discovery-strategy': BLOCK_READING_FLAGS['block-discovery-strategy'],
  'consistency-delay': { type: 'duration', section: 'storage', default: '0s', en: 'How old a block must be before it is read. Only for buckets whose listing is eventually consistent.', ko: '블록을 읽기 전까지 필요한 최소 나이입니다. 목록이 결국 일관되는(eventually consistent) 버킷에만 씁니다.' },
  'ignore-deletion-marks-delay': { type: 'duration', section: 'storage', default: '24h', en: 'How long a block that is marked for deletion is still served. Half of the compactor’s delete-delay, so that it is out of use before it is gone.', ko: '삭제 표시된 블록을 계속 제공하는 시간입니다. 삭제되기 전에 제외되도록 compactor의 delete-delay의 절반으로 둡니다.' },

  'index-cache-size': { type: 'size', section: 'cache', default: '250MB', en: 'Memory for the index cache. Ignored when index-cache.config is set. Counts, with chunk-pool-size, against the container’s memory.', ko: '인덱스 캐시가 쓰는 메모리입니다. index-cache.config가 있으면 무시됩니다. chunk-pool-size와 함께 컨테이너 메모리에 포함해 계산합니다.' },
  'index-cache.config-file': { type: 'file', section: 'cache', en: 'YAML file that says where index data is cached: IN-MEMORY, MEMCACHED or REDIS. A shared cache helps several replicas.', ko: '인덱스 데이터를 캐시할 곳(IN-MEMORY, MEMCACHED, REDIS)을 정하는 YAML 파일입니다. 공유 캐시는 여러 복제본에 도움이 됩니다.' },
  'index-cache.config': { type: 'inline-yaml', section: 'cache', en: 'Where index data is cached, as YAML on the command line. Not together with the file.', ko: '인덱스 데이터를 캐시할 곳을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'store.caching-bucket.config-file': { type: 'file', section: 'cache', hidden: true, en: 'YAML file that says where parts of block files are cached in front of the bucket. Saves bucket calls and latency.', ko: '버킷 앞에서 블록 파일의 일부를 캐시할 곳을 정하는 YAML 파일입니다. 버킷 호출과 지연을 줄입니다.' },
  'store.caching-bucket.config': { type: 'inline-yaml', section: 'cache', hidden: true, en: 'Where parts of block files are cached, as YAML on the command line. Not together with the file.', ko: '블록 파일의 일부를 캐시할 곳을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },
  'chunk-pool-size': { type: 'size', section: 'memory', default: '2GB', en: 'Memory that is kept for chunks. Queries that need more than this at once fail; leave room for the Go heap in the container limit.', ko: '청크용으로 확보하는 메모리입니다. 한 번에 더 필요한 쿼리는 실패하며, 컨테이너 한도에 Go 힙의 여유를 남깁니다.' },
  'matcher-cache-size': { type: 'integer', section: 'cache', default: '0', since: '0.38', en: 'How many compiled label matchers are kept. 0 keeps none; set it when many queries use the same regular expressions.', ko: '보관할 컴파일된 레이블 matcher 수입니다. 0은 보관하지 않으며, 같은 정규식을 쓰는 쿼리가 많을 때 설정합니다.' },
  'cache-index-header': { type: 'boolean', section: 'cache', default: 'true', since: '0.31', en: 'Keeps index headers on disk, so that the next start is fast. Without it they are held in memory and data-dir is not used.', ko: 'index header를 디스크에 보관해 다음 시작을 빠르게 합니다. 끄면 메모리에 두며 data-dir을 쓰지 않습니다.' },
  'store.enable-index-header-lazy-reader': { type: 'boolean', section: 'memory', default: 'false', en: 'Maps an index header into memory only when a query needs the block. Saves memory when old blocks are rarely read; their first query is slower.', ko: '쿼리가 블록을 필요로 할 때만 index header를 메모리에 올립니다. 오래된 블록을 드물게 읽을 때 메모리를 아끼며 첫 쿼리는 느려집니다.' },
  'store.index-header-lazy-download-strategy': { type: 'enum', section: 'memory', values: ['eager', 'lazy'], default: 'eager', since: '0.34', en: 'When index headers are fetched with the lazy reader: at the start, or when a query needs them. lazy starts faster.', ko: 'lazy reader를 쓸 때 index header를 시작 시 받을지 쿼리 시 받을지 정합니다. lazy는 더 빨리 시작합니다.' },
  'store.index-header-lazy-reader-idle-timeout': { type: 'duration', section: 'memory', hidden: true, goDuration: true, default: '5m', en: 'After this time without use the lazy reader lets an index header go.', ko: '이 시간 동안 쓰이지 않으면 lazy reader가 index header를 해제합니다.' },
  'store.index-header-posting-offsets-in-mem-sampling': { type: 'integer', section: 'memory', hidden: true, default: '32', en: 'Of how many posting offsets one is held in memory. Higher saves memory and costs CPU in queries.', ko: 'posting offset 몇 개 중 하나를 메모리에 둘지 정합니다. 크면 메모리를 아끼고 쿼리 CPU를 더 씁니다.' },

  'store.enable-lazy-expanded-postings': { type: 'boolean', section: 'query', default: 'false', since: '0.33', en: 'Skips fetching very large posting lists and filters series afterwards, when that reads less from the bucket.', ko: '버킷에서 덜 읽게 될 때 아주 큰 posting 목록을 받지 않고 시리즈를 나중에 거릅니다.' },
  'store.posting-group-max-key-series-ratio': { type: 'float', section: 'query', default: '100', since: '0.38', en: 'A matcher that needs more than this many keys per series that the query is after is evaluated lazily. Needs store.enable-lazy-expanded-postings.', ko: '쿼리가 찾는 시리즈 하나당 이보다 많은 키가 필요한 matcher를 늦게 평가합니다. store.enable-lazy-expanded-postings가 필요합니다.' },

  ...STORE_LIMIT_FLAGS,
  'store.grpc.series-max-concurrency': { type: 'integer', section: 'limits', default: '20', min: '0', en: 'How many Series calls run at the same time; others wait.', ko: '동시에 처리하는 Series 호출 수이며 나머지는 기다립니다.' },
  'store.grpc.downloaded-bytes-limit': { type: 'size', section: 'limits', default: '0', since: '0.30', en: 'Most bytes that one call may fetch from the bucket; above it the call fails. 0 is no limit.', ko: '호출 하나가 버킷에서 받을 수 있는 최대 크기이며 넘으면 실패합니다. 0은 무제한입니다.' },
  'store.grpc.series-sample-limit': { type: 'integer', unsigned: true, section: 'limits', default: '0', min: '0', deprecated: '0.31', replacedBy: 'store.limits.request-samples', en: 'Most samples that one Series call may read. store.limits.request-samples is the new name.', ko: 'Series 호출 하나가 읽을 수 있는 최대 샘플 수입니다. 새 이름은 store.limits.request-samples입니다.' },
  'store.grpc.touched-series-limit': { type: 'integer', unsigned: true, section: 'limits', default: '0', min: '0', deprecated: '0.31', replacedBy: 'store.limits.request-series', en: 'Most series that one Series call may touch. store.limits.request-series is the new name.', ko: 'Series 호출 하나가 다룰 수 있는 최대 시리즈 수입니다. 새 이름은 store.limits.request-series입니다.' },
  'debug.series-batch-size': { type: 'integer', section: 'limits', hidden: true, default: '10000', en: 'How many series of a block are fetched in one go. Larger is slower to first result, smaller makes more bucket calls.', ko: '블록에서 한 번에 가져오는 시리즈 수입니다. 크면 첫 결과가 늦고 작으면 버킷 호출이 늘어납니다.' },
  'debug.estimated-max-series-size': { type: 'integer', unsigned: true, section: 'limits', hidden: true, since: '0.32', default: '65536', min: '0', en: 'Expected largest size of a series in the index, in bytes. Too high fetches too much, too low fetches twice.', ko: '인덱스에서 시리즈 하나의 예상 최대 크기(바이트)입니다. 너무 크면 과하게 받고 너무 작으면 두 번 받습니다.' },
  'debug.estimated-max-chunk-size': { type: 'integer', unsigned: true, section: 'limits', hidden: true, since: '0.32', default: '16000', min: '0', en: 'Expected largest size of a chunk, in bytes. Too high fetches too much, too low fetches twice.', ko: '청크 하나의 예상 최대 크기(바이트)입니다. 너무 크면 과하게 받고 너무 작으면 두 번 받습니다.' },
  'debug.advertise-compatibility-label': { type: 'boolean', section: 'endpoints', hidden: true, default: 'true', removed: '0.42', en: 'Announced a label that queriers before v0.8 needed. Gone: delete it.', ko: 'v0.8 이전 querier가 필요로 하던 레이블을 알렸습니다. 제거되었으므로 삭제합니다.' },

  'bucket-web-label': { ...BLOCK_READING_FLAGS['bucket-web-label'], since: '0.32' },
  'web.disable': BLOCK_READING_FLAGS['web.disable'],
  'disable-admin-operations': { type: 'boolean', section: 'web', default: 'false', since: '0.39', en: 'Takes the buttons and calls away by which the blocks page marks blocks for deletion or no compaction.', ko: '블록 화면에서 블록을 삭제하거나 compaction에서 제외하도록 표시하는 기능을 막습니다.' },
  ...WEB_PREFIX_FLAGS,
  ...CORS_FLAG,

  ...HTTP_FLAGS,
  ...GRPC_SERVER_FLAGS,
  'grpc-server-max-connection-age': { type: 'duration', section: 'grpc', goDuration: true, default: '60m', since: '0.32', en: 'Age at which a gRPC connection is closed so that clients connect anew and spread over pods.', ko: '이 시간이 지난 gRPC 연결을 닫아 클라이언트가 다시 연결하고 파드에 고르게 분산되게 합니다.' },
  ...REQUEST_LOGGING_FLAGS,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
