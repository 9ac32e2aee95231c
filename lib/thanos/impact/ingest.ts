// What a change does to writes: receivers that are down, quorum kept or lost, series that move with a hashring.
import { text } from '../../text.ts'
import { writeServices } from '../edge-destination.ts'
import { flagValue } from '../read-args.ts'
import { hasBudget } from '../checks/disruption-budgets.ts'
import { algorithmOf, quorum, replicationFactor } from '../hashring.ts'
import { hasRing, isRouter } from '../receive/mode.ts'
import { heldNames, heldPods, type Held } from '../rollout/held.ts'
import { addressesOf, ringReaders, serverOf, type RingReader } from '../rollout/rings.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'
import type { Change, Impact } from './impact.ts'
import { NOTHING } from './nothing.ts'
import { downAtOnce, isRunning, pairs, stopped } from './pairs.ts'
import { readFiles } from './read-files.ts'

export function ingestImpact(change: Change): Impact[] {
  const { before, after, restarting, unready } = change
  const receivers = restarting.filter((workload) => workload.kind === 'receive')
  return [
    ...gone(before, after),
    ...receivers.map((workload) => (isRouter(after, workload) ? restartedRouter(workload) : restartedIngestor(after, workload, unready))),
    ...pairs(before, after, 'receive').flatMap(([old, next]) => otherFactor(old, next)),
    ...movedRings(before, after),
    ...keptRings(before, after),
    ...readFiles(change, 'ingest'),
  ]
}

/** Copies of each series that the rings with this receiver ask for: the routers say so, not the receiver itself. */
function factorOf(spec: StackSpec, workload: Workload): number {
  const factors = ringReaders(spec).filter((reader) => addressesOf(reader.rings).some((address) => serverOf(spec, reader.workload, address) === workload)).map(({ factor }) => factor)
  return factors.length > 0 ? Math.min(...factors) : replicationFactor(workload)
}

/** Receivers of a ring with this one that are not ready now, at most: each is a copy that is missing already. Its own count as well. */
function missingBeside(spec: StackSpec, workload: Workload, unready: ReadonlyMap<string, number>): number {
  const counts = ringReaders(spec).flatMap((reader) => reader.rings.map((ring) => {
    const servers = new Set(addressesOf([ring]).map((address) => serverOf(spec, reader.workload, address)))
    if (!servers.has(workload)) return 0
    return [...servers].reduce((sum, server) => sum + (typeof server === 'object' ? unready.get(specObjectId(server)) ?? 0 : 0), 0)
  }))
  return Math.max(0, ...counts)
}

function restartedIngestor(spec: StackSpec, workload: Workload, unready: ReadonlyMap<string, number>): Impact {
  const factor = factorOf(spec, workload)
  const [down, spare, missing] = [downAtOnce(workload), factor - quorum(factor), missingBeside(spec, workload, unready)]
  const objects = [specObjectId(workload)]
  if (spare < 1) {
    return {
      area: 'ingest', weight: 'notice', objects,
      message: text(`Writes fail while pods of ${workload.name} restart`, `${workload.name}의 파드가 재시작하는 동안 쓰기가 실패합니다`),
      detail: text(`Replication factor ${factor} tolerates no receiver down. Agents keep the samples and send them again.`, `복제 계수 ${factor}은(는) 수신기가 하나라도 내려가면 견디지 못합니다. 에이전트가 샘플을 보관했다가 다시 보냅니다.`),
    }
  }
  if (down > spare) {
    return {
      area: 'ingest', weight: 'danger', objects,
      message: text(`Quorum is lost while ${workload.name} restarts: ${down} pods are down at a time`, `${workload.name}이(가) 재시작하는 동안 정족수를 잃습니다. 한 번에 파드 ${down}개가 내려갑니다`),
      detail: text(`Replication factor ${factor} needs ${quorum(factor)} of ${factor} copies, so ${spare} may be missing. Writes are refused with 503 meanwhile; let one go at a time.`, `복제 계수 ${factor}에는 사본 ${factor}개 중 ${quorum(factor)}개가 필요하므로 ${spare}개까지 빠질 수 있습니다. 그동안 쓰기가 503으로 거부됩니다. 한 번에 하나만 내려가게 하세요.`),
    }
  }
  if (down + missing > spare) {
    return {
      area: 'ingest', weight: 'danger', objects,
      message: text(`Quorum is lost while ${workload.name} restarts: ${missing} ${missing === 1 ? 'receiver' : 'receivers'} of its ring ${missing === 1 ? 'is' : 'are'} not ready now`, `${workload.name}이(가) 재시작하는 동안 정족수를 잃습니다. 같은 링의 수신기 ${missing}개가 지금 준비되지 않은 상태입니다`),
      detail: text(`Replication factor ${factor} needs ${quorum(factor)} of ${factor} copies, so ${spare} may be missing, and ${missing} of the ring's receivers miss already. Writes are refused with 503 meanwhile; mend those first.`, `복제 계수 ${factor}에는 사본 ${factor}개 중 ${quorum(factor)}개가 필요하므로 ${spare}개까지 빠질 수 있는데, 링의 수신기 ${missing}개가 이미 빠져 있습니다. 그동안 쓰기가 503으로 거부됩니다. 빠진 수신기를 먼저 복구하세요.`),
    }
  }
  const kept = text(`Replication factor ${factor} needs ${quorum(factor)} of ${factor}; ${down === 1 ? 'one pod' : `${down} pods`} of ${workload.name} ${down === 1 ? 'is' : 'are'} down at a time.`, `복제 계수 ${factor}에는 ${factor}대 중 ${quorum(factor)}대가 필요하며 ${workload.name}은(는) 한 번에 ${down}개만 내려갑니다.`)
  if (hasBudget(spec, workload)) return { area: 'ingest', weight: 'none', objects, message: NOTHING.ingest, detail: kept }
  return {
    area: 'ingest', weight: 'notice', objects,
    message: text(`Quorum is kept, with nothing to spare while ${workload.name} restarts`, `정족수는 유지되지만 ${workload.name}이(가) 재시작하는 동안 여유가 없습니다`),
    detail: text(`${kept.en} It has no PodDisruptionBudget: a node that is drained meanwhile takes another one, and writes are refused.`, `${kept.ko} PodDisruptionBudget이 없어 그동안 노드를 비우면 하나가 더 내려가고 쓰기가 거부됩니다.`),
  }
}

function restartedRouter(workload: Workload): Impact {
  const isDown = downAtOnce(workload) >= (workload.replicas ?? 1)
  const objects = [specObjectId(workload)]
  if (!isDown) return { area: 'ingest', weight: 'none', objects, message: NOTHING.ingest, detail: text(`${workload.name} only routes; other pods of it take the writes.`, `${workload.name}은(는) 전달만 하며 다른 파드가 쓰기를 받습니다.`) }
  return {
    area: 'ingest', weight: 'notice', objects,
    message: text(`Writes fail while ${workload.name} restarts`, `${workload.name}이(가) 재시작하는 동안 쓰기가 실패합니다`),
    detail: text('All of its pods are down at once. Agents keep the samples and send them again.', '모든 파드가 한꺼번에 내려갑니다. 에이전트가 샘플을 보관했다가 다시 보냅니다.'),
  }
}

function gone(before: StackSpec, after: StackSpec): Impact[] {
  const lost = stopped(before, after, 'receive')
  const [first] = lost
  if (!first) return []
  if (workloads(after).some((workload) => workload.kind === 'receive' && isRunning(workload))) return routersGone(before, after, lost.map(({ workload }) => workload))
  return [{
    area: 'ingest', weight: 'danger', objects: lost.map(({ workload }) => specObjectId(workload)), confirm: first.workload.name,
    message: text('No receiver is left: every write is refused', '수신기가 남지 않습니다. 모든 쓰기가 거부됩니다'),
    detail: text('Agents keep about two hours of samples; what is older when receivers are back is lost.', '에이전트는 약 2시간의 샘플을 보관하며, 수신기가 돌아왔을 때 그보다 오래된 것은 사라집니다.'),
  }]
}

/** Edges write to routers: ingestors that still run take nothing where no Service leads a write to them. */
function routersGone(before: StackSpec, after: StackSpec, lost: readonly Workload[]): Impact[] {
  const routers = lost.filter((workload) => isRouter(before, workload))
  const left = routers.filter((workload) => !isAnsweredFor(before, after, workload))
  const [first] = left
  if (!first) return []
  const names = left.map(({ name }) => name).join(', ')
  const isLast = !workloads(after).some((workload) => isRunning(workload) && isRouter(after, workload))
  return [{
    area: 'ingest', weight: 'danger', objects: left.map(specObjectId), confirm: first.name,
    message: isLast
      ? text('No router is left: every write to it is refused', '라우터가 남지 않습니다. 라우터로 보내는 모든 쓰기가 거부됩니다')
      : text(`Every write to ${names} is refused: no router is left behind its Service`, `${names}(으)로 보내는 모든 쓰기가 거부됩니다. 해당 Service 뒤에 라우터가 남지 않습니다`),
    detail: text(
      `Edges write to ${names}, and no Service leads these writes to a receiver that still runs. Agents keep about two hours of samples; what is older when a router is back is lost.`,
      `엣지는 ${names}에 쓰며, 이 쓰기를 아직 실행 중인 수신기로 보내는 Service가 없습니다. 에이전트는 약 2시간의 샘플을 보관하며, 라우터가 돌아왔을 때 그보다 오래된 것은 사라집니다.`,
    ),
  }]
}

/** Whether each Service that led writes to a router leads them to a running receiver afterwards; where none is known, whether any router runs. */
function isAnsweredFor(before: StackSpec, after: StackSpec, router: Workload): boolean {
  const doors = writeServices(before, router)
  if (doors.length === 0) return workloads(after).some((workload) => isRunning(workload) && isRouter(after, workload))
  const open = new Set(workloads(after).filter((workload) => workload.kind === 'receive' && isRunning(workload)).flatMap((workload) => writeServices(after, workload)).map(({ service }) => doorOf(service)))
  return doors.every(({ service }) => open.has(doorOf(service)))
}

const doorOf = ({ name, namespace = '' }: { name: string; namespace?: string }): string => `${namespace}/${name}`

function otherFactor(old: Workload, next: Workload): Impact[] {
  const [was, is] = [replicationFactor(old), replicationFactor(next)]
  if (was === is || !hasRing(next)) return []
  return [{
    area: 'ingest', weight: 'notice', objects: [specObjectId(next)],
    message: text(`${next.name} writes ${is} ${is === 1 ? 'copy' : 'copies'} of each series instead of ${was}`, `${next.name}이(가) 시리즈마다 사본을 ${was}개 대신 ${is}개 씁니다`),
    detail: is > was
      ? text(`Receivers hold about ${ratio(is / was)} times the series, in memory and on disk.`, `수신기의 시리즈가 메모리와 디스크에서 약 ${ratio(is / was)}배가 됩니다.`)
      : text(`A write needs ${quorum(is)}; ${is - quorum(is)} receivers may be down.`, `쓰기에 ${quorum(is)}대가 필요하며 ${is - quorum(is)}대까지 내려가도 됩니다.`),
  }]
}

function movedRings(before: StackSpec, after: StackSpec): Impact[] {
  const now = new Map(ringReaders(before).map((reader) => [reader.id, reader]))
  const seen = new Set<string>()
  return ringReaders(after).flatMap((next): Impact[] => {
    const old = now.get(next.id)
    const key = JSON.stringify(next.rings)
    if (!old || JSON.stringify(old.rings) === key || seen.has(key)) return []
    // While every pod keeps the old ring, no series move: keptRings() says so.
    if ((heldAt(old, next)?.count ?? 0) >= (next.workload.replicas ?? 1)) return []
    seen.add(key)
    return [movedRing(old, next, after)]
  })
}

/** The pods that keep the old ring, which they have from their own template. */
function heldAt(old: RingReader, next: RingReader): Held | undefined {
  return old.isWatched && next.isWatched && old.source === next.source ? undefined : heldPods(old.workload, next.workload)
}

function keptRings(before: StackSpec, after: StackSpec): Impact[] {
  const was = new Map(ringReaders(before).map((reader) => [reader.id, reader]))
  return ringReaders(after).flatMap((next): Impact[] => {
    const old = was.get(next.id)
    const held = old && JSON.stringify(old.rings) !== JSON.stringify(next.rings) ? heldAt(old, next) : undefined
    if (!held) return []
    const { name } = next.workload
    const [names, isAll] = [heldNames(held, next.workload), held.count >= (next.workload.replicas ?? 1)]
    return [{
      area: 'ingest', weight: 'notice', objects: [next.id],
      message: text(`${held.count} ${held.count === 1 ? 'pod' : 'pods'} of ${name} ${held.count === 1 ? 'keeps' : 'keep'} the old hashring`, `${name}의 파드 ${held.count}개가 이전 hashring을 계속 사용합니다`),
      detail: isAll
        ? text(`${names.en}. ${held.why.en} Until then no series move.`, `${names.ko}. ${held.why.ko} 그때까지 시리즈는 옮겨지지 않습니다.`)
        : text(`${names.en}. ${held.why.en} Until then they write by the old ring and the others by the new one.`, `${names.ko}. ${held.why.ko} 그때까지 이 파드는 이전 링으로, 나머지는 새 링으로 씁니다.`),
    }]
  })
}

/** How much moves follows from the sizes alone. Source: pkg/receive/hashring.go, and ten thousand series counted with it. */
function movedRing(old: RingReader, next: RingReader, after: StackSpec): Impact {
  const [was, is] = [addressesOf(old.rings), addressesOf(next.rings)]
  const kept = is.filter((address) => was.includes(address)).length
  const largest = Math.max(was.length, is.length, 1)
  const isKetama = next.rings.every((ring) => algorithmOf(ring, next.workload) === 'ketama')
  const share = Math.round(100 * (isKetama || kept === 0 ? 1 - kept / largest : 1 - 1 / largest))
  const objects = [...new Set([next.source, ...(next.file ? [`${next.file.object.object}/${[next.file.object.namespace, next.file.object.name].filter(Boolean).join('/')}`] : [])])]
  const moved = was.length === is.length && kept === is.length
    ? text('Tenants or settings of its rings change.', '링의 테넌트나 설정이 바뀝니다.')
    : text(
      `About ${share} % of the series move. Moved series lie in two heads until the next block is cut, so heads grow by up to that share for about two hours.`,
      `시리즈의 약 ${share} %가 옮겨집니다. 옮겨진 시리즈는 다음 블록이 잘릴 때까지 두 곳에 있으므로 약 2시간 동안 head가 최대 그만큼 커집니다.`,
    )
  // An ingesting receiver that is not told ketama by the flag flushes its head at each new ring, whatever the file says.
  const rings = JSON.stringify(next.rings)
  const flushes = ringReaders(after).filter((reader) => JSON.stringify(reader.rings) === rings).map(({ workload }) => workload)
    .filter((workload) => !isRouter(after, workload) && flagValue(workload.args, 'receive.hashrings-algorithm') !== 'ketama')
  const head = text(`The hashring of ${next.workload.name} changes to ${is.length} endpoints.`, `${next.workload.name}의 hashring이 엔드포인트 ${is.length}개로 바뀝니다.`)
  if (flushes.length > 0) {
    return {
      area: 'ingest', weight: 'danger', objects,
      message: text(`Writes are refused for minutes: ${flushes.map(({ name }) => name).join(', ')} flushes its head at a new ring`, `몇 분간 쓰기가 거부됩니다. ${flushes.map(({ name }) => name).join(', ')}이(가) 새 링을 받으면 head를 비웁니다`),
      detail: text(`${head.en} ${moved.en} All receivers are not ready at about the same time. With --receive.hashrings-algorithm=ketama they stay ready.`, `${head.ko} ${moved.ko} 모든 수신기가 거의 동시에 준비되지 않은 상태가 됩니다. --receive.hashrings-algorithm=ketama를 쓰면 준비 상태를 유지합니다.`),
    }
  }
  return {
    area: 'ingest', weight: 'notice', objects,
    message: text('Series move to other receivers', '시리즈가 다른 수신기로 옮겨집니다'),
    detail: text(`${head.en} ${moved.en}`, `${head.ko} ${moved.ko}`),
  }
}

function ratio(value: number): string {
  return String(Math.round(value * 10) / 10)
}
