// The arrows of the map: what passes between two nodes, whether it does, and how that differs from what the spec asks.
import { text, type Text } from '../../text.ts'
import { noRateOf, rateOf, sumOf, type CounterName } from './counters.ts'
import type { DesiredWorkload } from './desired.ts'
import { freshOf, valueOf } from './readings.ts'
import { forwardDifferences } from './topology-rings.ts'
import { storeApiLinks } from './topology-storeapi.ts'
import { FAILED_SHARE } from './thresholds.ts'
import { EDGES, type Given, type LinkState, type TopologyEdge, type TopologyLink, type TopologyNode } from './topology-types.ts'

const UNIT = {
  samples: text('samples', '샘플'), requests: text('requests', '요청'), blocks: text('blocks', '블록'), reads: text('reads', '읽기'),
  queries: text('queries', '쿼리'), evaluations: text('evals', '평가'), alerts: text('alerts', '알림'), passes: text('compactions', '압축'),
} as const

/** Every link, in the order of the data path. */
export function linksOf(given: Given, nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): TopologyLink[] {
  const of = (...kinds: TopologyNode['kind'][]): TopologyNode[] => nodes.filter(({ kind }) => kinds.includes(kind))
  const receivers = of('receive')
  const routers = receivers.filter(({ lane }) => lane === 'router')
  const keepers = receivers.filter(({ lane }) => lane === 'receive')
  const desiredOf = (node: TopologyNode): DesiredWorkload | undefined => given.desired?.workloads.find(({ object }) => object === node.id)
  const wantedOf = (node: TopologyNode): ReadonlySet<string> => new Set(desiredOf(node)?.asks)
  const bucket = of('bucket')
  const queriers = of('query')
  /** Those that it asks as it runs, else those that the spec says; where neither leads to anyone that is known, all. */
  const askedOf = (node: TopologyNode, among: readonly TopologyNode[]): TopologyNode[] => {
    const [running, wanted] = [given.running?.get(node.id), wantedOf(node)]
    const found = among.filter(({ id }) => (running ?? wanted).has(id))
    // An address that leads out of the spec is believed where the spec's own can be followed.
    return found.length > 0 || (running !== undefined && wanted.size > 0) ? found : [...among]
  }
  const forwarded = new Set(routers.flatMap((router) => askedOf(router, keepers)))
  const entries = [...routers, ...keepers.filter((keeper) => !forwarded.has(keeper))]
  /** What a link is called where only the process has it. */
  const unwanted = (by: TopologyNode, asked: TopologyNode): TopologyLink['differences'] => {
    const wanted = wantedOf(by)
    return wanted.size === 0 || wanted.has(asked.id) ? [] : [{ is: 'not-desired', text: text(`${by.name} asks it, the spec does not ask for that`, `${by.name}이(가) 조회하지만 스펙에는 없음`) }]
  }
  const fronts = of('query-frontend')
  const unfronted = queriers.filter(({ id }) => !fronts.some((front) => askedOf(front, queriers).some((query) => query.id === id)))
  return [
    ...entries.map((to) => writeLink(given, to, edges, entries.length)),
    ...routers.flatMap((from) => askedOf(from, keepers).map((to) => counted(given, { from, to, over: 'forward', by: from, rate: 'forwards', failed: 'forwardsFailed', unit: UNIT.requests, differences: forwardDifferences(given.observation, desiredOf(from)) }))),
    ...bucket.flatMap((to) => keepers.map((from) => counted(given, { from, to, over: 'upload', by: from, rate: 'uploads', failed: 'uploadsFailed', unit: UNIT.blocks, lastAt: lastUpload(given, from) }))),
    ...bucket.flatMap((to) => of('compact').map((from) => counted(given, { from, to, over: 'compact', by: from, rate: 'compactions', failed: 'compactionsFailed', unit: UNIT.passes, lastAt: lastUpload(given, from) }))),
    ...bucket.flatMap((from) => of('store').map((to) => counted(given, { from, to, over: 'read', by: to, rate: 'bucketReads', failed: 'bucketFailures', unit: UNIT.reads }))),
    ...storeApiLinks(given, nodes),
    ...of('rule').flatMap((from) => askedOf(from, queriers).map((to) => counted(given, { from, to, over: 'HTTP', by: from, rate: 'evaluations', failed: 'evaluationsFailed', unit: UNIT.evaluations, lastAt: lastEvaluation(given, from), differences: unwanted(from, to) }))),
    ...fronts.flatMap((to) => askedOf(to, queriers).map((from) => counted(given, { from, to, over: 'HTTP', by: from, rate: 'queries', failed: 'queriesFailed', unit: UNIT.queries, differences: unwanted(to, from) }))),
    ...of('clients').flatMap((to) => [
      ...fronts.map((from) => counted(given, { from, to, over: 'HTTP', by: from, rate: 'frontQueries', failed: 'frontQueriesFailed', unit: UNIT.queries })),
      ...unfronted.map((from) => counted(given, { from, to, over: 'HTTP', by: from, rate: 'queries', failed: 'queriesFailed', unit: UNIT.queries })),
    ]),
    ...of('alertmanager').flatMap((to) => of('rule').map((from) => counted(given, { from, to, over: 'alerts', by: from, rate: 'alertsSent', failed: 'alertsDropped', unit: UNIT.alerts }))),
  ]
}

type Counting = {
  from: TopologyNode; to: TopologyNode; over: TopologyLink['over']; unit: Text
  /** Whose counters tell. */
  by: TopologyNode; rate: CounterName; failed: CounterName
  lastAt?: number | undefined
  differences?: TopologyLink['differences']
}

/** A link that one of its ends counts. */
function counted(given: Given, { from, to, over, unit, by, rate: name, failed, lastAt, differences = [] }: Counting): TopologyLink {
  const pods = by.pods.map((pod) => pod.name)
  const rate = rateOf(given.counted, given.before, name, pods)
  const failing = rateOf(given.counted, given.before, failed, pods)
  const errors = rate === undefined || failing === undefined ? undefined : shareOf(failing, rate)
  const noRate = noRateOf(given.counted, given.before, name, pods)
  const isTold = pods.some((pod) => given.counted[pod]?.values[name] !== undefined)
  return {
    id: `${over} ${from.id} ${to.id}`, from: from.id, to: to.id, over, unit, differences,
    ...stateOf([from, to].filter(({ isOutside }) => !isOutside), { isTold, rate, errors }),
    ...(rate === undefined ? {} : { rate }), ...(noRate === undefined ? {} : { noRate }), ...(errors === undefined ? {} : { errors }), ...(lastAt === undefined ? {} : { lastAt }),
  }
}

function shareOf(failing: number, rate: number): number {
  return rate + failing === 0 ? 0 : Math.min(1, failing / Math.max(rate, failing))
}

function stateOf(ends: readonly TopologyNode[], { isTold, rate, errors }: { isTold: boolean; rate: number | undefined; errors: number | undefined }): { state: LinkState; words: Text } {
  const down = ends.find(({ health, pods }) => health === 'Missing' || (health === 'Degraded' && !pods.some(({ isReady }) => isReady) && pods.length > 0))
  if (down !== undefined) return { state: 'broken', words: text(`${down.name} is down`, `${down.name} 중단`) }
  const halted = ends.find(({ health, kind }) => health === 'Degraded' && (kind === 'compact' || kind === 'bucket'))
  if (halted !== undefined) return { state: 'broken', words: text(`${halted.name}: ${halted.words.en}`, `${halted.name}: ${halted.words.ko}`) }
  const unknown = ends.find(({ health }) => health === 'Unknown')
  if (unknown !== undefined && !isTold) return { state: 'unknown', words: text('not looked at', '확인 못 함') }
  if (errors !== undefined && errors > FAILED_SHARE) return { state: errors >= 0.99 ? 'broken' : 'partly', words: text(`${Math.round(errors * 100)} % fail`, `${Math.round(errors * 100)} % 실패`) }
  const starting = ends.find(({ health }) => health === 'Progressing' || health === 'Degraded')
  // Of several replicas some still do their part: that is not waited for.
  if (starting !== undefined) return { state: starting.health === 'Degraded' && starting.pods.some(({ isReady }) => isReady) ? 'partly' : 'waiting', words: text(`${starting.name}: ${starting.words.en}`, `${starting.name}: ${starting.words.ko}`) }
  if (!isTold) return { state: 'unknown', words: text('its metrics were not read', '메트릭을 읽지 못함') }
  if (rate === 0) return { state: 'idle', words: text('nothing just now', '지금은 없음') }
  // Before the second look there is no rate; that both ends work is known.
  return { state: 'flowing', words: rate === undefined ? text('works', '동작') : text('flowing', '흐름') }
}

/** What the edges write to one way in. The rate is what it counts itself; the edges' own sum where it is the only one and does not tell. */
function writeLink(given: Given, to: TopologyNode, edges: readonly TopologyEdge[], entries: number): TopologyLink {
  const link = counted(given, { from: { ...to, id: EDGES, health: 'Healthy', pods: [] }, to, over: 'remote write', by: to, rate: 'samplesIn', failed: 'writesRefused', unit: UNIT.samples })
  const pods = to.pods.map(({ name }) => name)
  const writes = rateOf(given.counted, given.before, 'writes', pods)
  const refused = rateOf(given.counted, given.before, 'writesRefused', pods)
  const errors = writes === undefined || refused === undefined ? neverTaken(given, pods) : shareOf(refused, writes)
  const sum = edges.reduce<number | undefined>((total, { rate }) => (rate === undefined ? total : (total ?? 0) + rate), undefined)
  const rate = link.rate ?? (entries === 1 ? sum : undefined)
  const lastAt = edges.reduce<number | undefined>((last, edge) => (edge.lastAt === undefined ? last : Math.max(last ?? 0, edge.lastAt)), undefined)
  const bare: TopologyLink = { ...link, ...edgeState({ given, to, link, edges }, { rate, errors }) }
  delete bare.errors
  if (rate !== undefined) delete bare.noRate
  return { ...bare, ...(rate === undefined ? {} : { rate }), ...(errors === undefined ? {} : { errors }), ...(lastAt === undefined ? {} : { lastAt }) }
}

/** Before the second look there is no rate. That no write was ever taken since the pods began is known at once. */
function neverTaken({ counted: now }: Given, pods: readonly string[]): number | undefined {
  const all = pods.flatMap((pod) => now[pod]?.values ?? [])
  const [writes, refused] = [all.reduce((sum, { writes: count = 0 }) => sum + count, 0), all.reduce((sum, { writesRefused: count = 0 }) => sum + count, 0)]
  return writes > 0 && refused === writes ? 1 : undefined
}

type Written = { given: Given; to: TopologyNode; link: TopologyLink; edges: readonly TopologyEdge[] }

/** What the edges themselves show comes first; that some receivers are down, or do not tell, is said beside it. */
function edgeState({ given, to, link: { state, words }, edges }: Written, { rate, errors }: { rate: number | undefined; errors: number | undefined }): { state: LinkState; words: Text } {
  if (state === 'broken') return { state, words }
  if (errors !== undefined && errors > FAILED_SHARE) return { state: errors >= 0.99 ? 'broken' : 'partly', words: text(`${Math.round(errors * 100)} % of writes refused`, `쓰기 ${Math.round(errors * 100)} % 거부`) }
  const trouble = receiverTrouble(given, to)
  const { edges: reading } = given.observation
  if (reading.state !== 'fresh') return { state: 'unknown', words: joined(text(`last sample not known: ${reading.why.en}`, `마지막 샘플 확인 못 함: ${reading.why.ko}`), trouble) }
  const known = edges.filter((edge) => edge.state !== 'unknown')
  const writing = known.filter((edge) => edge.state === 'writing' || edge.state === 'late').length
  if (known.length === 0) {
    if (state === 'waiting' && !to.pods.some(({ isReady }) => isReady)) return { state, words }
    return { state: rate === undefined ? 'unknown' : whole(trouble), words: joined(rate === undefined ? text('no edge seen', '확인된 엣지 없음') : text('flowing', '흐름'), trouble) }
  }
  const told = joined(text(`${writing} of ${known.length} writing`, `${known.length}개 중 ${writing}개 수신`), trouble)
  if (writing === known.length) return { state: whole(trouble), words: told }
  return { state: writing === 0 ? 'broken' : 'partly', words: told }
}

function whole(trouble: Text | undefined): LinkState {
  return trouble === undefined ? 'flowing' : 'partly'
}

function joined(first: Text, second: Text | undefined): Text {
  return second === undefined ? first : text(`${first.en.replace(/\.$/, '')}; ${second.en}`, `${first.ko.replace(/\.$/, '')}, ${second.ko}`)
}

/** Which receivers are not ready, else which did not tell what they count: of those nobody knows what they take. */
function receiverTrouble({ observation }: Given, { name, health, words, pods }: TopologyNode): Text | undefined {
  const down = pods.filter(({ isReady, isTerminating }) => !isReady && !isTerminating)
  if (down.length > 0) return text(`${namesOf(down)} ${down.length === 1 ? 'is' : 'are'} down`, `${namesOf(down)} 중단`)
  if (health === 'Progressing' || health === 'Degraded') return text(`${name}: ${words.en}`, `${name}: ${words.ko}`)
  const mute = pods.filter((pod) => observation.components.find((component) => component.pod === pod.name)?.metrics.state !== 'fresh')
  return mute.length === 0 ? undefined : text(`${namesOf(mute)} did not answer`, `${namesOf(mute)} 응답 없음`)
}

function namesOf(pods: readonly { name: string }[]): string {
  const [first, ...more] = pods
  return `${first?.name ?? ''}${more.length === 0 ? '' : ` +${more.length}`}`
}

function lastUpload(given: Given, { id }: TopologyNode): number | undefined {
  const times = given.observation.components.filter(({ object }) => object === id).flatMap(({ metrics }) => {
    const seconds = sumOf(freshOf(metrics) ?? [], 'thanos_objstore_bucket_last_successful_upload_time')
    return seconds === undefined || seconds === 0 ? [] : [seconds * 1000]
  })
  return times.length === 0 ? undefined : Math.max(...times)
}

function lastEvaluation(given: Given, node: TopologyNode): number | undefined {
  const times = node.pods.flatMap(({ name }) => (valueOf(given.observation.rules[name]) ?? []).flatMap(({ evaluatedAt }) => evaluatedAt ?? []))
  return times.length === 0 ? undefined : Math.max(...times)
}

