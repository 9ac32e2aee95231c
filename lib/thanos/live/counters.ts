// What Thanos counts, out of its metrics pages: sums now, and rates between two looks at the same pods.
import { text, type Text } from '../../text.ts'
import type { Observation, Sample, SeenComponent } from './observation.ts'
import { freshOf } from './readings.ts'

type Picked = { metric: string; when?: (labels: Sample['labels']) => boolean }

const hasCode = (first: string) => ({ code = '' }: Sample['labels']): boolean => code.startsWith(first)
/** Handlers that take writes. */
export const isWrite = ({ handler }: Sample['labels']): boolean => handler === 'receive' || handler === 'otlp'
const isQuery = ({ handler }: Sample['labels']): boolean => handler === 'query' || handler === 'query_range'
const isSeries = ({ grpc_method: method }: Sample['labels']): boolean => method === 'Series'

/** Counters by our own name; each exists in Thanos 0.31 and newer. */
const COUNTERS = {
  samplesIn: { metric: 'thanos_receive_write_samples_sum', when: hasCode('2') },
  writes: { metric: 'http_requests_total', when: isWrite },
  writesRefused: { metric: 'http_requests_total', when: (labels) => isWrite(labels) && !hasCode('2')(labels) },
  forwards: { metric: 'thanos_receive_forward_requests_total' },
  forwardsFailed: { metric: 'thanos_receive_forward_requests_total', when: ({ result }) => result === 'error' },
  uploads: { metric: 'thanos_shipper_uploads_total' },
  uploadsFailed: { metric: 'thanos_shipper_upload_failures_total' },
  bucketReads: { metric: 'thanos_objstore_bucket_operations_total', when: ({ operation }) => operation === 'get' || operation === 'get_range' },
  bucketFailures: { metric: 'thanos_objstore_bucket_operation_failures_total' },
  series: { metric: 'grpc_server_handled_total', when: isSeries },
  seriesFailed: { metric: 'grpc_server_handled_total', when: (labels) => isSeries(labels) && !['OK', 'Canceled'].includes(labels.grpc_code ?? '') },
  queries: { metric: 'http_requests_total', when: isQuery },
  queriesFailed: { metric: 'http_requests_total', when: (labels) => isQuery(labels) && hasCode('5')(labels) },
  frontQueries: { metric: 'http_requests_total', when: ({ handler }) => handler === 'query-frontend' },
  frontQueriesFailed: { metric: 'http_requests_total', when: (labels) => labels.handler === 'query-frontend' && hasCode('5')(labels) },
  evaluations: { metric: 'prometheus_rule_evaluations_total' },
  evaluationsFailed: { metric: 'prometheus_rule_evaluation_failures_total' },
  alertsSent: { metric: 'thanos_alert_sender_alerts_sent_total' },
  alertsDropped: { metric: 'thanos_alert_sender_alerts_dropped_total' },
  compactions: { metric: 'thanos_compact_group_compactions_total' },
  compactionsFailed: { metric: 'thanos_compact_group_compactions_failures_total' },
} as const satisfies Record<string, Picked>

export type CounterName = keyof typeof COUNTERS

/** What was counted at one look, by pod: kept instead of the whole observation, for the next one to be compared with. */
export type Counted = Readonly<Record<string, { at: number; values: Readonly<Partial<Record<CounterName, number>>> }>>

const NAMES = Object.keys(COUNTERS).filter((name): name is CounterName => name in COUNTERS)

/** The counters of every pod whose metrics were read. */
export function countedOf({ components }: Pick<Observation, 'components'>): Counted {
  return Object.fromEntries(components.flatMap(({ pod, metrics }) => {
    if (metrics.state !== 'fresh') return []
    const values = NAMES.flatMap((name): [CounterName, number][] => {
      const { metric, when }: Picked = COUNTERS[name]
      const value = sumOf(metrics.value, metric, when)
      return value === undefined ? [] : [[name, value]]
    })
    return [[pod, { at: metrics.at, values: Object.fromEntries(values) }]]
  }))
}

/** Two looks at a pod that lie closer together say how a few requests fell, not how many come. */
export const LEAST_SPAN_MS = 5_000

/**
 * Per second, over all `pods` that were seen at both looks; undefined when there is none, and while one of them was not read again at least LEAST_SPAN_MS
 * later: the others' sum would be told as that of all. A pod that started anew counts from nothing, and is left out.
 */
export function rateOf(now: Counted, before: Counted | undefined, name: CounterName, pods: readonly string[]): number | undefined {
  const spans = spansOf(now, before, name, pods)
  if (spans.length === 0 || spans.some(({ ms }) => ms < LEAST_SPAN_MS)) return undefined
  return spans.reduce((sum, { grown, ms }) => sum + grown * 1000 / ms, 0)
}

/** Why there is no rate; undefined where there is one. */
export function noRateOf(now: Counted, before: Counted | undefined, name: CounterName, pods: readonly string[]): Text | undefined {
  const telling = pods.filter((pod) => now[pod]?.values[name] !== undefined)
  if (telling.length === 0) return text('no pod tells what it counts', '집계 값을 알려 주는 파드가 없음')
  const spans = spansOf(now, before, name, pods)
  const long = spans.filter(({ ms }) => ms >= LEAST_SPAN_MS).length
  if (spans.length > 0 && long === spans.length) return undefined
  const [count, seconds] = [telling.length, LEAST_SPAN_MS / 1000]
  return text(
    `a rate needs two looks at least ${seconds} s apart; ${long} of ${count} ${count === 1 ? 'pod' : 'pods'} had them so far`,
    `초당 값은 ${seconds}초 이상 떨어진 두 번의 조회가 필요함. 지금까지 파드 ${count}개 중 ${long}개 완료`,
  )
}

/** How much each pod counted between the two looks, and how far they are apart. */
function spansOf(now: Counted, before: Counted | undefined, name: CounterName, pods: readonly string[]): { grown: number; ms: number }[] {
  return pods.flatMap((pod) => {
    const to = now[pod]
    const from = before?.[pod]
    const [end, start] = [to?.values[name], from?.values[name]]
    return to === undefined || from === undefined || end === undefined || start === undefined || end < start ? [] : [{ grown: end - start, ms: to.at - from.at }]
  })
}

/** The sum of a metric's samples; undefined when the page has none. */
export function sumOf(samples: readonly Sample[], metric: string, when?: (labels: Sample['labels']) => boolean): number | undefined {
  let sum: number | undefined
  for (const sample of samples) {
    if (sample.name === metric && (when === undefined || when(sample.labels))) sum = (sum ?? 0) + sample.value
  }
  return sum
}

/** The samples of those components whose metrics page answered when it was asked last. */
export function freshSamples(components: readonly SeenComponent[]): Sample[] {
  return components.flatMap(({ metrics }) => freshOf(metrics) ?? [])
}
