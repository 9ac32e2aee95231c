// Retention that deletes data before it is downsampled, or that leaves graphs empty which only downsampled data could fill.
import { text } from '../../../text.ts'
import { booleanFlag } from '../../args.ts'
import { flagValue } from '../../read-args.ts'
import { chosenFix, isFragment, setFlagFix, workloadsOf, type Check, type CheckContext } from '../../check.ts'
import { parseDurationMs } from '../../duration.ts'
import type { Finding, Fix } from '../../finding.ts'
import { hidesArguments } from '../../in-sight.ts'
import { sameNamespace } from '../../pod.ts'
import { specObjectId, type Workload } from '../../spec.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A raw block is downsampled to 5m once it spans 40 h, a 5m block to 1h once it spans 10 d. Source: pkg/compact/downsample/downsample.go. */
const RAW_MIN_MS = 40 * HOUR_MS
const FIVE_MIN_MS = 10 * DAY_MS
/** The largest blocks span 14 d; 5m data must live until they are made. */
const LARGEST_BLOCK_MS = 14 * DAY_MS

const SOURCE = 'https://thanos.io/tip/components/compact.md#downsampling'

export const retentionAgainstDownsampling: Check = (context) => workloadsOf(context.spec, 'compact').flatMap((workload) => judge(context, workload))
  // One switch of a querier is for the data of all compactors.
  .filter(({ code, object }, index, all) => code !== 'query/no-auto-downsampling' || all.findIndex((other) => other.code === code && other.object === object) === index)

function judge(context: CheckContext, workload: Workload): Finding[] {
  // Nobody can compare what the environment or a shell fills in, or what stands in arguments that are not in sight.
  if (booleanFlag('compact', workload.args, 'downsampling.disable') || hidesArguments(workload) || hasUnknownRetention(workload)) return []
  const rawMs = retention(workload, 'raw')
  const fiveMs = retention(workload, '5m')
  const hourMs = retention(workload, '1h')
  return [...refused(workload, rawMs, fiveMs), ...neverOneHour(workload, rawMs, fiveMs, hourMs), ...unreadable(context, workload, rawMs, fiveMs, hourMs)]
}

/** Whether some retention is written as a variable. */
export function hasUnknownRetention(workload: Workload): boolean {
  return ['raw', '5m', '1h'].some((resolution) => flagValue(workload.args, `retention.resolution-${resolution}`)?.includes('$'))
}

/** 0 is for ever, and is the default. */
function retention(workload: Workload, resolution: 'raw' | '5m' | '1h'): number {
  return parseDurationMs(flagValue(workload.args, `retention.resolution-${resolution}`) ?? '0') ?? 0
}

function refused(workload: Workload, rawMs: number, fiveMs: number): Finding[] {
  const object = specObjectId(workload)
  const limit = (flag: string, ms: number, minMs: number, next: string, fix: Fix): Finding[] => (ms === 0 || ms >= minMs ? [] : [{
    code: 'compact/retention-below-downsampling', severity: 'error', object, path: `flags.${flag}`, source: SOURCE,
    message: text(`--${flag}=${flagValue(workload.args, flag)} is below ${inDays(minMs)}, the width at which ${next} data is made.`, `--${flag}=${flagValue(workload.args, flag)}이(가) ${next} 데이터가 만들어지는 폭인 ${inDays(minMs)}보다 짧습니다.`),
    reason: text('compact refuses to start while downsampling is on: the data would be deleted before it is downsampled.', '다운샘플링이 켜져 있으면 compact가 시작을 거부합니다. 다운샘플링되기 전에 데이터가 삭제되기 때문입니다.'),
    fix,
  }])
  const keep = (flag: string, value: string): Fix => chosenFix(text(`Keep ${value}`, `${value} 보관`), { op: 'flag.set', object, flag, values: [value] })
  return [
    ...limit('retention.resolution-raw', rawMs, RAW_MIN_MS, '5m', keep('retention.resolution-raw', '3d')),
    ...limit('retention.resolution-5m', fiveMs, FIVE_MIN_MS, '1h', keep('retention.resolution-5m', '30d')),
  ]
}

/** 1h data is made from 5m blocks of 14 d; with raw and 5m both shorter, few or none of these ever exist. */
function neverOneHour(workload: Workload, rawMs: number, fiveMs: number, hourMs: number): Finding[] {
  if (fiveMs === 0 || fiveMs < FIVE_MIN_MS || rawMs === 0 || rawMs >= LARGEST_BLOCK_MS) return []
  const isLost = fiveMs < LARGEST_BLOCK_MS
  if (!isLost && fiveMs >= 21 * DAY_MS) return []
  const object = specObjectId(workload)
  return [{
    code: isLost ? 'compact/no-1h-data' : 'compact/little-1h-data', severity: isLost ? 'error' : 'warning', object, path: 'flags.retention.resolution-5m', source: SOURCE,
    message: text(
      `With raw ${inDays(rawMs)} and 5m ${inDays(fiveMs)}, ${isLost ? 'most 1h data is never made' : '1h data is complete only by the grace of the delete delay'}${hourMs === 0 ? '' : `, although it is kept ${inDays(hourMs)}`}.`,
      `raw ${inDays(rawMs)}, 5m ${inDays(fiveMs)}이면 ${isLost ? '1h 데이터가 대부분 만들어지지 않습니다' : '1h 데이터는 삭제 지연 덕분에만 온전합니다'}${hourMs === 0 ? '' : ` (1h 보관 ${inDays(hourMs)})`}.`,
    ),
    reason: text('1h blocks are made from 5m blocks that span 10 d and more, and these appear only when 14-day blocks are compacted. Older graphs stay empty.', '1h 블록은 10일 이상 걸친 5m 블록에서 만들어지며, 이는 14일 블록이 컴팩션될 때 생깁니다. 오래된 그래프가 비게 됩니다.'),
    fix: chosenFix(text('Keep 5m data for 30d', '5m 데이터를 30d 보관'), { op: 'flag.set', object, flag: 'retention.resolution-5m', values: ['30d'] }),
  }]
}

/** Where raw ends first, query answers older times only when it asks for downsampled data. Source: docs/components/query.md, auto downsampling. */
function unreadable({ spec }: CheckContext, workload: Workload, rawMs: number, fiveMs: number, hourMs: number): Finding[] {
  const isShorter = rawMs !== 0 && (fiveMs === 0 || fiveMs > rawMs || hourMs === 0 || hourMs > rawMs)
  if (!isShorter || isFragment(workload)) return []
  // The frontend asks once more for downsampled data where raw data is missing.
  if (workloadsOf(spec, 'query-frontend').some((frontend) => !isFragment(frontend) && booleanFlag('query-frontend', frontend.args, 'query-range.request-downsampled'))) return []
  return workloadsOf(spec, 'query').filter((query) => !isFragment(query) && sameNamespace(query, workload) && !booleanFlag('query', query.args, 'query.auto-downsampling')).map((query) => ({
    code: 'query/no-auto-downsampling', severity: 'warning', object: specObjectId(query), path: 'flags.query.auto-downsampling',
    message: text(`Raw data ends after ${inDays(rawMs)}, and ${query.name} does not turn to downsampled data by itself.`, `원본 데이터는 ${inDays(rawMs)} 뒤에 끝나는데 ${query.name}은(는) 다운샘플링 데이터를 스스로 사용하지 않습니다.`),
    reason: text(`Without --query.auto-downsampling a query asks for raw data only, so Grafana shows nothing older than ${inDays(rawMs)}.`, `--query.auto-downsampling이 없으면 원본만 조회하므로 Grafana에 ${inDays(rawMs)}보다 오래된 데이터가 보이지 않습니다.`),
    source: 'https://thanos.io/tip/components/query.md#auto-downsampling',
    fix: setFlagFix(query, 'query.auto-downsampling', 'true'),
  }))
}

/** Retention is spoken of in days; 40 h is no whole number of them. */
function inDays(ms: number): string {
  return ms % DAY_MS === 0 ? `${ms / DAY_MS}d` : `${ms / HOUR_MS}h`
}
