// How soon the compactor deletes, against how long stores go on reading; and what shorter raw retention costs.
import { text } from '../../../text.ts'
import { booleanFlag } from '../../args.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, isFragment, isWholeCommand, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import { formatDuration, parseDurationMs } from '../../duration.ts'
import { hasUnknownRetention } from './retention-against-downsampling.ts'
import type { Finding } from '../../finding.ts'
import { sharesBucket } from '../../object-storage-place.ts'
import { specObjectId, type StackSpec, type Workload } from '../../spec.ts'

const HOUR_MS = 3_600_000
const SOURCE = 'https://thanos.io/tip/components/compact.md#delay-deletes'

export const deletion: Check = ({ spec }) => workloadsOf(spec, 'compact').flatMap((workload) => [...atOnce(workload), ...stillRead(spec, workload), ...losesZoom(workload)])

function delayMs(workload: Workload): number | undefined {
  return parseDurationMs(flagValue(workload.args, 'delete-delay') ?? '48h')
}

function atOnce(workload: Workload): Finding[] {
  const ms = delayMs(workload)
  if (ms === undefined || ms >= HOUR_MS) return []
  return [report(atFlag(workload, 'delete-delay', SOURCE), 'compact/deletes-at-once', 'warning',
    text(`--delete-delay=${flagValue(workload.args, 'delete-delay')} deletes blocks while stores still read them.`, `--delete-delay=${flagValue(workload.args, 'delete-delay')}이면 store가 아직 읽는 블록을 삭제합니다.`),
    text('Stores learn of a compacted block only at their next sync, 15 minutes apart. Until then their queries fail on what is gone, and a wrong deletion cannot be taken back.', 'store는 15분 간격의 다음 동기화에서야 변경을 압니다. 그 전까지 없어진 블록 때문에 조회가 실패하고, 잘못된 삭제를 되돌릴 수 없습니다.'),
    safeFix(text('Wait 48h, the default', '기본값 48h로 설정'), { op: 'flag.set', object: specObjectId(workload), flag: 'delete-delay', values: ['48h'] }))]
}

/** Stores stop reading a marked block before it is deleted. Source: docs/components/store.md, ignore-deletion-marks-delay. */
function stillRead(spec: StackSpec, workload: Workload): Finding[] {
  const ms = delayMs(workload)
  if (ms === undefined || ms < HOUR_MS || isFragment(workload)) return []
  const stores = workloadsOf(spec, 'store').filter((store) => !isFragment(store) && sharesBucket(spec, store, workload))
  const ignored = (store: Workload): number => parseDurationMs(flagValue(store.args, 'ignore-deletion-marks-delay') ?? '24h') ?? 0
  return stores.filter((store) => ignored(store) >= ms).map((store) => report({ ...atFlag(store, 'ignore-deletion-marks-delay', 'https://thanos.io/tip/components/store.md'), about: workload.name }, 'store/reads-deleted', 'warning',
    text(`${store.name} goes on reading a marked block for ${flagValue(store.args, 'ignore-deletion-marks-delay') ?? '24h'}; ${workload.name} deletes it after ${flagValue(workload.args, 'delete-delay') ?? '48h'}.`, `${store.name}은(는) 삭제 표시된 블록을 ${flagValue(store.args, 'ignore-deletion-marks-delay') ?? '24h'} 동안 계속 읽는데 ${workload.name}은(는) ${flagValue(workload.args, 'delete-delay') ?? '48h'} 뒤에 삭제합니다.`),
    text('Queries fail on a block that is gone. The store\'s delay is to be half of the compactor\'s.', '없어진 블록 때문에 조회가 실패합니다. store의 지연은 compactor의 절반으로 두세요.'),
    safeFix(text(`Set it to ${formatDuration(ms / 2)}`, `${formatDuration(ms / 2)}(으)로 설정`), { op: 'flag.set', object: specObjectId(store), flag: 'ignore-deletion-marks-delay', values: [formatDuration(ms / 2)] })))
}

/** Downsampled data is for zooming out. Source: docs/components/compact.md, downsampling. */
function losesZoom(workload: Workload): Finding[] {
  if (!isWholeCommand(workload) || hasUnknownRetention(workload) || booleanFlag('compact', workload.args, 'downsampling.disable')) return []
  const kept = (resolution: string): number => parseDurationMs(flagValue(workload.args, `retention.resolution-${resolution}`) ?? '0') ?? 0
  const raw = kept('raw')
  const longest = [kept('5m'), kept('1h')]
  if (raw === 0 || longest.every((ms) => ms !== 0 && ms <= raw)) return []
  return [report(atFlag(workload, 'retention.resolution-raw', 'https://thanos.io/tip/components/compact.md#downsampling'), 'compact/no-zoom-in', 'advice',
    text(`Raw data ends after ${flagValue(workload.args, 'retention.resolution-raw')}, before the downsampled.`, `원본 데이터가 다운샘플링 데이터보다 먼저 ${flagValue(workload.args, 'retention.resolution-raw')} 뒤에 끝납니다.`),
    text('Older graphs cannot be zoomed into: only one point per 5 minutes or per hour is left. Downsampling makes long ranges fast and saves no space by itself, as it adds two blocks to each raw block. The documentation advises equal retention for all three.', '그보다 오래된 그래프는 확대할 수 없고 5분 또는 1시간에 한 점만 남습니다. 다운샘플링은 긴 범위의 조회를 빠르게 할 뿐, 원본 블록마다 블록 두 개를 더하므로 그 자체로 공간을 줄이지 않습니다. 문서는 세 해상도의 보관 기간을 같게 두라고 권합니다.'))]
}
