// Metric names that guides and older dashboards use and that Thanos does not have, or that say something else than they seem to.
import { text, type Text } from '../text.ts'

/** `instead`: what to ask for; `why` where the metric exists and misleads. */
export type MetricNote = { readonly name: string; readonly instead: string; readonly state: 'absent' | 'renamed' | 'misleading'; readonly why?: Text }

/** Source: the registrations in cmd/thanos and pkg of the release, pkg/gate/gate.go, mixin. */
const NOTES: readonly MetricNote[] = [
  { name: 'thanos_receive_write_requests_total', state: 'absent', instead: 'http_requests_total{handler="receive"}' },
  { name: 'thanos_query_gate_queries_total', state: 'absent', instead: 'thanos_query_concurrent_gate_queries_total' },
  { name: 'thanos_objstore_bucket_blocks', state: 'absent', instead: 'thanos_bucket_store_blocks_loaded' },
  { name: 'thanos_query_duration_seconds_bucket', state: 'absent', instead: 'http_request_duration_seconds_bucket{handler=~"query|query_range"}' },
  { name: 'thanos_query_duration_seconds_count', state: 'absent', instead: 'http_request_duration_seconds_count{handler=~"query|query_range"}' },
  { name: 'thanos_query_duration_seconds_sum', state: 'absent', instead: 'http_request_duration_seconds_sum{handler=~"query|query_range"}' },
  { name: 'thanos_query_store_apis_dns_failures_total', state: 'renamed', instead: 'thanos_query_endpoints_dns_failures_total' },
  { name: 'thanos_query_store_apis_dns_lookups_total', state: 'renamed', instead: 'thanos_query_endpoints_dns_lookups_total' },
  { name: 'thanos_bucket_store_series_gate_duration_seconds_bucket', state: 'renamed', instead: 'thanos_bucket_store_series_gate_queries_duration_seconds_bucket' },
  { name: 'thanos_bucket_store_series_gate_duration_seconds_count', state: 'renamed', instead: 'thanos_bucket_store_series_gate_queries_duration_seconds_count' },
  {
    name: 'thanos_compact_iterations_total', state: 'misleading', instead: 'thanos_compact_group_compactions_total, thanos_compact_todo_compactions, thanos_compact_halted',
    why: text('It counts passes over the whole bucket: it stays flat while the compactor is busy with a large one, and when it has halted.', '버킷 전체를 한 번 돌 때마다 세는 값이라 큰 작업을 하는 동안에도, 멈춘 뒤에도 그대로입니다.'),
  },
  {
    name: 'thanos_receive_config_last_reload_successful', state: 'misleading', instead: 'rate(thanos_receive_hashrings_file_errors_total[5m])',
    why: text('It is set to 1 once and never back to 0, so an alert on it cannot fire after the first load.', '처음 1이 된 뒤 0으로 돌아가지 않으므로 이 값의 알림은 첫 로드 뒤에 울리지 않습니다.'),
  },
]

const BY_NAME = new Map(NOTES.map((note) => [note.name, note]))

/** The notes on the metrics that an expression names, each once. */
export function metricNotes(expression: string): MetricNote[] {
  return [...new Set(expression.match(/\bthanos_[a-z0-9_]+/g) ?? [])].flatMap((name) => BY_NAME.get(name) ?? [])
}

/** Whether an expression asks for targets of Thanos that are down, and not for those that are gone. */
export function missesAbsence(expression: string): boolean {
  return /\bup\s*\{[^}]*thanos[^}]*\}\s*==\s*0/.test(expression) && !/\babsent(?:_over_time)?\s*\(/.test(expression)
}
