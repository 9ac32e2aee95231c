// Flags of thanos receive, which takes remote writes, keeps recent data and uploads blocks.
import type { FlagTable } from '../flag.ts'
import { HASH_FUNC_FLAG, OBJSTORE_FLAGS, SHIPPER_FLAGS, SHIPPER_STATE_FLAGS } from '../flags/blocks.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { GRPC_SERVER_FLAGS, HTTP_FLAGS, REQUEST_LOGGING_FLAGS, STORE_LIMIT_FLAGS } from '../flags/server.ts'
import { RECEIVE_WRITE_FLAGS } from './write-flags.ts'

export const RECEIVE_FLAGS = {
  'label': { type: 'label', section: 'basics', repeatable: true, en: 'External label of this receiver and its blocks. At least one is required, also for a router; one of them must tell the replicas apart.', ko: '이 receiver와 블록의 external label입니다. router도 하나 이상 필요하며, 그중 하나는 복제본을 구분해야 합니다.' },
  ...RECEIVE_WRITE_FLAGS,

  'tsdb.path': { type: 'string', section: 'tsdb', default: './data', en: 'Directory of the local data. Needs a persistent volume: data that is not uploaded yet is only here.', ko: '로컬 데이터 디렉터리입니다. 아직 올리지 않은 데이터는 여기에만 있으므로 영구 볼륨이 필요합니다.' },
  'tsdb.retention': { type: 'duration', section: 'tsdb', default: '15d', en: 'How long data stays on the local disk; 0d is forever. It must cover what store does not serve yet, and time in which uploads fail. A tenant that is silent for longer is closed.', ko: '로컬 디스크에 데이터를 보존하는 기간이며 0d는 영구입니다. store가 아직 제공하지 않는 구간과 업로드 장애 시간을 덮어야 합니다. 더 오래 쓰지 않는 테넌트는 닫힙니다.' },
  'tsdb.max-retention-bytes': { type: 'size', section: 'tsdb', default: '0', since: '0.34', en: 'Most bytes of blocks per tenant on the local disk; the oldest go first. 0 is no limit.', ko: '테넌트별로 로컬 디스크에 두는 블록의 최대 크기이며 오래된 것부터 지웁니다. 0은 무제한입니다.' },
  'tsdb.too-far-in-future.time-window': { type: 'duration', section: 'tsdb', default: '0s', since: '0.32', en: 'Refuses samples further ahead of the clock than this. 0s refuses none; set it to be safe from clients with wrong clocks.', ko: '현재 시각보다 이 시간 이상 앞선 샘플을 거부합니다. 0s는 거부하지 않으며, 시계가 틀린 클라이언트를 막으려면 설정합니다.' },
  'tsdb.out-of-order.time-window': { type: 'duration', section: 'tsdb', default: '0s', since: '0.38', accepted: '0.31', en: 'Takes samples that are older than the newest of their series by up to this. 0s takes none. The compactor then needs vertical compaction, or it halts.', ko: '같은 시리즈의 최신 샘플보다 이 시간까지 늦은 샘플을 받습니다. 0s는 받지 않습니다. compactor에 vertical compaction이 없으면 멈춥니다.' },
  'tsdb.out-of-order.cap-max': { type: 'integer', prefixed: true, section: 'tsdb', default: '0', since: '0.38', accepted: '0.31', en: 'Most samples in an out-of-order chunk. 0 takes the TSDB’s own value, 32.', ko: '순서가 어긋난 청크 하나의 최대 샘플 수입니다. 0은 TSDB 기본값 32를 씁니다.' },
  'tsdb.max-exemplars': { type: 'integer', prefixed: true, section: 'tsdb', default: '0', en: 'How many exemplars are kept per tenant; the oldest give way. 0 keeps none.', ko: '테넌트별로 보관하는 exemplar 수이며 오래된 것부터 밀려납니다. 0은 보관하지 않습니다.' },
  'tsdb.wal-compression': { type: 'boolean', section: 'tsdb', default: 'true', en: 'Compresses the write-ahead log. Turning it off saves little CPU and costs much disk.', ko: 'WAL을 압축합니다. 끄면 CPU를 조금 아끼고 디스크를 많이 씁니다.' },
  'tsdb.no-lockfile': { type: 'boolean', section: 'tsdb', default: 'false', en: 'Writes no lock file that keeps a second process out of the data directory. Only for file systems that can’t lock.', ko: '다른 프로세스가 데이터 디렉터리를 쓰지 못하게 하는 잠금 파일을 만들지 않습니다. 잠금을 지원하지 않는 파일 시스템에만 씁니다.' },
  'tsdb.head.expanded-postings-cache-size': { type: 'integer', unsigned: true, section: 'tsdb', default: '0', min: '0', since: '0.38', en: 'Size in bytes of the cache for series lookups in recent data. 0 turns it off; set it when the same selectors come again and again. Experimental.', ko: '최근 데이터의 시리즈 조회 캐시 크기(바이트)입니다. 0은 끄며, 같은 selector가 반복될 때 설정합니다. 실험 기능입니다.' },
  'tsdb.block.expanded-postings-cache-size': { type: 'integer', unsigned: true, section: 'tsdb', default: '0', min: '0', since: '0.38', en: 'Size in bytes of the cache for series lookups in compacted local blocks. 0 turns it off. Experimental.', ko: 'compaction된 로컬 블록의 시리즈 조회 캐시 크기(바이트)입니다. 0은 끕니다. 실험 기능입니다.' },
  'tsdb.allow-overlapping-blocks': { type: 'boolean', section: 'tsdb', default: 'false', en: 'Does nothing: overlapping blocks are always allowed. Delete it.', ko: '효과가 없습니다. 겹치는 블록은 항상 허용되므로 삭제합니다.' },
  'tsdb.enable-native-histograms': { type: 'boolean', section: 'tsdb', default: 'true', defaultBefore: { before: '0.41', value: 'false' }, since: '0.39', accepted: '0.31', deprecated: '0.41', en: 'Takes native histograms. Since v0.41 they are always taken and the flag does nothing.', ko: 'native histogram을 받습니다. v0.41부터 항상 받으므로 효과가 없습니다.' },
  'tsdb.min-block-duration': { type: 'duration', section: 'tsdb', hidden: true, default: '2h', en: 'Shortest local block. Must equal tsdb.max-block-duration while blocks are uploaded.', ko: '로컬 블록의 최소 길이입니다. 블록을 올리는 동안 tsdb.max-block-duration과 같아야 합니다.' },
  'tsdb.max-block-duration': { type: 'duration', section: 'tsdb', hidden: true, default: '2h', en: 'Longest local block. Must equal tsdb.min-block-duration while blocks are uploaded.', ko: '로컬 블록의 최대 길이입니다. 블록을 올리는 동안 tsdb.min-block-duration과 같아야 합니다.' },
  'tsdb.write-queue-size': { type: 'integer', prefixed: true, section: 'tsdb', hidden: true, default: '0', en: 'Length of the queue of chunks that wait to be written to disk. 0 writes at once. Experimental.', ko: '디스크에 쓰기를 기다리는 청크 큐의 길이입니다. 0은 바로 씁니다. 실험 기능입니다.' },
  'tsdb.memory-snapshot-on-shutdown': { type: 'boolean', section: 'tsdb', hidden: true, default: 'false', en: 'Writes what is in memory to disk on shutdown, so that the next start is faster. Experimental.', ko: '종료할 때 메모리의 내용을 디스크에 저장해 다음 시작을 빠르게 합니다. 실험 기능입니다.' },

  ...OBJSTORE_FLAGS,
  ...SHIPPER_FLAGS,
  'shipper.ignore-unequal-block-size': { ...SHIPPER_STATE_FLAGS['shipper.ignore-unequal-block-size'], removed: '0.42', en: 'Accepted different shortest and longest block sizes. Gone: delete it.', ko: '최소와 최대 블록 길이가 다른 것을 허용했습니다. 제거되었으므로 삭제합니다.' },
  ...HASH_FUNC_FLAG,

  ...STORE_LIMIT_FLAGS,
  'receive.lazy-retrieval-max-buffered-responses': { type: 'integer', section: 'limits', default: '20', min: '1', since: '0.39', en: 'How many responses of one tenant’s TSDB are held in memory while query reads them. Lower saves memory, higher may be faster.', ko: 'query가 읽는 동안 테넌트 TSDB 하나에 대해 메모리에 보관하는 응답 수입니다. 낮추면 메모리를 아끼고 높이면 빨라질 수 있습니다.' },
  'matcher-cache-size': { type: 'integer', section: 'cache', default: '0', since: '0.38', en: 'How many compiled label matchers are kept. 0 keeps none; set it when many queries use the same regular expressions.', ko: '보관할 컴파일된 레이블 matcher 수입니다. 0은 보관하지 않으며, 같은 정규식을 쓰는 쿼리가 많을 때 설정합니다.' },
  'enable-feature': { type: 'string', section: 'experimental', repeatable: true, since: '0.37', en: 'Names of experimental features, separated by commas. metric-names-filter tells query which metrics are here, so that it can leave this receiver out.', ko: '실험 기능 이름을 쉼표로 구분해 씁니다. metric-names-filter는 보유한 메트릭을 query에 알려 불필요한 조회를 줄입니다.' },

  ...HTTP_FLAGS,
  ...GRPC_SERVER_FLAGS,
  'grpc-server-max-connection-age': { type: 'duration', section: 'grpc', goDuration: true, default: '60m', en: 'Age at which a gRPC connection is closed so that clients connect anew and spread over pods.', ko: '이 시간이 지난 gRPC 연결을 닫아 클라이언트가 다시 연결하고 파드에 고르게 분산되게 합니다.' },
  ...REQUEST_LOGGING_FLAGS,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
