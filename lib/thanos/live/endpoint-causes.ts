// Why an endpoint is missing, seen by some query replicas only, or answered twice: in words, with the flag or the object that does it.
import { text, type Text } from '../../text.ts'
import { type Address, type Destination, resolveAddress } from '../address.ts'
import { flagValue } from '../read-args.ts'
import { endpointsOf, type QueryEndpoint } from '../query/endpoints.ts'
import type { Workload } from '../spec.ts'
import { sumOf } from './counters.ts'
import type { Endpoint, EndpointState, SeenBy } from './endpoints.ts'
import type { SeenPod } from './observation.ts'
import { componentOf, flagOfPod, freshOf, labelText, type Look, podsOf, splitTold, workloadOf } from './readings.ts'
import { seenObject } from './seen-object.ts'

/** One sentence, and the flag or object that it speaks of. */
export type Cause = { text: Text; about?: string }

type Row = { name: string; state: EndpointState; seenBy: Readonly<Record<string, SeenBy>>; query?: Workload; endpoint?: QueryEndpoint; destination?: Destination; pod?: SeenPod }

/** The causes of one endpoint's state, [] for one that answers. */
export function causesOf(look: Look, row: Row): Cause[] {
  switch (row.state) {
    case 'missing': return [...notStarted(look, row), ...whyMissing(look, row), ...failedLookups(look, row)]
    case 'starting': return [...notStarted(look, row), ...whyMissing(look, row)]
    case 'partly': return [...whyPartly(look, row), ...failedLookups(look, row)]
    case 'failing': return whyFailing(look, row)
    case 'stranger': return [{ text: text('Nothing in the spec leads to it. A query replica still has it from its earlier flags, or it stands in a file that Gauntlet does not see.', '스펙에는 이 엔드포인트로 가는 설정이 없습니다. query가 이전 플래그로 알고 있거나 Gauntlet이 볼 수 없는 파일에 있습니다.') }]
    case 'unknown':
    case 'answers': return []
  }
}

/** Whether only DNS knows what stands behind a name: what no other name explains may be its. */
export function isOpenName({ lookup }: Address, destination: Destination): boolean {
  return lookup !== undefined && (destination.status === 'outside' || destination.status === 'no-service')
}

/** Query replicas whose own flags do not have it: the change is not applied, or they were not restarted. */
function notStarted(look: Look, { endpoint, seenBy }: Row): Cause[] {
  if (endpoint === undefined || endpoint.flag.startsWith('endpoint.sd')) return []
  const behind = Object.entries(seenBy).filter(([query, by]) => {
    const flags = freshOf(componentOf(look.observation, query)?.flags)
    const told = flags?.[endpoint.flag]
    return by.is === 'missing' && told !== undefined && !splitTold(told).includes(endpoint.address.text)
  }).map(([query]) => query)
  if (behind.length === 0) return []
  return [{ about: `--${endpoint.flag}`, text: text(`${behind.join(', ')} runs without this endpoint: the change is not applied.`, `${behind.join(', ')}은(는) 이 엔드포인트 없이 실행 중입니다. 변경이 적용되지 않았습니다.`) }]
}

/** What Thanos counts of the names behind --endpoint and, where it still has it, --store. Source: cmd/thanos/query.go, pkg/discovery/dns/provider.go. */
const LOOKUPS = ['thanos_query_endpoints_dns_lookups_total', 'thanos_query_store_apis_dns_lookups_total'] as const
const FAILURES = ['thanos_query_endpoints_dns_failures_total', 'thanos_query_store_apis_dns_failures_total'] as const

/**
 * What the query replicas that miss a name count of DNS. That DNS knows no such name is no failure there, only that it did not answer is (resolver.go
 * beside it). All names are counted together since the start, so this explains and proves nothing.
 */
function failedLookups({ observation }: Look, { endpoint, seenBy }: Row): Cause[] {
  if (endpoint?.address.lookup === undefined || endpoint.isGroup) return []
  const { flag } = endpoint
  return Object.entries(seenBy).flatMap(([query, by]): Cause[] => {
    const page = by.is === 'missing' ? freshOf(componentOf(observation, query)?.metrics) ?? [] : []
    const counted = (names: readonly string[]): number => names.reduce((sum, name) => sum + (sumOf(page, name) ?? 0), 0)
    const [lookups, failures] = [counted(LOOKUPS), counted(FAILURES)]
    if (failures === 0 || lookups === 0) return []
    return [{ about: `--${flag}`, text: text(`${query} failed to look up names ${failures} of ${lookups} times since it started.`, `${query}은(는) 시작한 뒤 이름 조회 ${lookups}번 중 ${failures}번 실패했습니다.`) }]
  })
}

function whyMissing(look: Look, { destination, pod, endpoint }: Row): Cause[] {
  if (destination === undefined || endpoint === undefined) return []
  switch (destination.status) {
    case 'outside': return [{ about: `--${endpoint.flag}`, text: endpoint.address.lookup === undefined
      ? text('It stands outside of this stack and does not answer; query leaves out an address that never answered.', '이 스택 밖의 주소이며 응답하지 않습니다. query는 한 번도 응답하지 않은 주소를 목록에서 뺍니다.')
      : text('DNS gives no address for this name, or none of them answers.', '이 이름에 대한 DNS 응답이 없거나 응답하는 주소가 없습니다.') }]
    case 'no-service': return [{ about: `Service ${destination.service}`, text: text(`The stack has no Service ${destination.service}. Unless somebody else made it, DNS knows no such name.`, `스택에 Service ${destination.service}이(가) 없습니다. 다른 곳에서 만들지 않았다면 DNS가 이 이름을 모릅니다.`) }]
    case 'no-port': return [{ about: `Service ${destination.service.name}`, text: endpoint.address.lookup === 'dnssrv'
      ? text(`Service ${destination.service.name} has no port named ${endpoint.address.portName ?? ''}, so the SRV name has no answer.`, `Service ${destination.service.name}에 ${endpoint.address.portName ?? ''}라는 포트가 없어 SRV 이름에 응답이 없습니다.`)
      : text(`Service ${destination.service.name} has no port ${endpoint.address.port ?? ''}, so the connection is refused.`, `Service ${destination.service.name}에 포트 ${endpoint.address.port ?? ''}이(가) 없어 연결이 거부됩니다.`) }]
    case 'no-pods': return [{ about: `Service ${destination.service.name}`, text: text(`The selector of Service ${destination.service.name} fits no pod.`, `Service ${destination.service.name}의 selector에 맞는 파드가 없습니다.`) }]
    case 'no-pod': return [{ about: destination.pod, text: text(`No pod is called ${destination.pod}.`, `${destination.pod}라는 파드가 없습니다.`) }]
    case 'workload': return whyPodMissing(look, destination, pod)
  }
}

function whyPodMissing(look: Look, { workload, service, port }: Extract<Destination, { status: 'workload' }>, pod: SeenPod | undefined): Cause[] {
  const pods = podsOf(look.observation).filter(({ object }) => object === seenObject(look.spec, workload))
  const one = pod ?? (pods.length === 1 ? pods[0] : undefined)
  if (pods.length === 0) return [{ about: workload.name, text: text(`${workload.name} has no pods.`, `${workload.name}에 파드가 없습니다.`) }]
  if (pods.every(({ isReady }) => !isReady) || one?.isReady === false) {
    const down = one ?? pods[0]
    const reason = down?.waiting?.reason ?? down?.lastEnd?.reason ?? 'not ready'
    return [{ about: down?.name ?? workload.name, text: service.isHeadless && !service.publishesNotReady
      ? text(`${down?.name ?? workload.name} is not ready (${reason}), and DNS leaves out pods that are not ready.`, `${down?.name ?? workload.name}이(가) 준비되지 않았고(${reason}) DNS는 준비되지 않은 파드를 제외합니다.`)
      : text(`${down?.name ?? workload.name} is not ready (${reason}).`, `${down?.name ?? workload.name}이(가) 준비되지 않았습니다(${reason}).`) }]
  }
  const closed = closedPort(look, { workload, service, port }, one)
  return closed.length > 0 ? closed : [{ about: workload.name, text: text('Its pod is ready, and nothing answers on its store port: a network policy, TLS on one side only, or a name that DNS does not answer.', '파드는 준비되었지만 store 포트에서 응답이 없습니다. 네트워크 정책, 한쪽만 켠 TLS, DNS 응답 누락 중 하나입니다.') }]
}

/** Their own arguments say on which port pods listen, whatever the spec asks. */
function closedPort(look: Look, { workload, service, port }: Pick<Extract<Destination, { status: 'workload' }>, 'workload' | 'service' | 'port'>, pod: SeenPod | undefined): Cause[] {
  const listens = (pod ?? podsOf(look.observation).find(({ object, isTerminating }) => object === seenObject(look.spec, workload) && !isTerminating))?.grpcPort
  if (port === undefined || listens === undefined || port === listens) return []
  return [{ about: `Service ${service.name}`, text: text(`Query dials port ${port}, and ${workload.name} listens for gRPC on ${listens}.`, `query는 포트 ${port}에 연결하지만 ${workload.name}은(는) gRPC를 ${listens}에서 받습니다.`) }]
}

/** What answered once and answers no more is listed for five minutes with its last error. Source: cmd/thanos/endpointset.go, the flag --store.unhealthy-timeout. */
function whyFailing(look: Look, { destination, pod, seenBy }: Row): Cause[] {
  const closed = destination?.status === 'workload' ? closedPort(look, destination, pod) : []
  if (closed.length > 0) return closed
  const isRefused = Object.values(seenBy).some((by) => by.is === 'seen' && /connection refused|connection reset|i\/o timeout|no route to host|while dialing/i.test(by.error ?? ''))
  if (!isRefused) return [{ text: text('Query reaches the address and gets an error from it.', 'query가 주소에 연결하지만 오류를 받습니다.') }]
  return destination?.status === 'workload' ? whyPodMissing(look, destination, pod) : [{ text: text('It answered before, and nothing answers there now.', '이전에는 응답했지만 지금은 응답이 없습니다.') }]
}

function whyPartly(look: Look, row: Row): Cause[] {
  const missing = Object.entries(row.seenBy).filter(([, by]) => by.is === 'missing').map(([query]) => query)
  const failing = Object.entries(row.seenBy).flatMap(([query, by]) => (by.is === 'seen' && by.error !== undefined ? [`${query}: ${by.error}`] : []))
  const errors: Cause[] = failing.length === 0 ? [] : [{ text: text(failing.join('; '), failing.join('; ')) }]
  const behind = notStarted(look, row)
  if (missing.length === 0 || behind.length > 0) return [...behind, ...errors]
  const [query] = missing
  const pod = podsOf(look.observation).find(({ name }) => name === query)
  const every = pod === undefined ? '30s' : flagOfPod(look, pod, 'store.sd-dns-interval')[0] ?? '30s'
  return [...errors, { about: '--store.sd-dns-interval', text: row.endpoint?.address.lookup === undefined
    ? text(`${missing.join(', ')} has no connection to it.`, `${missing.join(', ')}에서는 연결되지 않습니다.`)
    : text(`${missing.join(', ')} does not have it yet; it asks DNS every ${every}.`, `${missing.join(', ')}에는 아직 없습니다. DNS를 ${every}마다 확인합니다.`) }]
}

/**
 * What deduplication does not undo: endpoints that carry equal labels, and replicas that differ by a label that a querier does not remove. Stores may share labels; what they
 * serve is told apart by their blocks.
 */
export function duplicates(look: Look, rows: readonly Endpoint[]): Cause[] {
  const producers = rows.filter((row) => (row.type === 'receive' || row.type === 'rule' || row.type === 'sidecar') && row.labelSets.length > 0 && row.state !== 'missing')
  const same = [...Map.groupBy(producers, (row) => `${row.type ?? ''} ${row.labelSets.map(labelText).toSorted().join()}`).values()].filter((group) => group.length > 1)
  return [
    ...same.map((group): Cause => {
      const names = group.map(({ name }) => name).join(', ')
      return { about: '--label', text: text(`${names} carry the same labels ${labelText(group[0]?.labelSets[0] ?? {})}. Without a replica label query cannot tell them apart, and their blocks mix.`, `${names}의 라벨이 ${labelText(group[0]?.labelSets[0] ?? {})}(으)로 같습니다. 복제본 라벨이 없으면 query가 구별하지 못하고 블록이 섞입니다.`) }
    }),
    ...behindOneAddress(look, rows),
    ...notRemoved(look, producers),
  ]
}

/** Producers of different data behind one virtual address: a querier holds one connection, so it sees one of them. */
function behindOneAddress({ observation, spec }: Look, rows: readonly Endpoint[]): Cause[] {
  const queriers = [...new Set(podsOf(observation).filter(({ kind }) => kind === 'query').map(({ object }) => object))].flatMap((object) => workloadOf(spec, object) ?? [])
  const found = queriers.flatMap((query) => endpointsOf(spec, query).endpoints.flatMap(({ address, isGroup, flag }): Cause[] => {
    const destination = resolveAddress(spec, query, address)
    if (destination.status !== 'workload' || destination.pod !== undefined || isGroup || destination.workload.kind === 'store' || destination.workload.kind === 'query') return []
    if (destination.service.isHeadless && address.lookup !== undefined) return []
    const { workload } = destination
    const count = podsOf(observation).filter(({ object }) => object === seenObject(spec, workload)).length
    // One that every pod is named beside is harmless.
    const named = rows.filter((row) => row.pod !== undefined && row.type === workload.kind && row.state === 'answers').length
    if (count < 2 || named >= count) return []
    return [{ about: `--${flag}`, text: text(`Behind ${address.text} are ${count} pods of ${workload.name}, and each query replica holds a connection to one of them. The others are in no answer: use dns+ on a headless Service.`, `${address.text} 뒤에 ${workload.name} 파드 ${count}개가 있지만 query마다 하나에만 연결됩니다. 나머지는 조회되지 않으므로 headless Service에 dns+를 사용하세요.`) }]
  }))
  return [...new Map(found.map((cause) => [cause.text.en, cause])).values()]
}

/** Copies of one series that differ by a label which no querier removes: rulers of one workload, and receivers that replicate. */
function notRemoved(look: Look, producers: readonly Endpoint[]): Cause[] {
  const query = podsOf(look.observation).find(({ kind }) => kind === 'query')
  if (query === undefined) return []
  const removed = new Set(flagOfPod(look, query, 'query.replica-label').flatMap((value) => value.split(',')))
  const pods = new Map(podsOf(look.observation).map((pod) => [pod.name, pod]))
  const groups = Map.groupBy(producers.filter(({ pod }) => pod !== undefined), ({ pod }) => pods.get(pod ?? '')?.object ?? '')
  return [...groups].flatMap(([object, rows]): Cause[] => {
    const workload = workloadOf(look.spec, object)
    if (workload === undefined || rows.length < 2 || (workload.kind === 'receive' && Number(flagValue(workload.args, 'receive.replication-factor') ?? '1') < 2)) return []
    const values = (name: string): Set<string | undefined> => new Set(rows.map(({ labelSets }) => labelSets[0]?.[name]))
    const differing = Object.keys(rows[0]?.labelSets[0] ?? {}).filter((name) => values(name).size === rows.length && name !== 'tenant_id')
    if (differing.length === 0 || differing.some((name) => removed.has(name))) return []
    return [{ about: '--query.replica-label', text: text(`The replicas of ${workload.name} differ by ${differing.join(', ')}, which query does not remove: their series appear once per replica.`, `${workload.name}의 복제본은 ${differing.join(', ')}(으)로 구분되지만 query가 이를 제거하지 않아 시리즈가 복제본 수만큼 나타납니다.`) }]
  })
}
