// How a query-frontend splits and caches: combinations with which it does not start.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { flagOf } from '../../catalogue.ts'
import { atFlag, report, safeFix, workloadsOf, type Check } from '../../check.ts'
import { parseGoDurationMs } from '../../duration.ts'
import type { Finding } from '../../finding.ts'
import { specObjectId, type Workload } from '../../spec.ts'

const SOURCE = 'https://github.com/thanos-io/thanos/blob/main/pkg/queryfrontend/config.go'

/** Source: pkg/queryfrontend/config.go, Validate. */
export const splitting: Check = ({ spec }) => workloadsOf(spec, 'query-frontend').flatMap((workload): Finding[] => {
  const split = amount(workload, 'query-range.split-interval')
  const dynamic = ['query-range.min-split-interval', 'query-range.max-split-interval', 'query-range.horizontal-shards'] as const
  const set = dynamic.filter((flag) => amount(workload, flag) > 0)
  const exits = text('query-frontend exits at start.', 'query-frontend가 시작하자마자 종료됩니다.')
  const restore = (flag: string): ReturnType<typeof safeFix> => safeFix(text(`Set --${flag}=24h`, `--${flag}=24h 설정`), { op: 'flag.set', object: specObjectId(workload), flag, values: ['24h'] })
  const findings: Finding[] = []
  if (isCached(workload, 'query-range') && split <= 0 && set.length === 0) {
    findings.push(report(atFlag(workload, 'query-range.split-interval', SOURCE), 'query-frontend/cache-without-split', 'error',
      text(`${workload.name} caches range queries and does not split them.`, `${workload.name}은(는) 범위 쿼리를 캐시하지만 나누지 않습니다.`), exits, restore('query-range.split-interval')))
  }
  if (isCached(workload, 'labels') && amount(workload, 'labels.split-interval') <= 0) {
    findings.push(report(atFlag(workload, 'labels.split-interval', SOURCE), 'query-frontend/cache-without-split', 'error',
      text(`${workload.name} caches label queries and does not split them.`, `${workload.name}은(는) 라벨 쿼리를 캐시하지만 나누지 않습니다.`), exits, restore('labels.split-interval')))
  }
  if (set.length > 0 && split !== 0) {
    findings.push(report(atFlag(workload, 'query-range.split-interval', SOURCE), 'query-frontend/two-splits', 'error',
      text(`${workload.name} splits by a fixed interval (${flagValue(workload.args, 'query-range.split-interval') ?? '24h, the default'}) and by --${set[0]}.`, `${workload.name}이(가) 고정 간격(${flagValue(workload.args, 'query-range.split-interval') ?? '기본값 24h'})과 --${set[0]}(으)로 동시에 나눕니다.`),
      text('query-frontend exits at start: split queries interval and dynamic query split interval cannot be set at the same time.', 'query-frontend가 "split queries interval and dynamic query split interval cannot be set at the same time"으로 시작하자마자 종료됩니다.'),
      safeFix(text('Split dynamically only', '동적 분할만 사용'), { op: 'flag.set', object: specObjectId(workload), flag: 'query-range.split-interval', values: ['0'] })))
  }
  const unset = dynamic.filter((flag) => amount(workload, flag) <= 0)
  if (set.length > 0 && unset.length > 0) {
    findings.push(report(atFlag(workload, set[0] ?? '', SOURCE), 'query-frontend/half-a-split', 'error',
      text(`Dynamic splitting of ${workload.name} lacks ${unset.map((flag) => `--${flag}`).join(' and ')}.`, `${workload.name}의 동적 분할에 ${unset.map((flag) => `--${flag}`).join(', ')}이(가) 없습니다.`), exits))
  }
  return findings
})

function isCached(workload: Workload, prefix: string): boolean {
  return ['response-cache-config', 'response-cache-config-file'].some((flag) => flagValue(workload.args, `${prefix}.${flag}`) !== undefined)
}

/** A duration in milliseconds or a number; 0 where it cannot be read, which is another finding. */
function amount(workload: Workload, flag: string): number {
  const written = flagValue(workload.args, flag) ?? flagOf('query-frontend', flag)?.default ?? '0'
  return parseGoDurationMs(written, true) ?? (Number.isFinite(Number(written)) ? Number(written) : 1)
}
