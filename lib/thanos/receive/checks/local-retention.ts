// How long receivers keep data: long enough for uploads that fail for a while, and for what store does not serve.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { chosenFix, workloadsOf, type Check } from '../../check.ts'
import { parseDurationMs } from '../../duration.ts'
import { isRouter } from '../mode.ts'
import { specObjectId } from '../../spec.ts'

const HOUR_MS = 3_600_000
const SAFE_MS = 24 * HOUR_MS

/** In receive the retention is also the time after which a silent tenant's TSDB is flushed and removed. Source: docs/components/receive.md. */
export const localRetention: Check = ({ spec }) => workloadsOf(spec, 'receive').flatMap((workload) => {
  const written = flagValue(workload.args, 'tsdb.retention')
  const retentionMs = written === undefined ? undefined : parseDurationMs(written)
  if (isRouter(spec, workload)) return []
  if (retentionMs === undefined || retentionMs === 0 || retentionMs >= SAFE_MS) return []
  return [{
    code: 'receive/short-retention', severity: 'warning', object: specObjectId(workload), path: 'flags.tsdb.retention',
    message: text(`${workload.name} keeps ${written} of data locally.`, `${workload.name}은(는) 로컬에 ${written}의 데이터만 보관합니다.`),
    reason: text(
      'When uploads fail for longer than that, blocks are deleted before they reach the bucket. Data that store has not yet loaded is a gap in every graph, and a tenant that is silent for that long loses its TSDB.',
      '업로드가 그보다 오래 실패하면 블록이 버킷에 도달하기 전에 삭제됩니다. store가 아직 읽지 못한 데이터는 모든 그래프에서 비어 보이고, 그만큼 조용한 테넌트는 TSDB를 잃습니다.',
    ),
    source: 'https://thanos.io/tip/components/receive.md',
    // It takes room on the volume.
    fix: chosenFix(text('Keep 2d', '2d 보관'), { op: 'flag.set', object: specObjectId(workload), flag: 'tsdb.retention', values: ['2d'] }),
  }]
})
