// Which StoreAPIs the queriers have: one arrow from each workload to each querier that asks it, judged by what every query replica lists.
import { text, type Text } from '../../text.ts'
import { noRateOf, rateOf } from './counters.ts'
import { type Endpoint, endpointsSeen } from './endpoints.ts'
import { podsOf, valueOf } from './readings.ts'
import type { Given, LinkState, TopologyLink, TopologyNode } from './topology-types.ts'

const SERIES = text('Series', 'Series')
const SERVES: ReadonlySet<TopologyNode['kind']> = new Set(['receive', 'store', 'sidecar', 'rule', 'query'])

/** The links, in the order of the nodes. A pair that neither the spec nor any query replica knows has none. */
export function storeApiLinks(given: Given, nodes: readonly TopologyNode[]): TopologyLink[] {
  const { observation, spec, desired } = given
  const rows = spec === undefined ? [] : endpointsSeen({ observation, spec }).rows
  const workloadOfPod = new Map(podsOf(observation).map(({ name, object }) => [name, object]))
  const byWorkload = Map.groupBy(rows.filter(({ pod }) => pod !== undefined), ({ pod }) => workloadOfPod.get(pod ?? '') ?? '')
  const servers = nodes.filter(({ kind, lane }) => SERVES.has(kind) && lane !== 'router')
  return servers.flatMap((from) => nodes.filter(({ kind, id }) => kind === 'query' && id !== from.id).flatMap((to) => {
    const wants = desired?.workloads.find(({ object }) => object === to.id)
    const isWanted = wants?.asks.includes(from.id) === true
    const seen = seenBy(given, from, to)
    if (!isWanted && seen.sees === 0) return []
    const counters = [given.counted, given.before, 'series', from.pods.map(({ name }) => name)] as const
    const [rate, noRate] = [rateOf(...counters), noRateOf(...counters)]
    const differences = desired !== undefined && !isWanted && wants?.isComplete === true && wants.asksOutside.length === 0
      ? [{ is: 'not-desired' as const, text: text(`${to.name} sees it, the spec does not ask for it`, `${to.name}에 보이지만 스펙에는 없음`) }]
      : []
    const judged = judge({ from, seen, rows: byWorkload.get(from.id) ?? [] })
    return [{
      id: `StoreAPI ${from.id} ${to.id}`, from: from.id, to: to.id, over: 'StoreAPI' as const, unit: SERIES, ...judged, ...(rate === undefined ? {} : { rate }), ...(noRate === undefined ? {} : { noRate }),
      ...(seen.lastCheck === undefined ? {} : { lastAt: seen.lastCheck }),
      differences: [...differences, ...(isWanted && seen.asked > 0 && seen.sees === 0 && judged.state === 'broken' ? [{ is: 'not-seen' as const, text: text('in the spec, no query replica sees it', '스펙에 있으나 어떤 query에도 보이지 않음') }] : [])],
    }]
  }))
}

type Seen = { asked: number; sees: number; missing: string[]; lastCheck?: number; error?: string }

/** How many replicas of a querier were asked, and how many of them list an endpoint of the workload. */
function seenBy({ observation }: Given, from: TopologyNode, to: TopologyNode): Seen {
  const ips = new Set(from.pods.flatMap(({ ip }) => (ip === undefined ? [] : [ip])))
  const names = new Set([from.name, ...from.pods.map(({ name }) => name)])
  const replicas = to.pods.filter(({ name }) => observation.stores[name]?.state === 'fresh')
  const found = replicas.map(({ name }) => ({ name, own: (valueOf(observation.stores[name]) ?? []).filter(({ address }) => { const host = hostOf(address); return ips.has(host) || names.has(host.split('.')[0] ?? '') }) }))
  const checks = found.flatMap(({ own }) => own.flatMap(({ lastCheck }) => lastCheck ?? []))
  const error = found.flatMap(({ own }) => own.flatMap(({ lastError }) => lastError ?? []))[0]
  return {
    asked: replicas.length, sees: found.filter(({ own }) => own.length > 0).length, missing: found.filter(({ own }) => own.length === 0).map(({ name }) => name),
    ...(checks.length === 0 ? {} : { lastCheck: Math.max(...checks) }), ...(error === undefined ? {} : { error }),
  }
}

/** `rows` are the endpoints of the workload's pods as the page of stores has them; a workload behind one address has none of its own. */
function judge({ from, seen, rows }: { from: TopologyNode; seen: Seen; rows: readonly Endpoint[] }): { state: LinkState; words: Text } {
  if (seen.asked === 0) return { state: 'unknown', words: text('no query replica answered', '응답한 query 없음') }
  if (seen.sees === 0) {
    const isStarting = from.health === 'Progressing'
    return isStarting ? { state: 'waiting', words: from.words } : { state: 'broken', words: text('no query replica sees it', '어떤 query에도 보이지 않음') }
  }
  if (seen.error !== undefined) return { state: 'partly', words: text(`error: ${seen.error}`, `오류: ${seen.error}`) }
  if (seen.missing.length > 0) return { state: 'partly', words: text(`${seen.missing.join(', ')} does not see it`, `${seen.missing.join(', ')}에는 보이지 않음`) }
  const bad = rows.filter(({ state }) => state === 'missing' || state === 'failing' || state === 'partly')
  if (bad.length > 0) return { state: 'partly', words: text(`${rows.length - bad.length} of ${rows.length} endpoints answer`, `엔드포인트 ${rows.length}개 중 ${rows.length - bad.length}개 응답`) }
  const starting = rows.filter(({ state }) => state === 'starting')
  if (starting.length > 0) return { state: 'waiting', words: text(`${rows.length - starting.length} of ${rows.length} endpoints answer`, `엔드포인트 ${rows.length}개 중 ${rows.length - starting.length}개 응답`) }
  return { state: 'flowing', words: text(`seen by ${seen.sees} of ${seen.asked}`, `query ${seen.asked}개 중 ${seen.sees}개에 보임`) }
}

function hostOf(address: string): string {
  return address.replace(/^thanos:\/\/\//, '').replace(/^(?:dns|dnsdualstack|dnssrv|dnssrvnoa)\+/, '').replace(/:\d+$/, '')
}
