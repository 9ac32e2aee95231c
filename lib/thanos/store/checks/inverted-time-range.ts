// --min-time=-6h reads like "leave the last six hours out" and means "serve only the last six hours".
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { isFragment, safeFix, workloadsOf, type Check, type CheckContext } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { specObjectId, workloads, type Workload } from '../../spec.ts'
import { relativeMs } from '../time-range.ts'

const SOURCE = 'https://thanos.io/tip/components/store.md#time-based-partitioning'

/** A relative time is now + duration; a store serves [min-time, max-time]. Source: pkg/model/timeduration.go. */
export const invertedTimeRange: Check = (context) => workloadsOf(context.spec, 'store').flatMap((workload): Finding[] => {
  const min = relativeMs(flagValue(workload.args, 'min-time'))
  const max = relativeMs(flagValue(workload.args, 'max-time'))
  const where = { object: specObjectId(workload), source: SOURCE }
  if (min !== undefined && max !== undefined && min > max) {
    return [{
      ...where, code: 'store/empty-range', severity: 'error', path: 'flags.min-time',
      message: text(`--min-time=${flagValue(workload.args, 'min-time')} lies after --max-time=${flagValue(workload.args, 'max-time')}.`, `--min-time=${flagValue(workload.args, 'min-time')}이(가) --max-time=${flagValue(workload.args, 'max-time')}보다 뒤입니다.`),
      reason: text('store exits at start.', 'store가 시작하자마자 종료됩니다.'),
    }]
  }
  const future = ([['min-time', min], ['max-time', max]] as const).filter(([, at]) => at !== undefined && at > 0)
  if (future.length > 0) return future.map(([flag]) => inFuture(workload, flag))
  return min !== undefined && max === undefined && !isCoveredElsewhere(context, workload) ? [onlyRecent(workload)] : []
})

function onlyRecent(workload: Workload): Finding {
  const object = specObjectId(workload)
  const written = flagValue(workload.args, 'min-time') ?? ''
  const span = written.replace(/^-/, '')
  return {
    code: 'store/only-recent', severity: 'error', object, path: 'flags.min-time', source: SOURCE,
    message: text(`--min-time=${written} makes ${workload.name} serve only the last ${span}; everything older cannot be queried.`, `--min-time=${written}이면 ${workload.name}은(는) 최근 ${span}만 제공하고 그보다 오래된 데이터는 조회할 수 없습니다.`),
    reason: text(
      `min-time is the oldest time that is served. To leave the last ${span} to the receivers the flag is --max-time=${written}; that is worth it only when the receivers keep clearly longer than ${span}. Without both, store serves all blocks.`,
      `min-time은 제공하는 가장 오래된 시각입니다. 최근 ${span}을 수신기에 맡기려면 --max-time=${written}이며, 수신기가 ${span}보다 충분히 오래 보관할 때만 의미가 있습니다. 둘 다 없으면 모든 블록을 제공합니다.`,
    ),
    fix: safeFix(text('Serve all blocks: remove --min-time', '모든 블록 제공: --min-time 삭제'), { op: 'flag.set', object, flag: 'min-time', values: [] }),
  }
}

function inFuture(workload: Workload, flag: string): Finding {
  const written = flagValue(workload.args, flag) ?? ''
  return {
    code: 'store/future-time', severity: 'error', object: specObjectId(workload), path: `flags.${flag}`, source: SOURCE,
    message: text(`--${flag}=${written} is a time in the future. "${written} ago" is written -${written}.`, `--${flag}=${written}은(는) 미래 시각입니다. "${written} 전"은 -${written}(으)로 씁니다.`),
    reason: text('Thanos adds the duration to now.', 'Thanos는 현재 시각에 기간을 더합니다.'),
    fix: safeFix(text(`Write -${written}`, `-${written}(으)로 바꾸기`), { op: 'flag.set', object: specObjectId(workload), flag, values: [`-${written}`] }),
  }
}

/** Time-partitioned stores: another store that serves what this one leaves out. */
function isCoveredElsewhere({ spec }: CheckContext, workload: Workload): boolean {
  const min = relativeMs(flagValue(workload.args, 'min-time')) ?? 0
  return workloads(spec).some((other) => {
    if (other === workload || other.kind !== 'store' || isFragment(other)) return false
    const otherMin = relativeMs(flagValue(other.args, 'min-time'))
    const otherMax = relativeMs(flagValue(other.args, 'max-time'))
    return (otherMin === undefined || otherMin < min) && (otherMax === undefined || otherMax >= min)
  })
}
