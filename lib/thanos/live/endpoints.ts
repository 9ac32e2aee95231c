// Every StoreAPI endpoint that the queriers are given, beside what each query replica sees: missing, half seen, failing, strangers.
import type { Text } from '../../text.ts'
import { type Destination, resolveAddress } from '../address.ts'
import { endpointsOf, type QueryEndpoint } from '../query/endpoints.ts'
import type { Workload } from '../spec.ts'
import { type Cause, causesOf, isOpenName } from './endpoint-causes.ts'
import type { SeenPod, SeenStore } from './observation.ts'
import { type Look, podsOf, valueOf, workloadOf } from './readings.ts'
import { podName, seenObject } from './seen-object.ts'

/**
 * `answers`: every query replica that was asked sees it without an error. `failing`: all that see it report an error. `partly`: some query replica
 * misses it or reports an error. `missing`: none sees it. `starting`: none sees it, and its pod is not ready yet. `stranger`: seen and
 * nowhere configured. `unknown`: no query replica could be asked.
 */
export type EndpointState = 'answers' | 'failing' | 'partly' | 'missing' | 'starting' | 'stranger' | 'unknown'

/** What one query replica says of an endpoint. */
export type SeenBy = { is: 'seen'; at?: number; error?: string } | { is: 'missing' } | { is: 'unasked'; why: Text } | { is: 'not-its' }

export type Endpoint = {
  /** The pod's name where it is one of this stack, else the address. */
  name: string
  address: string
  pod?: string
  /** The workload of this stack that stands behind it ("StatefulSet/thanos-store"). */
  object?: string
  type?: string
  state: EndpointState
  /** What is written, and the flag that it came from; absent for a stranger. */
  configured?: { text: string; flag: string; isGroup: boolean }
  seenBy: Readonly<Record<string, SeenBy>>
  labelSets: Readonly<Record<string, string>>[]
  minTime?: number
  maxTime?: number
  lastError?: string
  causes: Cause[]
}

/** `queries` are the query pods, in the order of the columns; `isComplete` is false when some endpoints come from a file that is not at hand. */
export type Endpoints = { queries: string[]; rows: Endpoint[]; isComplete: boolean }

/** An endpoint that must be there: one pod, or one address that stands for several. */
type Expected = { name: string; keys: string[]; query: Workload; endpoint: QueryEndpoint; destination: Destination; pod?: SeenPod }

const ORDER: readonly EndpointState[] = ['missing', 'failing', 'partly', 'stranger', 'starting', 'unknown', 'answers']

/** The endpoints of a stack, worst first. */
export function endpointsSeen(look: Look): Endpoints {
  const { observation, spec } = look
  const queryPods = podsOf(observation).filter((pod) => pod.kind === 'query' && !pod.isTerminating)
  const queries = [...new Set([...queryPods.map(({ name }) => name), ...Object.keys(observation.stores)])].toSorted()
  const queriers = [...new Set(queryPods.map(({ object }) => object))].flatMap((object) => workloadOf(spec, object) ?? [])
  const lists = queriers.map((query) => endpointsOf(spec, query))
  const expected = mergeExpected(queriers.flatMap((query, at) => (lists[at]?.endpoints ?? []).flatMap((endpoint) => expectedOf(look, query, endpoint))))
  const claimed = new Set(expected.flatMap(({ keys }) => keys))
  const open = expected.filter(({ endpoint, destination }) => isOpenName(endpoint.address, destination))
  const others = unclaimed(look, queries, { claimed, open: open[0] })
  // What a name outside stands for is listed by its addresses.
  const isResolved = (wanted: Expected): boolean => open.includes(wanted) && others.some(({ state }) => state !== 'stranger')
  const known = expected.filter((wanted) => !isResolved(wanted)).map((wanted) => rowOf(look, wanted, queries, queryPods))
  const isComplete = lists.every((list) => list.isComplete)
  return { queries, rows: [...known, ...others].toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name, 'en', { numeric: true })), isComplete }
}

/** An address as query lists it; of a group it is "thanos:///" and the name. Source: cmd/thanos/endpointset.go. */
export function plainAddress(address: string): string {
  return address.replace(/^thanos:\/\/\//, '').replace(/^(?:dns|dnsdualstack|dnssrv|dnssrvnoa)\+/, '')
}

/** Names that DNS answers with every pod give one endpoint a pod; everything else is one connection, whatever stands behind. */
function expectedOf({ observation, spec }: Look, query: Workload, endpoint: QueryEndpoint): Expected[] {
  const destination = resolveAddress(spec, query, endpoint.address)
  const whole = (keys: string[]): Expected[] => [{ name: plainAddress(endpoint.address.text), keys, query, endpoint, destination }]
  if (destination.status !== 'workload') return whole([plainAddress(endpoint.address.text)])
  const pods = podsOf(observation).filter((pod) => pod.object === seenObject(spec, destination.workload) && !pod.isTerminating)
  const text = plainAddress(endpoint.address.text)
  const one = destination.pod === undefined ? undefined : pods.find(({ name }) => podName(name) === destination.pod)
  if (one !== undefined) return [{ name: one.name, keys: keysOf(one, destination.port, text), query, endpoint, destination, pod: one }]
  const isEach = endpoint.address.lookup !== undefined && destination.service.isHeadless && !endpoint.isGroup && destination.pod === undefined
  if (!isEach || pods.length === 0) return whole([text, ...(endpoint.isGroup || pods.length !== 1 ? [] : pods.flatMap((pod) => keysOf(pod, destination.port)))])
  return pods.map((pod) => ({ name: pod.name, keys: keysOf(pod, destination.port), query, endpoint, destination, pod }))
}

function keysOf(pod: SeenPod, port: number | undefined, text?: string): string[] {
  return [...(text === undefined ? [] : [text]), ...(pod.ip === undefined ? [] : [`${pod.ip}:${port ?? pod.grpcPort ?? 10901}`])]
}

/** What several queriers are given is one row. */
function mergeExpected(all: readonly Expected[]): Expected[] {
  return [...Map.groupBy(all, ({ name, endpoint }) => `${name} ${endpoint.isGroup}`).values()].flatMap(([first, ...others]) => (first === undefined
    ? []
    : [{ ...first, keys: [...new Set([first, ...others].flatMap(({ keys }) => keys))] }]))
}

function rowOf(look: Look, wanted: Expected, queries: readonly string[], queryPods: readonly SeenPod[]): Endpoint {
  const asked = new Map(queryPods.map((pod) => [pod.name, pod.object]))
  const isOf = (query: string): boolean => {
    const object = asked.get(query)
    const querier = object === undefined ? undefined : workloadOf(look.spec, object)
    return querier === undefined || querier === wanted.query || endpointsOf(look.spec, querier).endpoints.some(({ address }) => address.text === wanted.endpoint.address.text)
  }
  const found = queries.map((query) => ({ query, ...seenAt(look, query, wanted.keys) }))
  const seenBy = Object.fromEntries(found.map(({ query, by }) => [query, by.is === 'missing' && !isOf(query) ? { is: 'not-its' as const } : by]))
  const stores = found.flatMap(({ store }) => store ?? [])
  const state = stateOf(Object.values(seenBy), wanted.pod)
  return {
    name: wanted.name, address: stores[0]?.address ?? wanted.keys[0] ?? wanted.name, state, seenBy, ...merged(stores),
    ...(wanted.pod === undefined ? {} : { pod: wanted.pod.name }),
    ...(wanted.destination.status === 'workload' ? { object: seenObject(look.spec, wanted.destination.workload) } : {}),
    configured: { text: wanted.endpoint.address.text, flag: wanted.endpoint.flag, isGroup: wanted.endpoint.isGroup },
    ...(stores.length === 0 && wanted.destination.status === 'workload' ? { type: wanted.destination.workload.kind } : {}),
    causes: causesOf(look, { ...wanted, state, seenBy }),
  }
}

/** Endpoints that are seen and that no name of this stack leads to: of an `open` name outside of it, or strangers. */
function unclaimed(look: Look, queries: readonly string[], { claimed, open }: { claimed: ReadonlySet<string>; open: Expected | undefined }): Endpoint[] {
  const all = queries.flatMap((query) => (valueOf(look.observation.stores[query]) ?? []).filter(({ address }) => !claimed.has(plainAddress(address))))
  const byIp = new Map(podsOf(look.observation).flatMap((pod) => (pod.ip === undefined ? [] : [[pod.ip, pod] as const])))
  return [...Map.groupBy(all, ({ address }) => address)].map(([address, stores]) => {
    const pod = byIp.get(address.split(':')[0] ?? '')
    const name = pod?.name ?? address
    const seenBy = Object.fromEntries(queries.map((query) => [query, seenAt(look, query, [plainAddress(address)]).by]))
    // A sidecar is never of the spec, also where its Prometheus runs in the stack's namespace.
    const from = pod === undefined || pod.kind === 'sidecar' ? open?.endpoint : undefined
    const state = from === undefined ? 'stranger' : stateOf(Object.values(seenBy), undefined)
    return {
      name, address, ...(pod === undefined ? {} : { pod: pod.name, object: pod.object }), seenBy, ...merged(stores), state,
      ...(from === undefined ? {} : { configured: { text: from.address.text, flag: from.flag, isGroup: from.isGroup } }),
      causes: causesOf(look, { name, state, seenBy, ...(from === undefined ? {} : { endpoint: from }) }),
    }
  })
}

function seenAt({ observation }: Look, query: string, keys: readonly string[]): { by: SeenBy; store?: SeenStore } {
  const reading = observation.stores[query]
  if (reading === undefined) return { by: { is: 'unasked', why: { en: 'It was not asked yet.', ko: '아직 묻지 않았습니다.' } } }
  if (reading.state !== 'fresh') return { by: { is: 'unasked', why: reading.why } }
  const store = reading.value.find(({ address }) => keys.includes(plainAddress(address)))
  if (store === undefined) return { by: { is: 'missing' } }
  return { store, by: { is: 'seen', ...(store.lastCheck === undefined ? {} : { at: store.lastCheck }), ...(store.lastError === undefined ? {} : { error: store.lastError }) } }
}

function stateOf(all: readonly SeenBy[], pod: SeenPod | undefined): EndpointState {
  const asked = all.filter(({ is }) => is === 'seen' || is === 'missing')
  const good = asked.filter((by) => by.is === 'seen' && by.error === undefined).length
  if (asked.length === 0) return 'unknown'
  if (good === asked.length) return 'answers'
  if (good > 0) return 'partly'
  if (asked.every(({ is }) => is === 'missing')) return pod !== undefined && !pod.isReady && pod.waiting === undefined ? 'starting' : 'missing'
  return 'failing'
}

/** What several query replicas say of one endpoint; the newest error counts. */
function merged(stores: readonly SeenStore[]): Pick<Endpoint, 'type' | 'labelSets' | 'minTime' | 'maxTime' | 'lastError'> {
  const [first] = stores
  const sets = new Map(stores.flatMap(({ labelSets }) => labelSets).map((set) => [JSON.stringify(set), set]))
  const minTimes = stores.flatMap(({ minTime }) => minTime ?? [])
  const maxTimes = stores.flatMap(({ maxTime }) => maxTime ?? [])
  const lastError = stores.find((store) => store.lastError !== undefined)?.lastError
  return {
    ...(first === undefined ? {} : { type: first.type }), labelSets: [...sets.values()],
    ...(minTimes.length === 0 ? {} : { minTime: Math.min(...minTimes) }),
    // One that tells no end answers until now.
    ...(maxTimes.length === 0 || maxTimes.length < stores.length ? {} : { maxTime: Math.max(...maxTimes) }),
    ...(lastError === undefined ? {} : { lastError }),
  }
}

