// The boxes of the map: each workload that is seen or asked for, the bucket, and the systems around the stack.
import type { HealthStatus } from '../../manifest/health.ts'
import { text, type Text } from '../../text.ts'
import type { Kind } from '../kind.ts'
import type { DesiredWorkload } from './desired.ts'
import { flagDifferences } from './flag-differences.ts'
import { HALTED, isHalted } from './halted.ts'
import type { SeenPod, SeenWorkload } from './observation.ts'
import { quorumOf } from './quorum.ts'
import { freshOf, isFailing, podsOf, unseenOf, valueOf } from './readings.ts'
import { bucketFacts, factsOf, memoryShareOf } from './topology-facts.ts'
import { ringDifferences } from './topology-rings.ts'
import { ALERTMANAGER, BUCKET, CLIENTS, type Difference, type Given, type Lane, type TopologyNode } from './topology-types.ts'

const LANE_OF: Readonly<Record<Kind, Lane>> = { receive: 'receive', compact: 'bucket', store: 'store', sidecar: 'store', query: 'query', rule: 'query', 'query-frontend': 'frontend' }
const ORDER: readonly Kind[] = ['receive', 'store', 'sidecar', 'query', 'query-frontend', 'rule', 'compact']

/** The nodes in a fixed order: by lane, then as the spec names them, strangers last. */
export function nodesOf(given: Given): TopologyNode[] {
  const seen = valueOf(given.observation.workloads) ?? []
  const wanted = given.desired?.workloads ?? []
  const objects = [...new Set([...wanted.map(({ object }) => object), ...seen.map(({ object }) => object).toSorted()])]
  const workloads = objects.flatMap((object) => workloadNode(given, { seen: seen.find((each) => each.object === object), wanted: wanted.find((each) => each.object === object) }) ?? [])
  const sorted = workloads.toSorted((a, b) => ORDER.findIndex((kind) => kind === a.kind) - ORDER.findIndex((kind) => kind === b.kind))
  return [...sorted, ...bucketNode(given, sorted), ...outsideNodes(given, sorted)]
}

function workloadNode(given: Given, { seen, wanted }: { seen: SeenWorkload | undefined; wanted: DesiredWorkload | undefined }): TopologyNode | undefined {
  const { observation } = given
  const object = wanted?.object ?? seen?.object
  const kind = wanted?.kind ?? seen?.kind
  if (object === undefined || kind === undefined) return undefined
  const pods = podsOf(observation).filter((pod) => pod.object === object).toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  const hidden = wanted === undefined || seen !== undefined ? undefined : unseenOf(observation, wanted)
  const isRead = observation.workloads.state === 'fresh' && hidden === undefined
  const quorum = kind === 'receive' && isRead && seen !== undefined && seen.ready < seen.want ? quorumOf(observation) : undefined
  const memoryShare = memoryShareOf(observation.components.filter((component) => component.object === object), pods)
  return {
    id: object, kind, lane: wanted?.isRouter === true ? 'router' : LANE_OF[kind], isBelow: kind === 'compact' || kind === 'rule', isOutside: false,
    // With its namespace where that alone tells it apart.
    name: object.slice(object.indexOf('/') + 1),
    ...(hidden === undefined ? healthOf(given, { seen, pods, isRead, kind, object }) : { health: 'Unknown', words: text(`not seen in ${hidden.namespace}`, `${hidden.namespace} 확인 못 함`), why: hidden.why }),
    facts: factsOf(given, { object, kind, pods }),
    ...(memoryShare === undefined ? {} : { memoryShare }), ...(quorum === undefined ? {} : { quorum }),
    differences: isRead ? differencesOf(given, { seen, wanted, pods }) : [],
    pods, ...(wanted === undefined ? {} : { editId: wanted.id }),
  }
}

type Sight = { seen: SeenWorkload | undefined; pods: readonly SeenPod[]; isRead: boolean; kind: Kind; object: string }

/** Healthy only for what was looked at. */
function healthOf({ observation }: Given, { seen, pods, isRead, kind, object }: Sight): { health: HealthStatus; words: Text; why?: Text; isHalted?: boolean } {
  if (!isRead) {
    const { workloads } = observation
    const last = seen === undefined ? text('not seen', '확인 못 함') : text(`was ${seen.ready} of ${seen.want} ready`, `마지막 확인 ${seen.ready}/${seen.want} 준비`)
    return { health: 'Unknown', words: last, ...(workloads.state === 'fresh' ? {} : { why: workloads.why }) }
  }
  if (seen === undefined) return { health: 'Missing', words: text('not in the cluster', '클러스터에 없음') }
  const words = text(`${seen.ready} of ${seen.want} ready`, `${seen.ready}/${seen.want} 준비`)
  if (seen.want === 0) return { health: 'Suspended', words: text('scaled to zero', '복제본 0개') }
  if (kind === 'compact' && isHalted(observation, object)) return { health: 'Degraded', isHalted: true, ...HALTED }
  const bad = pods.find((pod) => !pod.isReady && !pod.isTerminating && isFailing(pod))
  if (seen.ready < seen.want && bad !== undefined) return { health: 'Degraded', words, why: whyOf(bad) }
  if (seen.ready < seen.want || seen.updated < seen.want) return { health: 'Progressing', words }
  return { health: 'Healthy', words }
}

function whyOf({ name, waiting, lastEnd }: SeenPod): Text {
  const end = lastEnd === undefined ? '' : `${lastEnd.reason} (exit code ${lastEnd.exitCode})`
  const endKo = lastEnd === undefined ? '' : `${lastEnd.reason}(종료 코드 ${lastEnd.exitCode})`
  const reason = waiting?.reason ?? ''
  const said = waiting?.message === undefined ? '' : `: ${waiting.message}`
  return text(`${name}: ${[reason, end].filter((part) => part !== '').join(', last end ')}${said}`, `${name}: ${[reason, endKo].filter((part) => part !== '').join(', 마지막 종료 ')}${said}`)
}

function differencesOf({ observation, desired }: Given, { seen, wanted, pods }: { seen: SeenWorkload | undefined; wanted: DesiredWorkload | undefined; pods: readonly SeenPod[] }): Difference[] {
  if (desired === undefined) return []
  // A sidecar is its Prometheus', and so never of a spec.
  if (wanted === undefined && seen?.kind === 'sidecar') return []
  if (wanted === undefined) return [{ is: 'not-desired', text: text('seen, not in the spec', '실행 중이나 스펙에 없음') }]
  if (seen === undefined) return [{ is: 'not-seen', text: text('in the spec, not seen', '스펙에 있으나 실행되지 않음') }]
  const images = seen.images.filter((image) => wanted.image !== undefined && image !== wanted.image)
  const flags = pods.flatMap(({ name }) => {
    const real = freshOf(observation.components.find(({ pod }) => pod === name)?.flags)
    return real === undefined ? [] : flagDifferences(wanted.flags, real)
  })
  return [
    ...(seen.want === wanted.replicas ? [] : [{ is: 'replicas' as const, text: text(`${seen.want} replicas, ${wanted.replicas} in the spec`, `복제본 ${seen.want}개, 스펙은 ${wanted.replicas}개`) }]),
    ...images.map((image) => ({ is: 'image' as const, text: text(`runs ${tagOf(image)}, the spec has ${tagOf(wanted.image ?? '')}`, `${tagOf(image)} 실행 중, 스펙은 ${tagOf(wanted.image ?? '')}`) })),
    ...[...new Map(flags.map((row) => [row.flag, row])).values()].map(({ flag, real = '', desired: asked = '' }) => ({ is: 'flag' as const, text: text(`--${flag} is ${real}, the spec has ${asked}`, `--${flag} 값은 ${real}, 스펙은 ${asked}`) })),
    ...ringDifferences(observation, desired, wanted),
  ]
}

function tagOf(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1)
}

const KEEPS: ReadonlySet<string> = new Set(['receive', 'store', 'compact', 'rule', 'sidecar'])

function bucketNode(given: Given, nodes: readonly TopologyNode[]): TopologyNode[] {
  if (!nodes.some(({ kind, lane }) => KEEPS.has(kind) && lane !== 'router')) return []
  const readings = Object.values(given.observation.blocks)
  const fresh = readings.filter(({ state }) => state === 'fresh')
  const failed = fresh.flatMap((reading) => (reading.state === 'fresh' && reading.value.error !== undefined ? [reading.value.error] : []))[0]
  const refreshed = fresh.flatMap((reading) => (reading.state === 'fresh' ? reading.value.refreshedAt ?? reading.at : []))
  const base = { id: BUCKET, kind: 'bucket' as const, lane: 'bucket' as const, isBelow: false, isOutside: false, name: given.desired?.bucket ?? 'bucket', differences: [], pods: [], facts: bucketFacts(given) }
  if (failed !== undefined) return [{ ...base, health: 'Degraded', words: text('listing failed', '목록 조회 실패'), why: text(failed, failed) }]
  if (refreshed.length === 0) return [{ ...base, health: 'Unknown', words: text('not looked at', '확인 못 함'), why: text('No compactor and no store told which blocks the bucket has.', '버킷의 블록을 알려 준 compact나 store가 없습니다.') }]
  return [{ ...base, health: 'Healthy', words: text('answers', '응답함') }]
}

function outsideNodes({ desired, observation }: Given, nodes: readonly TopologyNode[]): TopologyNode[] {
  const unseen = { isOutside: true, health: 'Unknown' as const, facts: [], differences: [], pods: [] }
  const sends = desired?.workloads.some(({ kind, flags }) => kind === 'rule' && ['alertmanagers.url', 'alertmanagers.config', 'alertmanagers.config-file'].some((flag) => flags[flag] !== undefined))
  const hasSent = observation.components.some(({ metrics }) => freshOf(metrics)?.some(({ name }) => name === 'thanos_alert_sender_alerts_sent_total'))
  const frontend = nodes.some(({ kind }) => kind === 'query-frontend')
  const heard = alertmanagersHeard(observation)
  return [
    ...(nodes.some(({ kind }) => kind === 'query') ? [{ ...unseen, id: CLIENTS, kind: 'clients' as const, lane: 'clients' as const, isBelow: false, name: 'Grafana', words: text('not seen', '확인 안 함') }] : []),
    ...(sends === true || hasSent ? [{ ...unseen, id: ALERTMANAGER, kind: 'alertmanager' as const, lane: frontend ? 'frontend' as const : 'clients' as const, isBelow: true, name: 'Alertmanager', words: text('not seen', '확인 안 함'), ...heard }] : []),
  ]
}

/** What the Alertmanagers say that are asked; nothing of what nobody asks. */
function alertmanagersHeard({ alertmanagers }: Given['observation']): Partial<TopologyNode> {
  const all = Object.values(alertmanagers)
  const answering = all.flatMap((reading) => (reading.state === 'fresh' ? [reading] : []))
  const [first] = answering
  const [silent] = all.flatMap((reading) => (reading.state === 'fresh' ? [] : [reading]))
  if (first === undefined) return silent === undefined ? {} : { words: text('does not answer', '응답 없음'), why: silent.why }
  const alerts = Math.max(...answering.map(({ value }) => value.length))
  const source = { from: first.from, at: first.at, isOld: false }
  return { health: 'Healthy', words: all.length === 1 ? text('answers', '응답함') : text(`${answering.length} of ${all.length} answer`, `${all.length}개 중 ${answering.length}개 응답`), facts: [{ label: text('alerts', '알림'), value: String(alerts), source }] }
}
