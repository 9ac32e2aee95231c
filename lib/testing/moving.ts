// A healthy look at an installation at work: observed.ts with flags, metrics that count on from look to look, and edges that write.
import { hashringFileOf } from '../thanos/files.ts'
import { flagName, flagValues } from '../thanos/read-args.ts'
import type { Kind } from '../thanos/kind.ts'
import type { Observation, Reading, Sample, SeenComponent, SeenEdge, SeenPod } from '../thanos/live/observation.ts'
import { workloadOf } from '../thanos/live/readings.ts'
import { expandVariables } from '../thanos/pod.ts'
import { ringHashes } from '../thanos/receive/ring-hash.ts'
import type { StackSpec, Workload } from '../thanos/spec.ts'
import { fresh, healthy, NOW } from './observed.ts'

/** `seconds` later than the first look; `edges` are those that write. */
export function moving(spec: StackSpec, { edges = [], seconds = 0 }: { edges?: SeenEdge[]; seconds?: number } = {}): Observation {
  const seen = healthy(spec)
  const pods = seen.pods.state === 'fresh' ? seen.pods.value : []
  const at = NOW + seconds * 1000
  return { ...seen, at, components: pods.map((pod) => component(spec, pod, { at, seconds })), edges: seenAt(at, edges, 'thanos-query-0:10902/api/v1/query') }
}

/** One edge that wrote `age` seconds ago. */
export function edge(cluster: string, age = 3, samplesPerS = 1000): SeenEdge {
  return { labels: { cluster }, lastSampleAt: NOW - age * 1000, samplesPerS, series: samplesPerS * 30 }
}

function seenAt<Value>(at: number, value: Value, from: string): Reading<Value> {
  return { state: 'fresh', from, at, value }
}

function component(spec: StackSpec, pod: SeenPod, { at, seconds }: { at: number; seconds: number }): SeenComponent {
  const workload = workloadOf(spec, pod.object)
  const from = `${pod.name}:10902`
  return {
    pod: pod.name, kind: pod.kind, object: pod.object,
    // A receiver does not mount /api/v1/status/flags.
    flags: pod.kind === 'receive' || workload === undefined ? { state: 'dead', from: `${from}/api/v1/status/flags`, since: at, why: { en: 'HTTP 404', ko: 'HTTP 404' } } : seenAt(at, flagsAsRun(workload, pod.name), `${from}/api/v1/status/flags`),
    version: fresh('0.42.4', `${from}/api/v1/status/buildinfo`),
    metrics: seenAt(at, [...gauge('process_resident_memory_bytes', 2 * 1024 ** 3), ...samplesOf(pod.kind, seconds), ...ringSamples(spec, workload)], `${from}/metrics`),
  }
}

/** As /api/v1/status/flags prints them: by name, a repeated one joined by commas, variables filled in. */
function flagsAsRun(workload: Workload, pod: string): Record<string, string> {
  const names = [...new Set(workload.args.flatMap((arg) => flagName(arg) ?? []))]
  return Object.fromEntries(names.map((name) => [name, flagValues(workload.args, name).map((value) => expandVariables(workload, value).replaceAll(/\$\([\w.-]+\)/g, pod)).join(',')]))
}

/** A receiver tells the hash of the hashring file that it works with. */
function ringSamples(spec: StackSpec, workload: Workload | undefined): Sample[] {
  const content = workload?.kind === 'receive' ? hashringFileOf(spec, workload)?.text : undefined
  return content === undefined ? [] : gauge('thanos_receive_config_hash', ringHashes(content)[0] ?? 0)
}

function samplesOf(kind: Kind, seconds: number): Sample[] {
  const count = (name: string, perSecond: number, labels: Record<string, string> = {}): Sample[] => [{ name, labels, value: 10_000 + perSecond * seconds }]
  const series = count('grpc_server_handled_total', 44, { grpc_method: 'Series', grpc_code: 'OK' })
  switch (kind) {
    case 'receive': return [...count('thanos_receive_write_samples_sum', 1000, { code: '200' }), ...count('http_requests_total', 10, { handler: 'receive', code: '200' }), ...count('thanos_shipper_uploads_total', 14 / 3600), ...gauge('prometheus_tsdb_head_series', 30_000), ...count('thanos_receive_forward_requests_total', 10, { result: 'success' }), ...series]
    case 'store': return [...gauge('thanos_bucket_store_blocks_loaded', 4812), ...count('thanos_objstore_bucket_operations_total', 900, { operation: 'get_range' }), ...series]
    case 'query': return [...count('http_requests_total', 20, { handler: 'query', code: '200' }), ...count('http_requests_total', 17, { handler: 'query_range', code: '200' })]
    case 'query-frontend': return count('http_requests_total', 48, { handler: 'query-frontend', code: '200' })
    case 'compact': return [...gauge('thanos_compact_halted', 0), ...gauge('thanos_compact_todo_compactions', 14), ...count('thanos_compact_group_compactions_total', 6 / 86_400)]
    case 'rule': return [...gauge('thanos_rule_loaded_rules', 214), ...count('prometheus_rule_evaluations_total', 14), ...series]
    default: return series
  }
}

function gauge(name: string, value: number): Sample[] {
  return [{ name, labels: {}, value }]
}
