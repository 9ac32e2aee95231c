// What a change does to data, queries, pods and writes, in words. Speaks of what the specs say, not of what the bucket holds.
import type { ObjectChange } from '../manifest/change.ts'
import { text, type Text } from '../text.ts'
import { flagValue } from './args.ts'
import { parseDurationMs } from './duration.ts'
import { hashringFileOf, ruleFilesOf } from './files.ts'
import { parseHashrings, quorum, replicationFactor } from './hashring.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from './spec.ts'

export const IMPACT_AREAS = ['data', 'queries', 'restarts', 'ingest'] as const
export type ImpactArea = (typeof IMPACT_AREAS)[number]

/** `weight`: none for "nothing happens", danger for what cannot be undone. */
export type Impact = { readonly area: ImpactArea; readonly weight: 'none' | 'notice' | 'danger'; readonly message: Text; readonly detail?: Text }
export type Risk = 'low' | 'medium' | 'high'

const RETENTION_FLAGS = [['retention.resolution-raw', 'raw'], ['retention.resolution-5m', '5m'], ['retention.resolution-1h', '1h']] as const

/** The four areas in their order, each with at least one sentence. `before` is the spec that is live, undefined when nothing was applied yet. */
export function impactOf(before: StackSpec | undefined, after: StackSpec, changes: readonly ObjectChange[]): Impact[] {
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

const NOTHING: Record<ImpactArea, Text> = {
  data: text('No data is deleted', '삭제되는 데이터가 없습니다'),
  queries: text('Queries answer as before', '쿼리는 이전과 같이 응답합니다'),
  restarts: text('No pod restarts', '재시작하는 파드가 없습니다'),
  ingest: text('No write is refused', '쓰기는 거부되지 않습니다'),
}

function dataImpact(before: StackSpec | undefined, after: StackSpec): Impact[] {
  return pairs(before, after, 'compact').flatMap(([old, next]) => RETENTION_FLAGS.flatMap(([flag, resolution]): Impact[] => {
    const was = retentionMs(old, flag)
    const is = retentionMs(next, flag)
    if (is >= was) return []
    const shown = flagValue(next.args, flag) ?? '0d'
    const delay = flagValue(next.args, 'delete-delay') ?? '48h'
    return [{
      area: 'data', weight: 'danger',
      message: text(`${resolution} data older than ${shown} is deleted`, `${shown}보다 오래된 ${resolution} 데이터가 삭제됩니다`),
      detail: text(
        `Kept until now: ${was === Number.POSITIVE_INFINITY ? 'for ever' : flagValue(old.args, flag) ?? ''}. ${next.name} marks the blocks on its next pass, and they are gone from the bucket ${delay} later. Until then the marks can be removed; afterwards nothing brings the data back.`,
        `지금까지는 ${was === Number.POSITIVE_INFINITY ? '무기한' : flagValue(old.args, flag) ?? ''} 보관했습니다. ${next.name}이(가) 다음 작업에서 블록을 표시하고 ${delay} 뒤 버킷에서 사라집니다. 그전까지는 표시를 지울 수 있지만 이후에는 되돌릴 수 없습니다.`,
      ),
    }]
  }))
}

function queryImpact(before: StackSpec | undefined, after: StackSpec, restarting: readonly Workload[]): Impact[] {
  const ranges = pairs(before, after, 'store').filter(([old, next]) => ['min-time', 'max-time'].some((flag) => flagValue(old.args, flag) !== flagValue(next.args, flag)))
  const alone = restarting.filter((workload) => ['query', 'store', 'query-frontend'].includes(workload.kind) && (workload.replicas ?? 1) < 2)
  return [
    ...ranges.map(([, next]): Impact => ({
      area: 'queries', weight: 'notice',
      message: text(`${next.name} serves another time range`, `${next.name}이(가) 제공하는 시간 범위가 바뀝니다`),
      detail: text(`From ${flagValue(next.args, 'min-time') ?? 'the oldest block'} to ${flagValue(next.args, 'max-time') ?? 'the newest block'}.`, `${flagValue(next.args, 'min-time') ?? '가장 오래된 블록'}부터 ${flagValue(next.args, 'max-time') ?? '가장 최근 블록'}까지입니다.`),
    })),
    ...alone.map((workload): Impact => ({
      area: 'queries', weight: 'notice',
      message: text(`${workload.name} answers nothing while its one pod restarts`, `${workload.name}은(는) 파드 하나가 재시작하는 동안 응답하지 않습니다`),
      detail: text('Graphs miss what it holds for that time, or fail.', '그동안 그래프에 이 데이터가 빠지거나 조회가 실패합니다.'),
    })),
    ...pairs(before, after, 'rule').filter(([old, next]) => before && ruleText(before, old) !== ruleText(after, next)).map(([, next]): Impact => ({
      area: 'queries', weight: 'notice',
      message: text(`Rules of ${next.name} change`, `${next.name}의 규칙이 바뀝니다`),
      detail: text('A ruler reads its files only at start or when it is told to (POST /-/reload).', 'ruler는 시작할 때나 지시받을 때(POST /-/reload)만 파일을 읽습니다.'),
    })),
  ]
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

function ingestImpact(before: StackSpec | undefined, after: StackSpec, restarting: readonly Workload[]): Impact[] {
  const receivers = restarting.filter((workload) => workload.kind === 'receive')
  const refusing = receivers.filter((workload) => replicationFactor(workload) - quorum(replicationFactor(workload)) < 1)
  const moved = pairs(before, after, 'receive').filter(([old, next]) => before && hashringFileOf(before, old)?.text !== hashringFileOf(after, next)?.text)
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

function pairs(before: StackSpec | undefined, after: StackSpec, kind: Workload['kind']): [Workload, Workload][] {
  const old = new Map((before ? workloads(before) : []).map((workload) => [specObjectId(workload), workload]))
  return workloads(after).flatMap((workload): [Workload, Workload][] => {
    const was = old.get(specObjectId(workload))
    return workload.kind === kind && was ? [[was, workload]] : []
  })
}
