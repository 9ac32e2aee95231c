// The few figures in a node of the map, each with where it was read.
import { text, type Text } from '../../text.ts'
import type { Kind } from '../kind.ts'
import { short, shortBytes } from '../sizing/figure.ts'
import { bucketSeen } from './bucket-growth.ts'
import { freshSamples, sumOf } from './counters.ts'
import type { Observation, SeenComponent, SeenPod } from './observation.ts'
import { freshOf } from './readings.ts'
import { memoryHeld } from './thresholds.ts'
import type { Fact, Given, Source } from './topology-types.ts'

type Of = { object: string; kind: Kind; pods: readonly SeenPod[] }

/** At most three: what tells how hard it works. */
export function factsOf({ observation }: Given, { object, kind, pods }: Of): Fact[] {
  const components = observation.components.filter((component) => component.object === object)
  const source = metricsSource(components)
  if (source === undefined) return []
  const samples = freshSamples(components)
  const memory = memoryFact(components, pods, source)
  const figure = (label: Text, metric: string): Fact[] => {
    const value = sumOf(samples, metric)
    return value === undefined ? [] : [{ label, value: short(value), source }]
  }
  // Replicas of these do the same work: their sum would count it twice.
  const most = (label: Text, metric: string): Fact[] => {
    const values = components.flatMap(({ metrics }) => sumOf(freshOf(metrics) ?? [], metric) ?? [])
    return values.length === 0 ? [] : [{ label, value: short(Math.max(...values)), source }]
  }
  switch (kind) {
    case 'receive': return [...figure(text('series', '시계열'), 'prometheus_tsdb_head_series'), ...memory]
    case 'store': return [...most(text('blocks', '블록'), 'thanos_bucket_store_blocks_loaded'), ...memory]
    case 'query': return [...figure(text('running', '실행 중'), 'thanos_query_concurrent_gate_queries_in_flight'), ...memory]
    case 'compact': return [...figure(text('to do', '남은 작업'), 'thanos_compact_todo_compactions'), ...memory]
    case 'rule': return [...most(text('rules', '규칙'), 'thanos_rule_loaded_rules'), ...firingFact(observation, object), ...memory]
    default: return memory
  }
}

/** Memory of the pod that is nearest to its limit. */
function memoryFact(components: readonly SeenComponent[], pods: readonly SeenPod[], source: Source): Fact[] {
  const share = memoryShareOf(components, pods)
  if (share !== undefined) return [{ label: text('memory', '메모리'), value: `${Math.round(share * 100)} %`, source }]
  const used = memoryOf(components)
  return used.length === 0 ? [] : [{ label: text('memory', '메모리'), value: shortBytes(Math.max(...used.map(({ bytes }) => bytes))), source }]
}

/** How much of its memory limit the pod that is nearest to it uses, 0 to 1; undefined where no pod has a limit or tells what it uses. */
export function memoryShareOf(components: readonly SeenComponent[], pods: readonly SeenPod[]): number | undefined {
  const shares = memoryOf(components).flatMap(({ pod, bytes }) => {
    const limit = pods.find(({ name }) => name === pod)?.memoryLimitBytes
    return limit === undefined || limit <= 0 ? [] : [bytes / limit]
  })
  return shares.length === 0 ? undefined : Math.max(...shares)
}

function memoryOf(components: readonly SeenComponent[]): { pod: string; bytes: number }[] {
  return components.flatMap(({ pod, metrics }) => {
    const bytes = metrics.state === 'fresh' ? memoryHeld(metrics.value) : undefined
    return bytes === undefined ? [] : [{ pod, bytes }]
  })
}

function firingFact({ rules, pods }: Observation, object: string): Fact[] {
  const own = new Set((pods.state === 'dead' ? [] : pods.value).filter((pod) => pod.object === object).map(({ name }) => name))
  const readings = Object.entries(rules).flatMap(([pod, reading]) => (own.has(pod) && reading.state === 'fresh' ? [reading] : []))
  const [first] = readings
  if (first === undefined) return []
  const firing = Math.max(...readings.map(({ value }) => value.flatMap((group) => group.rules).flatMap(({ alerts }) => alerts).filter(({ state }) => state === 'firing').length))
  return [{ label: text('firing', '발생 중'), value: short(firing), source: { from: first.from, at: first.at, isOld: false } }]
}

/** Of the bucket: how many blocks, how large, how far back, from the compactor's view or, without one, from the largest of the stores'. */
export function bucketFacts({ observation }: Pick<Given, 'observation'>): Fact[] {
  const largest = bucketSeen(observation)?.reading
  if (largest === undefined) return []
  const source = { from: largest.from, at: largest.at, isOld: largest.state !== 'fresh' }
  const { blocks: all, refreshedAt } = largest.value
  const bytes = all.reduce((sum, block) => sum + (block.bytes ?? 0), 0)
  const oldest = all.reduce((least, { minTime }) => Math.min(least, minTime), Number.POSITIVE_INFINITY)
  return [
    ...(bytes > 0 ? [{ label: text('size', '크기'), value: shortBytes(bytes).replace(' ', '\u00a0'), source }] : []),
    { label: text('blocks', '블록'), value: short(all.length), source },
    ...(Number.isFinite(oldest) ? [{ label: text('back to', '가장 오래된'), value: { at: oldest }, source }] : []),
    ...(refreshedAt === undefined ? [] : [{ label: text('listed', '목록 조회'), value: { at: refreshedAt }, source }]),
  ].slice(0, 4)
}

/** The oldest of the metrics pages counts. */
function metricsSource(components: readonly SeenComponent[]): Source | undefined {
  const readings = components.flatMap(({ metrics }) => (metrics.state === 'fresh' ? [metrics] : []))
  const [oldest] = readings.toSorted((a, b) => a.at - b.at)
  return oldest === undefined ? undefined : { from: readings.length === 1 ? oldest.from : `${oldest.from} (+${readings.length - 1})`, at: oldest.at, isOld: false }
}
