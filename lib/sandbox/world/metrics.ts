// A component's page of metrics in the world: Thanos' own names, in Prometheus' text format.
import { createHash } from 'node:crypto'
import { hashringFileOf } from '../../thanos/files.ts'
import { releaseOf } from '../../thanos/catalogue.ts'
import { flagValues } from '../../thanos/read-args.ts'
import { replicationFactor } from '../../thanos/hashring.ts'
import { ringsOf } from '../../thanos/receive/mode.ts'
import { ruleTexts } from '../../thanos/rule/rule-texts.ts'
import { isAtLeast } from '../../thanos/version.ts'
import { hash } from './edges.ts'
import { isUp, type Member } from './installation.ts'
import { rulesOf } from './rules.ts'
import type { Scene, World } from './world.ts'

type Kind = 'counter' | 'gauge' | 'histogram'
type Line = { name: string; kind: Kind; labels: Readonly<Record<string, string>>; value: number }

/** Samples in a request of remote write. */
const SAMPLES_A_REQUEST = 2_000
const BLOCK_S = 7_200

export function metricsPage(world: World, scene: Scene, member: Member): string {
  const lines = [...common(world, scene, member), ...OF_KIND[member.pod.kind](world, scene, member)]
  const told = new Set<string>()
  return lines.map(({ name, kind, labels, value }) => {
    const family = kind === 'histogram' ? name.replace(/_(sum|count|bucket)$/, '') : name
    const head = told.has(family) ? '' : `# HELP ${family} See Thanos.\n# TYPE ${family} ${kind}\n`
    told.add(family)
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')
    return `${head}${name}${pairs === '' ? '' : `{${pairs}}`} ${value}\n`
  }).join('')
}

type Teller = (world: World, scene: Scene, member: Member) => Line[]

const gauge = (name: string, value: number, labels: Line['labels'] = {}): Line => ({ name, kind: 'gauge', labels, value })

/** A counter of this pod since its start. */
function counting(world: World, { pod, live }: Member): (name: string, ratePerS: number, labels?: Line['labels'], kind?: Kind) => Line {
  return (name, ratePerS, labels = {}, kind = 'counter') => ({ name, kind, labels, value: Math.floor(world.counter(`${String(live.metadata.uid)}|${pod.restarts}|${name}|${JSON.stringify(labels)}`, ratePerS, pod.startedAt ?? world.now())) })
}

const common: Teller = (world, scene, member) => {
  const { pod } = member
  const count = counting(world, member)
  const hasBucket = pod.kind !== 'query' && pod.kind !== 'query-frontend'
  const wave = 1 + 0.15 * Math.sin(world.now() / 600_000 + hash(pod.name))
  const limit = pod.memoryLimitBytes ?? 2e9
  const operations = hasBucket ? ['attributes', 'exists', 'get', 'get_range', 'iter', 'upload'] : []
  return [
    gauge('thanos_build_info', 1, { version: /v(\d+\.\d+\.\d+)/.exec(pod.image)?.[1] ?? '0.0.0', revision: '', branch: '', goversion: 'go1.25' }),
    gauge('thanos_status', 1, { component: pod.kind, check: 'ready' }), gauge('thanos_status', 1, { component: pod.kind, check: 'healthy' }),
    gauge('process_start_time_seconds', Math.floor((pod.startedAt ?? world.now()) / 1000)),
    gauge('process_resident_memory_bytes', Math.round(limit * 0.45 * wave)), gauge('go_memstats_heap_inuse_bytes', Math.round(limit * 0.36 * wave)),
    ...operations.map((operation) => count('thanos_objstore_bucket_operations_total', operation === 'upload' ? 0.01 : 0.2, { bucket: 'thanos-demo', operation })),
    ...operations.map((operation) => count('thanos_objstore_bucket_operation_failures_total', scene.isRefused ? 0.2 : 0, { bucket: 'thanos-demo', operation })),
  ]
}

const receive: Teller = (world, scene, member) => {
  const { pod, workload } = member
  const { intake } = scene
  const count = counting(world, member)
  const entries = Math.max(1, scene.members.filter((other) => other.pod.kind === 'receive' && isUp(other)).length)
  const factor = replicationFactor(workload)
  const file = hashringFileOf(scene.spec, workload)?.text
  const rings = ringsOf(scene.spec, workload) ?? []
  const digest = isAtLeast(releaseOf(pod.image) ?? 'v0.42', '0.38') ? 'sha256' : 'md5'
  const share = intake.share.get(pod.name) ?? 0
  const perTenant = scene.tenants.flatMap((tenant): Line[] => {
    const own = world.edges().filter((edge) => edge.tenant === tenant).map((edge) => scene.edge(edge))
    const sum = (pick: (edge: (typeof own)[number]) => number): number => own.reduce((total, edge) => total + pick(edge), 0)
    const [good, old] = [sum((edge) => (edge.isOld ? 0 : edge.samplesPerS)), sum((edge) => (edge.isOld ? edge.samplesPerS : 0))]
    const written: [string, number][] = intake.takes ? [['200', good], ['409', old]] : [['200', 0], [String(intake.code || 503), good + old]]
    const series = intake.takes ? sum((edge) => (edge.isOld ? 0 : edge.series)) * share : 0
    const newest = Math.max(0, ...own.map((edge) => edge.lastSampleAt))
    return [
      ...written.flatMap(([code, rate]) => [
        count('thanos_receive_write_samples_sum', rate / entries, { code, tenant }, 'histogram'), count('thanos_receive_write_samples_count', rate / entries / SAMPLES_A_REQUEST, { code, tenant }, 'histogram'),
        count('thanos_receive_write_timeseries_sum', rate / entries, { code, tenant }, 'histogram'),
        count('http_requests_total', rate / entries / SAMPLES_A_REQUEST, { code, handler: 'receive', method: 'post', tenant }),
      ]),
      ...(share === 0 && intake.takes ? [] : [
        gauge('prometheus_tsdb_head_series', Math.round(series), { tenant }),
        count('prometheus_tsdb_head_samples_appended_total', intake.takes ? good * share : 0, { tenant, type: 'float' }),
        count('prometheus_tsdb_out_of_order_samples_total', intake.takes ? old * share : 0, { tenant, type: 'float' }),
        count('prometheus_tsdb_out_of_bound_samples_total', 0, { tenant, type: 'float' }), count('prometheus_tsdb_too_old_samples_total', 0, { tenant, type: 'float' }),
        gauge('prometheus_tsdb_head_max_time', newest, { tenant }), gauge('prometheus_tsdb_head_min_time', Math.floor((newest - 7_200_000) / 7_200_000) * 7_200_000, { tenant }),
        count('thanos_shipper_uploads_total', intake.takes && !scene.isRefused ? 1 / BLOCK_S : 0, { tenant }), count('thanos_shipper_upload_failures_total', scene.isRefused ? 1 / 30 : 0, { tenant }),
      ]),
    ]
  })
  const requests = world.edges().reduce((sum, edge) => sum + scene.edge(edge).samplesPerS, 0) / SAMPLES_A_REQUEST / entries
  return [
    ...perTenant, gauge('thanos_receive_replication_factor', factor),
    count('thanos_receive_replications_total', intake.takes ? requests : 0, { result: 'success' }), count('thanos_receive_replications_total', intake.takes ? 0 : requests, { result: 'error' }),
    count('thanos_receive_forward_requests_total', intake.takes ? requests * factor : 0, { result: 'success' }), count('thanos_receive_forward_requests_total', intake.takes ? 0 : requests, { result: 'error' }),
    ...rings.flatMap((ring) => [gauge('thanos_receive_hashring_nodes', ring.endpoints.length, { name: ring.hashring ?? '' }), gauge('thanos_receive_hashring_tenants', ring.tenants?.length ?? 0, { name: ring.hashring ?? '' })]),
    ...(file === undefined ? [] : [gauge('thanos_receive_config_hash', createHash(digest).update(file).digest().readUIntLE(0, 6)), count('thanos_receive_hashrings_file_errors_total', 0)]),
  ]
}

const store: Teller = (world, scene, member) => {
  const count = counting(world, member)
  const loaded = scene.blocks().length
  return [
    gauge('thanos_bucket_store_blocks_loaded', loaded), count('thanos_bucket_store_block_load_failures_total', scene.isRefused ? 0.05 : 0),
    gauge('thanos_bucket_store_blocks_last_loaded_timestamp_seconds', Math.floor(world.now() / 180_000) * 180), gauge('thanos_bucket_store_series_gate_queries_in_flight', Math.round(2 + 2 * Math.sin(world.now() / 90_000))),
    gauge('thanos_bucket_store_series_gate_queries_max', 20), gauge('thanos_blocks_meta_synced', loaded, { state: 'loaded' }), gauge('thanos_blocks_meta_synced', 0, { state: 'too-fresh' }),
    gauge('thanos_blocks_meta_synced', 0, { state: 'corrupted-meta-json' }), count('thanos_blocks_meta_sync_failures_total', scene.isRefused ? 0.005 : 0),
  ]
}

const compact: Teller = (world, scene, member) => {
  const count = counting(world, member)
  const waiting = scene.isHalted ? scene.blocks().filter(({ level }) => level === 1).length : 0
  const works = !scene.isHalted && !scene.isRefused
  return [
    gauge('thanos_compact_halted', scene.isHalted ? 1 : 0), count('thanos_compact_iterations_total', works ? 1 / 300 : 0), count('thanos_compact_retries_total', scene.isRefused ? 1 / 300 : 0),
    count('thanos_compact_group_compactions_total', works ? 1 / 28_800 * scene.streams().length : 0, { group: '0' }), count('thanos_compact_group_compactions_failures_total', scene.isHalted ? 1 / 3_600 : 0, { group: '0' }),
    count('thanos_compact_downsample_total', works ? 1 / 172_800 * scene.streams().length : 0, { resolution: '0' }), count('thanos_compact_downsample_failures_total', 0, { resolution: '0' }),
    count('thanos_compact_blocks_cleaned_total', works ? 1 / 28_800 : 0), gauge('thanos_compact_todo_compactions', Math.floor(waiting / 4)), gauge('thanos_compact_todo_compaction_blocks', waiting),
    gauge('thanos_compact_todo_downsample_blocks', 0), gauge('thanos_compact_todo_deletion_blocks', 0), gauge('thanos_blocks_meta_synced', scene.blocks().length, { state: 'loaded' }),
    count('thanos_blocks_meta_sync_failures_total', scene.isRefused ? 0.005 : 0),
  ]
}

const query: Teller = (world, scene, member) => {
  const count = counting(world, member)
  const kinds = Map.groupBy(scene.seenBy(member).filter(({ error }) => error === undefined), ({ member: { pod } }) => pod.kind)
  return [
    ...[...kinds].map(([kind, seen]) => gauge('thanos_store_nodes_grpc_connections', seen.length, { external_labels: '', store_type: kind })),
    gauge('thanos_query_concurrent_gate_queries_in_flight', Math.max(0, Math.round(1 + 2 * Math.sin(world.now() / 60_000 + hash(member.pod.name))))), gauge('thanos_query_concurrent_gate_queries_max', 20),
    ...['query', 'query_range'].flatMap((handler) => [count('http_requests_total', 1.5, { code: '200', handler, method: 'post' }), count('http_requests_total', 0, { code: '500', handler, method: 'post' })]),
    count('thanos_query_endpoints_dns_lookups_total', 0.1), count('thanos_query_endpoints_dns_failures_total', 0),
  ]
}

const rule: Teller = (world, scene, member) => {
  const count = counting(world, member)
  const firing = rulesOf(world, scene).flatMap(({ rules }) => rules).filter((each) => 'alerts' in each && each.alerts.some(({ state }) => state === 'firing')).length
  return [
    ...ruleTexts(scene.spec).flatMap(({ key, parsed }) => ('groups' in parsed ? parsed.groups : []).flatMap((group) => [
      gauge('thanos_rule_loaded_rules', group.rules.length, { strategy: 'abort', file: key, group: group.name }), gauge('prometheus_rule_group_interval_seconds', 60, { rule_group: `${key};${group.name}` }),
      gauge('prometheus_rule_group_last_duration_seconds', 0.02, { rule_group: `${key};${group.name}` }), count('prometheus_rule_evaluations_total', group.rules.length / 60, { rule_group: `${key};${group.name}` }),
      count('prometheus_rule_evaluation_failures_total', 0, { rule_group: `${key};${group.name}` }),
    ])),
    gauge('thanos_rule_config_last_reload_successful', 1), count('thanos_alert_queue_alerts_dropped_total', 0),
    ...flagValues(member.workload.args, 'alertmanagers.url').flatMap((alertmanager) => [count('thanos_alert_sender_alerts_sent_total', firing / 60, { alertmanager }), count('thanos_alert_sender_alerts_dropped_total', 0, { alertmanager })]), count('thanos_shipper_uploads_total', scene.isRefused ? 0 : 1 / BLOCK_S),
    count('thanos_shipper_upload_failures_total', scene.isRefused ? 1 / 30 : 0),
  ]
}

const frontend: Teller = (world, _scene, member) => [counting(world, member)('thanos_query_frontend_queries_total', 1.2, { op: 'query_range' })]
const sidecar: Teller = () => [gauge('thanos_sidecar_prometheus_up', 1)]

const OF_KIND: Record<Member['pod']['kind'], Teller> = { receive, store, compact, query, rule, sidecar, 'query-frontend': frontend }
