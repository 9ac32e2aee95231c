// What Thanos counts, out of its metrics pages: sums now, and rates between two looks at the same pods.
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

/** Per second, over all `pods` that were seen at both looks; undefined when there is none. A pod that started anew counts from nothing, and is left out. */
export function rateOf(now: Counted, before: Counted | undefined, name: CounterName, pods: readonly string[]): number | undefined {
  const rates = pods.flatMap((pod) => {
    const to = now[pod]
    const from = before?.[pod]
    const [end, start] = [to?.values[name], from?.values[name]]
    if (to === undefined || from === undefined || end === undefined || start === undefined || end < start || to.at <= from.at) return []
    return [(end - start) * 1000 / (to.at - from.at)]
  })
  return rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0)
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
