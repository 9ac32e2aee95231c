// What of a running installation needs a person, out of what is seen: ranked, each with where it is put right. The overview shows the first three.
import { text, type Text } from '../../text.ts'
import type { Problem } from './diagnose/diagnosis.ts'
import { roughlySeconds } from './span-words.ts'
import { quorumWords } from './quorum.ts'
import { FAILED_SHARE, MEMORY_SHARE } from './thresholds.ts'
import type { Topology, TopologyNode } from './topology-types.ts'

/** Where a person goes to put it right: the checks that end in a fix, what queries see, the edges, what differs, or the node on the map with its logs. */
export type AttentionLink = { to: 'diagnose'; problem?: Problem } | { to: 'stores' } | { to: 'edges' } | { to: 'drift' } | { to: 'node'; id: string }

/**
 * `since` is when it began, where that is known. `costsNow`: samples or answers are lost at this moment, or what must go on has stopped; a stack
 * with one of these does not work, whatever its pods say.
 */
export type Attention = Omit<Need, 'isBorne'> & { costsNow: boolean }

type Need = {
  id: string
  /** The workload of whose health it tells, as observations name it. */
  object?: string
  is: 'halted' | 'down' | 'failing' | 'no-edge' | 'silent-edge' | 'refused' | 'unseen-store' | 'memory' | 'clock' | 'starting' | 'differs' | 'blind'
  title: Text
  why: Text
  link: AttentionLink
  since?: number
  /** The replicas that are left bear it: nothing is lost by it now. */
  isBorne?: true
}

/**
 * What loses samples or answers now comes first; then what will; then what is only not as asked; then what nobody could look at. Of the same
 * sort, what began earlier comes first.
 */
const RANK: readonly Attention['is'][] = ['no-edge', 'down', 'halted', 'refused', 'silent-edge', 'failing', 'unseen-store', 'memory', 'clock', 'starting', 'differs', 'blind']

const COSTS_NOW: ReadonlySet<Attention['is']> = new Set<Attention['is']>(['no-edge', 'down', 'halted', 'refused', 'silent-edge', 'failing', 'unseen-store'])

/** Everything that needs a person, the most important first. Empty when nothing does. */
export function attentionOf(topology: Topology): Attention[] {
  const all = [...topology.nodes.flatMap((node) => ofNode(node)), ...ofEdges(topology), ...ofClocks(topology), ...ofLinks(topology), ...ofSilence(topology)]
  const sorted = all.toSorted((a, b) => RANK.indexOf(a.is) - RANK.indexOf(b.is) || (a.since ?? Number.POSITIVE_INFINITY) - (b.since ?? Number.POSITIVE_INFINITY) || a.id.localeCompare(b.id))
  return sorted.map(({ isBorne, ...need }) => ({ ...need, costsNow: isBorne !== true && COSTS_NOW.has(need.is) }))
}

function ofNode(node: TopologyNode): Need[] {
  const { id, kind, name, health, words, why, pods, isHalted = false, memoryShare = 0, differences, isOutside } = node
  if (isOutside) return []
  // What ran out of memory is sized there; of other ends the log tells.
  const link: AttentionLink = pods.some(({ isReady, lastEnd }) => !isReady && lastEnd?.reason === 'OOMKilled') ? { to: 'diagnose', problem: 'out-of-memory' } : { to: 'node', id }
  const since = earliest(pods.filter(({ isReady }) => !isReady).flatMap(({ lastEnd }) => lastEnd?.at ?? []))
  const begun = since === undefined ? {} : { since }
  if (health === 'Missing') return [{ id, object: id, is: 'down', title: text(`${name} is not in the cluster`, `${name}이(가) 클러스터에 없습니다`), why: text('The spec asks for it.', '스펙에는 있는 워크로드입니다.'), link: { to: 'drift' } }]
  if (health === 'Degraded') {
    if (kind === 'bucket') return [{ id, is: 'down', title: name === 'bucket' ? text('The bucket cannot be listed', '버킷의 목록을 읽을 수 없습니다') : text(`The bucket ${name} cannot be listed`, `버킷 ${name}의 목록을 읽을 수 없습니다`), why: why ?? words, link: { to: 'diagnose', problem: 'bucket-refused' } }]
    const isDown = !isHalted && pods.every(({ isReady }) => !isReady)
    if (isHalted) return [{ id, object: id, is: 'halted', title: text(`${name} has halted`, `${name}이(가) 멈췄습니다`), why: why ?? words, link: { to: 'diagnose', problem: 'compactor-stuck' }, ...begun }]
    if (isDown) return [{ id, object: id, is: 'down', title: text(`${name} is down`, `${name}이(가) 중단되었습니다`), why: why ?? words, link, ...begun }]
    return [{ id, object: id, is: 'failing', link, ...begun, ...ofPart(node) }]
  }
  return [
    ...(health === 'Progressing' ? [{ id: `${id} starting`, object: id, is: 'starting' as const, title: text(`${name} is not ready yet`, `${name}이(가) 아직 준비되지 않았습니다`), why: words, link, ...begun }] : []),
    ...(memoryShare >= MEMORY_SHARE ? [{ id: `${id} memory`, is: 'memory' as const, title: text(`${name} uses ${Math.round(memoryShare * 100)} % of its memory limit`, `${name}이(가) 메모리 제한의 ${Math.round(memoryShare * 100)} %를 쓰고 있습니다`), why: text('At the limit its container is killed and starts anew.', '제한에 닿으면 컨테이너가 종료되고 다시 시작합니다.'), link: { to: 'diagnose' as const, problem: 'out-of-memory' as const } }] : []),
    ...(differences.length > 0 ? [{ id: `${id} differs`, is: 'differs' as const, title: text(`${name} is not as the spec asks`, `${name}이(가) 스펙과 다릅니다`), why: joined(differences.map(({ text: words_ }) => words_)), link: kind === 'bucket' ? link : { to: 'drift' as const } }] : []),
  ]
}

/** Of a workload that has lost a part of its replicas: what the others bear of it. */
function ofPart({ name, kind, words, why = words, quorum }: TopologyNode): Pick<Need, 'title' | 'why' | 'isBorne'> {
  if (quorum !== undefined) {
    const told = quorumWords(quorum)
    const title = quorum.isKept ? text(`${name} works with ${words.en}`, `${name}: ${words.ko}, 동작 중`) : text(`${name} has lost its quorum: ${words.en}`, `${name}: ${words.ko}, 정족수 부족`)
    return { title, why: text(`${told.en} ${why.en}`, `${told.ko} ${why.ko}`), ...(quorum.isKept ? { isBorne: true } : {}) }
  }
  return { title: text(`${name} has only ${words.en}`, `${name}: ${words.ko}`), why, ...(ALIKE.has(kind) ? { isBorne: true } : {}) }
}

/** Each of their replicas answers for the others. Of stores only where each serves the same blocks, which flags of hashmod may deny: those may lack something. */
const ALIKE: ReadonlySet<TopologyNode['kind']> = new Set(['query', 'query-frontend', 'rule'])

/** Edges together: one by name, several by count. */
function ofEdges({ edges }: Topology): Need[] {
  const silent = edges.filter(({ state }) => state === 'silent')
  const [first] = silent
  if (first === undefined) return []
  const since = earliest(silent.flatMap(({ lastAt }) => lastAt ?? []))
  const begun = since === undefined ? {} : { since }
  const writing = edges.filter(({ state }) => state === 'writing' || state === 'late').length
  if (writing === 0) return [{ id: 'edges', is: 'no-edge', title: text('No edge writes', '쓰고 있는 엣지가 없습니다'), why: text(`All ${edges.length} have been silent for more than 5 min: look at the way in before you look at them.`, `${edges.length}개 모두 5분 넘게 응답이 없습니다. 엣지보다 수신 경로를 먼저 확인하세요.`), link: { to: 'diagnose', problem: 'receiver-gets-nothing' }, ...begun }]
  return [{
    id: 'edges', is: 'silent-edge', link: { to: 'edges' }, ...begun,
    title: silent.length === 1 ? text(`Edge ${first.name} is silent`, `엣지 ${first.name}이(가) 응답하지 않습니다`) : text(`${silent.length} of ${edges.length} edges are silent`, `엣지 ${edges.length}개 중 ${silent.length}개가 응답하지 않습니다`),
    why: silent.length === 1 ? text('Its last sample is older than 5 min; the others write.', '마지막 샘플이 5분보다 오래되었습니다. 나머지는 쓰고 있습니다.') : text(`${silent.slice(0, 3).map(({ name }) => name).join(', ')}${silent.length > 3 ? ` and ${silent.length - 3} more` : ''}.`, `${silent.slice(0, 3).map(({ name }) => name).join(', ')}${silent.length > 3 ? ` 외 ${silent.length - 3}개` : ''}.`),
  }]
}

/** Clocks that are off, as one matter. */
function ofClocks({ edges }: Topology): Need[] {
  const off = edges.flatMap(({ name, offMs }) => (offMs === undefined ? [] : [{ name, offMs }]))
  const [first] = off.toSorted((a, b) => Math.abs(b.offMs) - Math.abs(a.offMs))
  if (first === undefined) return []
  const by = roughlySeconds(Math.abs(first.offMs))
  const [en, ko] = first.offMs > 0 ? ['ahead', '빠릅니다'] : ['behind', '느립니다']
  return [{
    id: 'clocks', is: 'clock', link: { to: 'edges' },
    title: off.length === 1 ? text(`The clock of edge ${first.name} is off`, `엣지 ${first.name}의 시계가 어긋났습니다`) : text(`The clocks of ${off.length} edges are off`, `엣지 ${off.length}개의 시계가 어긋났습니다`),
    why: text(`${first.name} is ${by.en} ${en}: what it sends stands at the wrong time.`, `${first.name}의 시계가 ${by.ko} ${ko}. 보낸 값이 틀린 시각에 놓입니다.`),
  }]
}

function ofLinks({ links, nodes }: Topology): Need[] {
  const well = new Set(nodes.filter(({ health }) => health === 'Healthy').map(({ id }) => id))
  const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id
  return links.flatMap((link): Need[] => {
    if (link.over === 'remote write' && (link.errors ?? 0) > FAILED_SHARE) return [{ id: link.id, is: 'refused', title: text(`${nameOf(link.to)} refuses writes`, `${nameOf(link.to)}이(가) 쓰기를 거부합니다`), why: link.words, link: { to: 'diagnose', problem: 'receiver-gets-nothing' } }]
    // Where one end is down, that is what is told.
    if (link.over === 'StoreAPI' && (link.state === 'broken' || link.state === 'partly') && well.has(link.from) && well.has(link.to)) {
      return [{ id: link.id, is: 'unseen-store', title: text(`${nameOf(link.to)} does not see all of ${nameOf(link.from)}`, `${nameOf(link.to)}에 ${nameOf(link.from)} 전체가 보이지 않습니다`), why: link.words, link: { to: 'stores' } }]
    }
    return []
  })
}

/** Sources that are silent are one matter, whatever their number. */
function ofSilence({ silent, nodes }: Topology): Need[] {
  const isBlind = nodes.some(({ health, isOutside }) => health === 'Unknown' && !isOutside)
  const [first] = silent
  if (!isBlind || first === undefined) return []
  return [{ id: 'silent', is: 'blind', title: text('Parts of the installation cannot be seen', '설치의 일부를 확인할 수 없습니다'), why: text(`${first.from}: ${first.why.en}`, `${first.from}: ${first.why.ko}`), link: { to: 'diagnose' }, since: first.since }]
}

function joined(all: readonly Text[]): Text {
  const rest = all.length - 2
  return text([...all.slice(0, 2).map(({ en }) => en), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ') + '.', [...all.slice(0, 2).map(({ ko }) => ko), ...(rest > 0 ? [`외 ${rest}개`] : [])].join(', ') + '.')
}

function earliest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times)
}
