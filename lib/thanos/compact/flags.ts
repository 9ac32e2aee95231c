// Flags of thanos compact, which compacts, downsamples and deletes blocks of the bucket.
import type { FlagTable } from '../flag.ts'
import { BLOCK_READING_FLAGS, HASH_FUNC_FLAG, OBJSTORE_FLAGS, SELECTOR_RELABEL_FLAGS } from '../flags/blocks.ts'
import { PROCESS_FLAGS } from '../flags/process.ts'
import { CORS_FLAG, HTTP_FLAGS, ROUTE_PREFIX_FLAG, WEB_PREFIX_FLAGS } from '../flags/server.ts'

export const COMPACT_FLAGS = {
  'wait': { type: 'boolean', section: 'basics', default: 'false', en: 'Keeps running and compacts again and again. Without it the process ends after one round, and a Deployment or StatefulSet restarts it without end.', ko: '계속 실행하며 compaction을 반복합니다. 없으면 한 번 돌고 종료하여 Deployment나 StatefulSet이 끝없이 재시작합니다.' },
  'wait-interval': { type: 'duration', section: 'basics', goDuration: true, default: '5m', en: 'Pause between two rounds. Needs wait.', ko: '두 회차 사이의 간격입니다. wait가 필요합니다.' },
  'data-dir': { type: 'string', section: 'basics', default: './data', en: 'Directory where blocks are put together. Needs room for the largest compaction: the blocks and their result at once.', ko: '블록을 합치는 작업 디렉터리입니다. 가장 큰 compaction의 원본 블록과 결과가 함께 들어갈 공간이 필요합니다.' },

  'retention.resolution-raw': { type: 'duration', section: 'retention', default: '0d', en: 'How long raw samples stay in the bucket; 0d is forever. With downsampling at least 40h, or the start fails.', ko: '원본 샘플을 버킷에 보존하는 기간이며 0d는 영구입니다. 다운샘플링을 쓰면 40h 이상이어야 시작합니다.' },
  'retention.resolution-5m': { type: 'duration', section: 'retention', default: '0d', en: 'How long 5m samples stay in the bucket; 0d is forever. With downsampling at least 10d, or the start fails.', ko: '5m 샘플을 버킷에 보존하는 기간이며 0d는 영구입니다. 다운샘플링을 쓰면 10d 이상이어야 시작합니다.' },
  'retention.resolution-1h': { type: 'duration', section: 'retention', default: '0d', en: 'How long 1h samples stay in the bucket; 0d is forever.', ko: '1h 샘플을 버킷에 보존하는 기간이며 0d는 영구입니다.' },
  'delete-delay': { type: 'duration', section: 'retention', default: '48h', en: 'How long a marked block stays in the bucket before it is deleted. 0 deletes at once and makes queries fail; store’s ignore-deletion-marks-delay is half of it.', ko: '삭제 표시된 블록이 실제로 삭제되기까지의 시간입니다. 0은 즉시 삭제해 쿼리가 실패할 수 있으며, store의 ignore-deletion-marks-delay는 이 값의 절반입니다.' },

  'downsampling.disable': { type: 'boolean', section: 'downsampling', default: 'false', en: 'Makes no 5m and 1h data. Long ranges are then read from raw samples, which is slow.', ko: '5m, 1h 데이터를 만들지 않습니다. 긴 범위를 원본 샘플로 읽어 느려집니다.' },
  'downsample.concurrency': { type: 'integer', section: 'downsampling', default: '1', min: '1', en: 'How many blocks are downsampled at the same time. Raise it with CPU and memory when thanos_compact_todo_downsample_blocks grows.', ko: '동시에 다운샘플링하는 블록 수입니다. thanos_compact_todo_downsample_blocks가 늘어나면 CPU, 메모리와 함께 늘립니다.' },

  'compact.concurrency': { type: 'integer', section: 'compaction', default: '1', min: '1', en: 'How many groups of blocks are compacted at the same time. Raise it with CPU, memory and disk when thanos_compact_todo_compactions grows.', ko: '동시에 compaction하는 블록 그룹 수입니다. thanos_compact_todo_compactions가 늘어나면 CPU, 메모리, 디스크와 함께 늘립니다.' },
  'compact.blocks-fetch-concurrency': { type: 'integer', section: 'compaction', default: '1', min: '1', en: 'How many blocks of one group are fetched at the same time.', ko: '그룹 하나에서 동시에 내려받는 블록 수입니다.' },
  'block-files-concurrency': { type: 'integer', section: 'compaction', default: '1', min: '1', en: 'How many files of one block are fetched or uploaded at the same time.', ko: '블록 하나에서 동시에 받거나 올리는 파일 수입니다.' },
  'block-meta-fetch-concurrency': BLOCK_READING_FLAGS['block-meta-fetch-concurrency'],
  'block-discovery-strategy': BLOCK_READING_FLAGS['block-discovery-strategy'],
  'consistency-delay': { type: 'duration', section: 'compaction', goDuration: true, default: '30m', en: 'How old a new block must be before it is compacted, so that its upload is complete.', ko: '업로드가 끝나도록 새 블록을 compaction하기 전까지 기다리는 최소 나이입니다.' },
  'compact.cleanup-interval': { type: 'duration', section: 'compaction', goDuration: true, default: '5m', en: 'How often marked and half-uploaded blocks are removed while compaction runs. 0s does it only at the end of a round. Needs wait.', ko: 'compaction 중에 삭제 표시되거나 덜 올라온 블록을 정리하는 간격입니다. 0s는 회차가 끝날 때만 정리합니다. wait가 필요합니다.' },
  'compact.progress-interval': { type: 'duration', section: 'compaction', goDuration: true, default: '5m', en: 'How often the backlog is counted for the thanos_compact_todo metrics. 0s turns them off. Needs wait.', ko: 'thanos_compact_todo 메트릭을 위해 남은 작업을 세는 간격입니다. 0s는 끕니다. wait가 필요합니다.' },
  'compact.skip-block-with-out-of-order-chunks': { type: 'boolean', section: 'compaction', hidden: true, default: 'false', en: 'Leaves a block with out-of-order chunks uncompacted for good instead of halting. Set it when the compactor halts on such a block.', ko: '순서가 어긋난 청크가 있는 블록에서 멈추지 않고 그 블록을 compaction에서 영구히 제외합니다. 그런 블록 때문에 멈출 때 설정합니다.' },
  'compact.block-max-index-size': { type: 'size', section: 'compaction', hidden: true, default: '64GB', en: 'Largest index that a compaction may make; above it the biggest source block is left out. 64GB is the limit of the index format.', ko: 'compaction 결과 인덱스의 최대 크기이며, 넘으면 가장 큰 원본 블록을 제외합니다. 64GB는 인덱스 형식의 한계입니다.' },
  'debug.halt-on-error': { type: 'boolean', section: 'compaction', hidden: true, default: 'true', en: 'Stops all work but stays running when compaction meets a fault that a retry can’t heal. Off, the process exits and is restarted.', ko: '재시도로 해결되지 않는 compaction 오류가 나면 프로세스는 유지하고 모든 작업을 멈춥니다. 끄면 프로세스가 종료되고 재시작됩니다.' },
  'debug.accept-malformed-index': { type: 'boolean', section: 'compaction', hidden: true, default: 'false', en: 'Accepts blocks whose label names are out of order in the index.', ko: '인덱스의 레이블 이름 순서가 어긋난 블록을 허용합니다.' },
  'debug.max-compaction-level': { type: 'integer', section: 'compaction', hidden: true, default: '4', en: 'Highest compaction level; 4 makes blocks of up to 14 days. Lower it only to find a fault: downsampling and retention expect full levels.', ko: '최대 compaction 단계이며 4는 최대 14일 블록을 만듭니다. 다운샘플링과 보존이 전체 단계를 전제하므로 문제를 찾을 때만 낮춥니다.' },
  ...HASH_FUNC_FLAG,

  'deduplication.replica-label': { type: 'string', section: 'deduplication', repeatable: true, en: 'Label that only tells replicas apart; blocks that differ in nothing else are merged into one. This can’t be undone: check the label first.', ko: '복제본만 구분하는 레이블이며, 다른 차이가 없는 블록을 하나로 합칩니다. 되돌릴 수 없으므로 레이블을 먼저 확인합니다.' },
  'deduplication.func': { type: 'enum', section: 'deduplication', values: ['', 'penalty'], default: '', en: 'How samples of replicas are merged: empty for exact copies such as receive replicas, penalty for pairs of Prometheus. penalty needs deduplication.replica-label.', ko: '복제본의 샘플을 합치는 방법입니다. receive 복제본처럼 똑같은 사본은 비워 두고, Prometheus 쌍은 penalty를 씁니다. penalty에는 deduplication.replica-label이 필요합니다.' },
  'compact.enable-vertical-compaction': { type: 'boolean', section: 'deduplication', hidden: true, default: 'false', en: 'Merges blocks that overlap in time, instead of halting on them. Can’t be undone. Needed when out-of-order samples are ingested.', ko: '시간이 겹치는 블록에서 멈추지 않고 합칩니다. 되돌릴 수 없습니다. 순서가 어긋난 샘플을 수집할 때 필요합니다.' },

  ...OBJSTORE_FLAGS,
  'min-time': { type: 'time-or-duration', section: 'time-range', default: '0000-01-01T00:00:00Z', en: 'Older blocks are left alone. A date, or a duration before now with a minus, such as -30d.', ko: '이보다 오래된 블록은 처리하지 않습니다. 시각이나 -30d 같은 음수 기간을 씁니다.' },
  'max-time': { type: 'time-or-duration', section: 'time-range', default: '9999-12-31T23:59:59Z', en: 'Newer blocks are left alone. A date, or a duration before now with a minus, such as -2d.', ko: '이보다 새로운 블록은 처리하지 않습니다. 시각이나 -2d 같은 음수 기간을 씁니다.' },
  'selector.relabel-config-file': { ...SELECTOR_RELABEL_FLAGS['selector.relabel-config-file'], en: 'YAML file with relabel rules that choose which blocks this compactor works on, by external labels. Two compactors must never share a block.', ko: '이 compactor가 처리할 블록을 external label로 고르는 relabel 규칙 YAML 파일입니다. 두 compactor가 같은 블록을 처리하면 안 됩니다.' },
  'selector.relabel-config': { ...SELECTOR_RELABEL_FLAGS['selector.relabel-config'], en: 'Relabel rules that choose which blocks this compactor works on, as YAML on the command line. Not together with the file.', ko: '이 compactor가 처리할 블록을 고르는 relabel 규칙을 명령줄에 YAML로 씁니다. 파일과 함께 쓸 수 없습니다.' },

  'block-viewer.global.sync-block-interval': { type: 'duration', section: 'web', goDuration: true, default: '1m', en: 'How often the blocks page reads the bucket anew. Lengthen it to save bucket calls.', ko: '블록 화면이 버킷을 다시 읽는 간격입니다. 버킷 호출을 줄이려면 늘립니다.' },
  'block-viewer.global.sync-block-timeout': { type: 'duration', section: 'web', goDuration: true, default: '5m', en: 'How long reading the bucket for the blocks page may take.', ko: '블록 화면을 위해 버킷을 읽는 데 걸릴 수 있는 최대 시간입니다.' },
  'bucket-web-label': BLOCK_READING_FLAGS['bucket-web-label'],
  'web.disable': BLOCK_READING_FLAGS['web.disable'],
  'disable-admin-operations': { type: 'boolean', section: 'web', default: 'false', since: '0.33', en: 'Takes the buttons and calls away by which the blocks page marks blocks for deletion or no compaction.', ko: '블록 화면에서 블록을 삭제하거나 compaction에서 제외하도록 표시하는 기능을 막습니다.' },
  ...WEB_PREFIX_FLAGS,
  ...ROUTE_PREFIX_FLAG,
  ...CORS_FLAG,

  ...HTTP_FLAGS,
  ...PROCESS_FLAGS,
} as const satisfies FlagTable
