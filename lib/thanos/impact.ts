// What a change does to data, queries, pods and writes, in words. Speaks of what the specs say, not of what the bucket holds.
import type { ObjectChange } from '../manifest/change.ts'
import { text, type Text } from '../text.ts'
import { flagValue, flagValues } from './args.ts'
import { parseDurationMs } from './duration.ts'
import { hashringFileOf, ruleFilesOf } from './files.ts'
import { parseHashrings, quorum, replicationFactor } from './hashring.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from './spec.ts'

export const IMPACT_AREAS = ['data', 'queries', 'restarts', 'ingest'] as const
export type ImpactArea = (typeof IMPACT_AREAS)[number]

/** `weight`: none for "nothing happens", danger for what cannot be undone; `confirm` is the value that one types to agree to that. */
export type Impact = { readonly area: ImpactArea; readonly weight: 'none' | 'notice' | 'danger'; readonly message: Text; readonly detail?: Text; readonly confirm?: string }
export type Risk = 'low' | 'medium' | 'high'

const RETENTION_FLAGS = [['retention.resolution-raw', 'raw'], ['retention.resolution-5m', '5m'], ['retention.resolution-1h', '1h']] as const

/** The four areas in their order, each with at least one sentence. `before` is what is live (live-spec.ts). */
export function impactOf(before: StackSpec, after: StackSpec, changes: readonly ObjectChange[]): Impact[] {
  const byId = new Map(workloads(after).map((workload) => [specObjectId(workload), workload]))
  const restarting = changes.filter((change) => change.restarts > 0).flatMap((change) => byId.get(change.object) ?? [])
  const found: Record<ImpactArea, Impact[]> = {
    data: dataImpact(before, after),
    queries: queryImpact(before, after, restarting),
    restarts: restartImpact(restarting, changes),
    ingest: ingestImpact(before, after, restarting),
  }
  return IMPACT_AREAS.flatMap((area) => (found[area].length > 0 ? found[area] : [{ area, weight: 'none', message: NOTHING[area] }]))
}

/** High when data is deleted, medium when pods restart or a ring moves, else low. */
export function riskOf(impacts: readonly Impact[]): Risk {
  if (impacts.some(({ weight }) => weight === 'danger')) return 'high'
  return impacts.some(({ weight }) => weight === 'notice') ? 'medium' : 'low'
}

/** The risk of one object's change, as if it were the only one. */
export function objectRisk(before: StackSpec, after: StackSpec, change: ObjectChange): Risk {
  const fresh = after.objects.find((object) => specObjectId(object) === change.object)
  const others = before.objects.filter((object) => specObjectId(object) !== change.object)
  return riskOf(impactOf(before, { ...before, objects: fresh === undefined ? others : [...others, fresh] }, [change]))
}

const NOTHING: Record<ImpactArea, Text> = {
  data: text('No data is deleted', '삭제되는 데이터가 없습니다'),
  queries: text('Queries answer as before', '쿼리는 이전과 같이 응답합니다'),
  restarts: text('No pod restarts', '재시작하는 파드가 없습니다'),
  ingest: text('No write is refused', '쓰기는 거부되지 않습니다'),
}

function dataImpact(before: StackSpec, after: StackSpec): Impact[] {
  return [...shorterRetention(before, after), ...newCompactors(before, after)]
}

/** The bucket may hold blocks from before its compactor. */
function newCompactors(before: StackSpec, after: StackSpec): Impact[] {
  const known = new Set(workloads(before).map(specObjectId))
  return workloads(after).filter((workload) => workload.kind === 'compact' && !known.has(specObjectId(workload))).flatMap((workload): Impact[] => {
    const limits = RETENTION_FLAGS.filter(([flag]) => retentionMs(workload, flag) !== Number.POSITIVE_INFINITY)
    if (limits.length === 0) return []
    const list = limits.map(([flag, resolution]) => `${resolution} ${flagValue(workload.args, flag) ?? ''}`).join(', ')
    return [{
      area: 'data', weight: 'danger', confirm: workload.name,
      message: text(`${workload.name} begins to delete old blocks`, `${workload.name}이(가) 오래된 블록을 삭제하기 시작합니다`),
      detail: text(
        `It keeps ${list}. What the bucket holds that is older is marked on its first pass and gone ${flagValue(workload.args, 'delete-delay') ?? '48h'} later.`,
        `보관 기간은 ${list}입니다. 버킷에 있는 더 오래된 블록은 첫 작업에서 표시되고 ${flagValue(workload.args, 'delete-delay') ?? '48h'} 뒤 사라집니다.`,
      ),
    }]
  })
}

function shorterRetention(before: StackSpec, after: StackSpec): Impact[] {
  return pairs(before, after, 'compact').flatMap(([old, next]) => RETENTION_FLAGS.flatMap(([flag, resolution]): Impact[] => {
    const was = retentionMs(old, flag)
    const is = retentionMs(next, flag)
    if (is >= was) return []
    const shown = flagValue(next.args, flag) ?? '0d'
    const delay = flagValue(next.args, 'delete-delay') ?? '48h'
    return [{
      area: 'data', weight: 'danger', confirm: shown,
      message: text(`${resolution === 'raw' ? 'Raw' : resolution} data older than ${shown} is deleted`, `${shown}보다 오래된 ${resolution === 'raw' ? '원본' : resolution} 데이터가 삭제됩니다`),
      detail: text(
        `Kept until now: ${was === Number.POSITIVE_INFINITY ? 'for ever' : flagValue(old.args, flag) ?? ''}. ${next.name} marks the blocks on its next pass, and they are gone from the bucket ${delay} later. Until then the marks can be removed; afterwards nothing brings the data back.`,
        `지금까지는 ${was === Number.POSITIVE_INFINITY ? '무기한' : flagValue(old.args, flag) ?? ''} 보관했습니다. ${next.name}이(가) 다음 작업에서 블록을 표시하고 ${delay} 뒤 버킷에서 사라집니다. 그전까지는 표시를 지울 수 있지만 이후에는 되돌릴 수 없습니다.`,
      ),
    }]
  }))
}

function queryImpact(before: StackSpec, after: StackSpec, restarting: readonly Workload[]): Impact[] {
  const ranges = pairs(before, after, 'store').filter(([old, next]) => ['min-time', 'max-time'].some((flag) => flagValue(old.args, flag) !== flagValue(next.args, flag)))
  const alone = restarting.filter((workload) => ['query', 'store', 'query-frontend'].includes(workload.kind) && (workload.replicas ?? 1) < 2)
  return [
    ...ranges.map(([, next]): Impact => ({
      area: 'queries', weight: 'notice',
      message: text(`${next.name} serves another time range`, `${next.name}이(가) 제공하는 시간 범위가 바뀝니다`),
      detail: text(`From ${flagValue(next.args, 'min-time') ?? 'the oldest block'} to ${flagValue(next.args, 'max-time') ?? 'the newest block'}.`, `${flagValue(next.args, 'min-time') ?? '가장 오래된 블록'}부터 ${flagValue(next.args, 'max-time') ?? '가장 최근 블록'}까지입니다.`),
    })),
    ...pairs(before, after, 'query').flatMap(([old, next]) => [...otherReplicaLabels(old, next), ...otherEndpoints(old, next)]),
    ...alone.map((workload): Impact => ({
      area: 'queries', weight: 'notice',
      message: text(`${workload.name} answers nothing while its one pod restarts`, `${workload.name}은(는) 파드 하나가 재시작하는 동안 응답하지 않습니다`),
      detail: text('Graphs miss what it holds for that time, or fail.', '그동안 그래프에 이 데이터가 빠지거나 조회가 실패합니다.'),
    })),
    ...pairs(before, after, 'rule').filter(([old, next]) => ruleText(before, old) !== ruleText(after, next)).map(([, next]): Impact => ({
      area: 'queries', weight: 'notice',
      message: text(`Rules of ${next.name} change`, `${next.name}의 규칙이 바뀝니다`),
      detail: text('A ruler reads its files only at start or when it is told to (POST /-/reload).', 'ruler는 시작할 때나 지시받을 때(POST /-/reload)만 파일을 읽습니다.'),
    })),
  ]
}

function otherReplicaLabels(old: Workload, next: Workload): Impact[] {
  const [was, is] = [old, next].map(({ args }) => flagValues(args, 'query.replica-label'))
  if (was === undefined || is === undefined || was.toSorted().join() === is.toSorted().join()) return []
  return [{
    area: 'queries', weight: 'notice',
    message: text(`${next.name} takes other series for copies of one`, `${next.name}이(가) 복제본으로 보는 시리즈가 달라집니다`),
    detail: text(`Replica labels: ${is.join(', ') || 'none'}. Until now: ${was.join(', ') || 'none'}.`, `레플리카 레이블: ${is.join(', ') || '없음'}. 지금까지: ${was.join(', ') || '없음'}.`),
  }]
}

/** The flags that name a store API, one address each. */
const ENDPOINT_FLAGS = ['endpoint', 'endpoint-strict', 'endpoint-group', 'endpoint-group-strict', 'store', 'store-strict', 'rule', 'target', 'metadata', 'exemplar'] as const

function otherEndpoints(old: Workload, next: Workload): Impact[] {
  const [was, is] = [endpointsOf(old), endpointsOf(next)]
  const [added, gone] = [is.filter((address) => !was.includes(address)), was.filter((address) => !is.includes(address))]
  if (added.length + gone.length === 0) return []
  const told = (words: readonly [string, string]): string => [...listed(words[0], added), ...listed(words[1], gone)].join(' ')
  return [{
    area: 'queries', weight: 'notice',
    message: text(`${next.name} asks other stores`, `${next.name}이(가) 조회하는 스토어가 바뀝니다`),
    detail: text(told(['New', 'Gone']), told(['추가', '제거'])),
  }]
}

function endpointsOf({ args }: Workload): string[] {
  return ENDPOINT_FLAGS.flatMap((flag) => flagValues(args, flag))
}

function listed(word: string, addresses: readonly string[]): string[] {
  return addresses.length === 0 ? [] : [`${word}: ${addresses.join(', ')}.`]
}

function restartImpact(restarting: readonly Workload[], changes: readonly ObjectChange[]): Impact[] {
  if (restarting.length === 0) return []
  const count = changes.reduce((sum, change) => sum + change.restarts, 0)
  const list = restarting.map((workload) => `${changes.find((change) => change.object === specObjectId(workload))?.restarts ?? 0} × ${workload.name}`).join(', ')
  return [{
    area: 'restarts', weight: 'notice',
    message: text(`${count} ${count === 1 ? 'pod restarts' : 'pods restart'}`, `파드 ${count}개가 재시작합니다`),
    detail: text(`${list}. A StatefulSet restarts its pods one by one, from the highest number.`, `${list}. StatefulSet은 높은 번호부터 파드를 하나씩 재시작합니다.`),
  }]
}

function ingestImpact(before: StackSpec, after: StackSpec, restarting: readonly Workload[]): Impact[] {
  const receivers = restarting.filter((workload) => workload.kind === 'receive')
  const refusing = receivers.filter((workload) => replicationFactor(workload) - quorum(replicationFactor(workload)) < 1)
  const moved = pairs(before, after, 'receive').filter(([old, next]) => hashringFileOf(before, old)?.text !== hashringFileOf(after, next)?.text)
  return [
    ...refusing.map((workload): Impact => ({
      area: 'ingest', weight: 'notice',
      message: text(`Writes fail while pods of ${workload.name} restart`, `${workload.name}의 파드가 재시작하는 동안 쓰기가 실패합니다`),
      detail: text(`Replication factor ${replicationFactor(workload)} tolerates no receiver down. Agents keep the samples and send them again.`, `복제 계수 ${replicationFactor(workload)}은(는) 수신기가 하나라도 내려가면 견디지 못합니다. 에이전트가 샘플을 보관했다가 다시 보냅니다.`),
    })),
    ...receivers.filter((workload) => !refusing.includes(workload)).map((workload): Impact => ({
      area: 'ingest', weight: 'none', message: NOTHING.ingest,
      detail: text(`Replication factor ${replicationFactor(workload)} needs ${quorum(replicationFactor(workload))}; one pod of ${workload.name} is down at a time.`, `복제 계수 ${replicationFactor(workload)}에는 ${quorum(replicationFactor(workload))}대가 필요하며 ${workload.name}은(는) 한 번에 하나만 내려갑니다.`),
    })),
    ...moved.map(([, next]): Impact => ({
      area: 'ingest', weight: 'notice',
      message: text('Series move to other receivers', '시리즈가 다른 수신기로 옮겨집니다'),
      detail: text(`The hashring of ${next.name} changes to ${memberCount(after, next)} endpoints. Moved series lie in two heads until the next block is cut.`, `${next.name}의 hashring이 엔드포인트 ${memberCount(after, next)}개로 바뀝니다. 옮겨진 시리즈는 다음 블록이 잘릴 때까지 두 곳에 있습니다.`),
    })),
  ]
}

function ruleText(spec: StackSpec, workload: Workload): string {
  return ruleFilesOf(spec, workload).map((file) => `${file.key}\n${file.text ?? ''}`).join('\n')
}

function memberCount(spec: StackSpec, workload: Workload): number {
  const parsed = parseHashrings(hashringFileOf(spec, workload)?.text ?? '')
  return 'fault' in parsed ? 0 : new Set(parsed.rings.flatMap((ring) => ring.endpoints.map(({ address }) => address))).size
}

function retentionMs(workload: Workload, flag: string): number {
  const ms = parseDurationMs(flagValue(workload.args, flag) ?? '0d') ?? 0
  return ms === 0 ? Number.POSITIVE_INFINITY : ms
}

function pairs(before: StackSpec, after: StackSpec, kind: Workload['kind']): [Workload, Workload][] {
  const old = new Map(workloads(before).map((workload) => [specObjectId(workload), workload]))
  return workloads(after).flatMap((workload): [Workload, Workload][] => {
    const was = old.get(specObjectId(workload))
    return workload.kind === kind && was ? [[was, workload]] : []
  })
}
