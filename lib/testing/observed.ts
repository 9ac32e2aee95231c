// A healthy look at an installation, made from its spec: pods, what each query replica lists, blocks as a compactor leaves them. Tests bend it.
import type { Kind } from '../thanos/kind.ts'
import { endpointsOf } from '../thanos/query/endpoints.ts'
import { plainAddress } from '../thanos/live/endpoints.ts'
import type { Observation, Reading, SeenBlock, SeenPod, SeenStore } from '../thanos/live/observation.ts'
import { resolveAddress } from '../thanos/address.ts'
import { flagValue, flagValues } from '../thanos/read-args.ts'
import { compactorsOf, keptMs } from '../thanos/compact/retention.ts'
import { parseDurationMs } from '../thanos/duration.ts'
import { isRouter } from '../thanos/receive/mode.ts'
import { type StackSpec, type Workload, workloads } from '../thanos/spec.ts'
import { timeRangeOf } from '../thanos/store/time-range.ts'

export const NOW = Date.UTC(2026, 10, 20, 3, 12)
const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** A reading that was answered just now. */
export function fresh<T>(value: T, from = 'test'): Reading<T> {
  return { state: 'fresh', from, at: NOW, value }
}

export function dead<T>(why = 'refused'): Reading<T> {
  return { state: 'dead', from: 'test', since: NOW - HOUR_MS, why: { en: why, ko: why } }
}

/** A healthy look at a spec whose first sample is `ageMs` old. */
export function healthy(spec: StackSpec, ageMs = 400 * DAY_MS): Observation {
  const all = workloads(spec).filter(({ object }) => object !== 'Fragment')
  const pods = all.flatMap((workload, at) => podsFor(workload, at))
  const blocks = blocksOf(spec, ageMs)
  return {
    at: NOW, pods: fresh(pods),
    workloads: fresh(all.map((workload) => ({ object: shortId(workload), kind: workload.kind, want: workload.replicas ?? 1, ready: workload.replicas ?? 1, updated: workload.replicas ?? 1, restarts: 0, images: [workload.image ?? ''] }))),
    components: pods.map((pod) => ({ pod: pod.name, kind: pod.kind, object: pod.object, flags: toldFlags(all, pod), version: fresh('0.42.4'), metrics: fresh(METRICS[pod.kind]?.map(([name, value, labels = {}]) => ({ name, value, labels })) ?? []) })),
    stores: Object.fromEntries(pods.filter(({ kind }) => kind === 'query').map((pod) => {
      const query = all.find((workload) => shortId(workload) === pod.object)
      return [pod.name, fresh(query === undefined ? [] : listOf(spec, query, { pods, blocks, ageMs }))]
    })),
    targets: {}, rules: {},
    blocks: Object.fromEntries(pods.flatMap((pod) => {
      const workload = all.find((candidate) => shortId(candidate) === pod.object)
      if (workload === undefined || (pod.kind !== 'compact' && pod.kind !== 'store')) return []
      const range = timeRangeOf(workload)
      const own = pod.kind === 'compact' ? blocks : blocks.filter((block) => block.maxTime >= NOW + (range?.fromMs ?? -Infinity) && block.minTime <= NOW + (range?.toMs ?? Infinity))
      return [[pod.name, fresh({ blocks: own })]]
    })),
    edges: fresh([]), alertmanagers: {},
  }
}

/** What a component that works counts. */
const METRICS: Partial<Record<Kind, readonly (readonly [name: string, value: number, labels?: Record<string, string>])[]>> = {
  receive: [
    ['http_requests_total', 5000, { handler: 'receive', code: '200' }], ['http_requests_total', 12, { handler: 'receive', code: '409' }], ['prometheus_tsdb_head_series', 40_000, { tenant: 'default-tenant' }], ['prometheus_tsdb_head_samples_appended_total', 9_000_000, { tenant: 'default-tenant' }],
    ['thanos_receive_forward_requests_total', 5000, { result: 'success' }], ['thanos_shipper_uploads_total', 40], ['thanos_shipper_upload_failures_total', 0], ['thanos_objstore_bucket_operations_total', 400], ['thanos_objstore_bucket_operation_failures_total', 0], ['thanos_objstore_bucket_last_successful_upload_time', (NOW - HOUR_MS) / 1000],
  ],
  store: [['thanos_objstore_bucket_operations_total', 9000], ['thanos_objstore_bucket_operation_failures_total', 3], ['process_resident_memory_bytes', 2 ** 30]],
  compact: [['thanos_compact_halted', 0], ['thanos_compact_group_compactions_total', 300], ['thanos_compact_group_compactions_failures_total', 1], ['thanos_compact_retries_total', 2], ['thanos_compact_todo_compactions', 4], ['thanos_objstore_bucket_operations_total', 5000], ['thanos_objstore_bucket_operation_failures_total', 1]],
  rule: [['thanos_shipper_uploads_total', 20], ['thanos_shipper_upload_failures_total', 0], ['thanos_objstore_bucket_last_successful_upload_time', (NOW - HOUR_MS) / 1000]],
}

/** Receivers do not tell their flags. */
function toldFlags(all: readonly Workload[], pod: SeenPod): Reading<Record<string, string>> {
  const workload = all.find((candidate) => shortId(candidate) === pod.object)
  if (workload === undefined || workload.kind === 'receive') return dead('404 page not found')
  return fresh(Object.fromEntries(workload.args.flatMap((arg) => ('flag' in arg ? [[arg.flag, flagValues(workload.args, arg.flag).join(',')]] : []))))
}

function shortId({ object, name }: Workload): string {
  return `${object}/${name}`
}

function podsFor(workload: Workload, at: number): SeenPod[] {
  return Array.from({ length: workload.replicas ?? 1 }, (_, index) => ({
    name: workload.object === 'StatefulSet' ? `${workload.name}-${index}` : `${workload.name}-7d9f-${index}`, object: shortId(workload), kind: workload.kind, image: workload.image ?? '', ip: `10.${at}.0.${index + 1}`, phase: 'Running',
    isReady: true, restarts: 0, isTerminating: false, memoryLimitBytes: 4 * 2 ** 30, httpPort: 10902, grpcPort: 10901,
  }))
}

type World = { pods: readonly SeenPod[]; blocks: readonly SeenBlock[]; ageMs: number }

function listOf(spec: StackSpec, query: Workload, world: World): SeenStore[] {
  const found = endpointsOf(spec, query).endpoints.flatMap(({ address, isGroup }): SeenStore[] => {
    const to = resolveAddress(spec, query, address)
    // Outside of the stack stand Prometheus servers with sidecars, which keep two weeks.
    if (to.status !== 'workload') return [storeAt(address.lookup === undefined ? plainAddress(address.text) : '192.168.7.9:10901', 'sidecar', { minTime: Math.max(NOW - world.ageMs, NOW - 15 * DAY_MS) }, [{ cluster: 'outside', prometheus_replica: '0' }])]
    const { workload } = to
    const pods = world.pods.filter((pod) => pod.object === shortId(workload) && (to.pod === undefined || pod.name === to.pod))
    const isEach = address.lookup !== undefined && to.service.isHeadless && !isGroup
    const seen = isEach ? pods.map((pod) => ({ pod, address: `${pod.ip ?? ''}:${to.port ?? 10901}` })) : [{ pod: pods[0], address: plainAddress(address.text) }]
    return seen.flatMap(({ pod, address: at }) => (pod === undefined ? [] : [serving(spec, workload, pod, at, world)]))
  })
  return [...new Map(found.map((store) => [store.address, store])).values()]
}

function serving(spec: StackSpec, workload: Workload, pod: SeenPod, address: string, world: World): SeenStore {
  const start = NOW - world.ageMs
  switch (workload.kind) {
    case 'receive': {
      const kept = parseDurationMs(flagValue(workload.args, 'tsdb.retention') ?? '15d') ?? 15 * DAY_MS
      const minTime = Math.max(start, Math.floor((NOW - kept) / (2 * HOUR_MS)) * 2 * HOUR_MS)
      return storeAt(address, 'receive', isRouter(spec, workload) ? {} : { minTime }, labelsOf(workload, pod))
    }
    case 'rule': return storeAt(address, 'rule', { minTime: Math.max(start, NOW - 2 * DAY_MS) }, labelsOf(workload, pod))
    case 'store': {
      const range = timeRangeOf(workload)
      const own = world.blocks.filter((block) => block.maxTime >= NOW + (range?.fromMs ?? -Infinity) && block.minTime <= NOW + (range?.toMs ?? Infinity))
      return storeAt(address, 'store', own.length === 0 ? {} : { minTime: Math.min(...own.map(({ minTime }) => minTime)), maxTime: Math.max(...own.map(({ maxTime }) => maxTime)) }, [{ cluster: 'cluster-01', receive_replica: 'a' }])
    }
    default: return storeAt(address, workload.kind satisfies Kind, { minTime: start })
  }
}

function storeAt(address: string, type: string, times: { minTime?: number; maxTime?: number }, labelSets: Record<string, string>[] = []): SeenStore {
  return { address, type, labelSets, lastCheck: NOW - 2000, ...times }
}

function labelsOf(workload: Workload, pod: SeenPod): Record<string, string>[] {
  const pairs = flagValues(workload.args, 'label').map((label) => /^([^=]+)="?([^"]*)"?$/.exec(label.replaceAll(/\$\(\w+\)/g, pod.name)) ?? [])
  return [Object.fromEntries(pairs.flatMap(([, name, value]) => (name === undefined || value === undefined ? [] : [[name, value]])))]
}

/** From which age on blocks are how wide. */
const WIDTHS = [[16 * DAY_MS, 14 * DAY_MS], [3 * DAY_MS, 2 * DAY_MS], [10 * HOUR_MS, 8 * HOUR_MS]] as const

/** Blocks as a compactor leaves them: two hours wide at the new end, up to fourteen days wide at the old one, coarser copies of what is wide enough. */
function blocksOf(spec: StackSpec, ageMs: number): SeenBlock[] {
  const start = NOW - ageMs
  const compactor = compactorsOf(spec)[0]
  const kept = (resolution: 'raw' | '5m' | '1h'): number => (compactor === undefined ? Infinity : keptMs(compactor, resolution) ?? Infinity)
  const ranges: { from: number; to: number; level: number }[] = []
  // The newest block ended before the head that is still being written.
  let to = Math.floor((NOW - HOUR_MS) / (2 * HOUR_MS)) * 2 * HOUR_MS
  while (to > start) {
    const age = NOW - to
    const width = WIDTHS.find(([older]) => age > older)?.[1] ?? 2 * HOUR_MS
    const from = Math.max(start, Math.floor((to - 1) / width) * width)
    ranges.push({ from, to, level: width / (2 * HOUR_MS) })
    to = from
  }
  return ranges.flatMap(({ from, to: end, level }, at) => ([['raw', 0, 0], ['5m', 300_000, 40 * HOUR_MS], ['1h', 3_600_000, 10 * DAY_MS]] as const).flatMap(([resolution, resolutionMs, minWidth]): SeenBlock[] => {
    if (end - from < minWidth || end + kept(resolution) < NOW) return []
    return [{ ulid: `01J${resolution}${String(at).padStart(6, '0')}`, minTime: from, maxTime: end, labels: { cluster: 'cluster-01', receive_replica: 'a' }, resolutionMs, level, source: level === 1 ? 'receive' : 'compactor', series: 1000, samples: 1_000_000 }]
  }))
}
