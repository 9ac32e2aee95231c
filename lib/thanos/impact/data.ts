// What a change does to data that is stored: what is deleted and until when that can be undone, which claims must grow, what only one pod has.
import { growingClaims } from '../../manifest/immutable-advice.ts'
import { text } from '../../text.ts'
import { flagValue, flagValues } from '../read-args.ts'
import { parseDurationMs } from '../duration.ts'
import { objectStorageOf } from '../files.ts'
import { renderObject } from '../render.ts'
import { specObjectId, workloads, type StackSpec, type Workload } from '../spec.ts'
import type { Change, Impact } from './impact.ts'
import { isRunning, pairs } from './pairs.ts'

const RETENTION_FLAGS = [['retention.resolution-raw', 'raw'], ['retention.resolution-5m', '5m'], ['retention.resolution-1h', '1h']] as const

/** Retention, compactors, buckets, claims, receivers that go, objects that are left over. */
export function dataImpact({ before, after, changes }: Change): Impact[] {
  return [
    ...shorterRetention(before, after), ...newCompactors(before, after), ...merging(before, after), ...otherBuckets(before, after),
    ...claimsThatGrow(before, after), ...lessLocally(before, after), ...fewerReceivers(before, after),
    ...leftOver(changes.filter(({ verdict }) => verdict === 'orphan').map(({ object }) => object)),
  ]
}

function leftOver(objects: string[]): Impact[] {
  const [first] = objects
  if (first === undefined) return []
  const hasClaims = objects.some((id) => id.startsWith('StatefulSet/'))
  return [{
    area: 'data', weight: 'notice', objects,
    message: objects.length === 1
      ? text(`${first} is deleted if you tick it`, `선택하면 ${first}이(가) 삭제됩니다`)
      : text(`${objects.length} objects are deleted if you tick them`, `선택한 오브젝트가 삭제됩니다(${objects.length}개 중)`),
    detail: text(
      `The revision no longer has ${objects.length === 1 ? 'it' : 'them'}. What is not ticked stays as it is${hasClaims ? '; claims stay in any case, with their data' : ''}.`,
      `이 리비전에 더 이상 없습니다. 선택하지 않은 것은 그대로 남습니다${hasClaims ? '. 볼륨 클레임과 데이터는 어느 경우에도 남습니다' : ''}.`,
    ),
  }]
}

function deleteDelay(workload: Workload): { shown: string; ms: number } {
  const shown = flagValue(workload.args, 'delete-delay') ?? '48h'
  return { shown, ms: parseDurationMs(shown) ?? 0 }
}

/** The bucket may hold blocks from before its compactor. */
function newCompactors(before: StackSpec, after: StackSpec): Impact[] {
  const known = new Set(workloads(before).filter(isRunning).map(specObjectId))
  const had = workloads(before).filter((workload) => workload.kind === 'compact' && isRunning(workload))
  return workloads(after).filter((workload) => workload.kind === 'compact' && isRunning(workload) && !known.has(specObjectId(workload))).flatMap((workload): Impact[] => {
    const limits = RETENTION_FLAGS.filter(([flag]) => retentionMs(workload, flag) !== Number.POSITIVE_INFINITY)
    // One that takes the place of another with the same limits deletes nothing that the other kept.
    const isReplacing = had.some((old) => RETENTION_FLAGS.every(([flag]) => retentionMs(workload, flag) >= retentionMs(old, flag)))
    if (limits.length === 0 || isReplacing) return []
    const list = limits.map(([flag, resolution]) => `${resolution} ${flagValue(workload.args, flag) ?? ''}`).join(', ')
    const { shown, ms } = deleteDelay(workload)
    return [{
      area: 'data', weight: 'danger', confirm: workload.name, undoableMs: ms, objects: [specObjectId(workload)],
      message: text(`${workload.name} begins to delete old blocks`, `${workload.name}이(가) 오래된 블록을 삭제하기 시작합니다`),
      detail: text(
        `It keeps ${list}. What the bucket holds that is older is marked on its first pass and gone ${shown} later.`,
        `보관 기간은 ${list}입니다. 버킷에 있는 더 오래된 블록은 첫 작업에서 표시되고 ${shown} 뒤 사라집니다.`,
      ),
    }]
  })
}

function shorterRetention(before: StackSpec, after: StackSpec): Impact[] {
  return pairs(before, after, 'compact').filter(([, next]) => isRunning(next)).flatMap(([old, next]) => RETENTION_FLAGS.flatMap(([flag, resolution]): Impact[] => {
    const was = retentionMs(old, flag)
    const is = retentionMs(next, flag)
    if (is >= was) return []
    const value = flagValue(next.args, flag) ?? '0d'
    const { shown, ms } = deleteDelay(next)
    return [{
      area: 'data', weight: 'danger', confirm: value, undoableMs: ms, objects: [specObjectId(next)],
      message: text(`${resolution === 'raw' ? 'Raw' : resolution} data older than ${value} is deleted`, `${value}보다 오래된 ${resolution === 'raw' ? '원본' : resolution} 데이터가 삭제됩니다`),
      detail: text(
        `Kept until now: ${was === Number.POSITIVE_INFINITY ? 'for ever' : flagValue(old.args, flag) ?? ''}. ${next.name} marks the blocks on its next pass, and they are gone from the bucket ${shown} later. Until then the marks can be removed; afterwards nothing brings the data back.`,
        `지금까지는 ${was === Number.POSITIVE_INFINITY ? '무기한' : flagValue(old.args, flag) ?? ''} 보관했습니다. ${next.name}이(가) 다음 작업에서 블록을 표시하고 ${shown} 뒤 버킷에서 사라집니다. 그전까지는 표시를 지울 수 있지만 이후에는 되돌릴 수 없습니다.`,
      ),
    }]
  }))
}

/** Vertical compaction rewrites blocks: what was two series is one, for good. */
function merging(before: StackSpec, after: StackSpec): Impact[] {
  return pairs(before, after, 'compact').flatMap(([old, next]): Impact[] => {
    const [was, is] = [old, next].map(({ args }) => flagValues(args, 'deduplication.replica-label').flatMap((value) => value.split(',')))
    const fresh = (is ?? []).filter((label) => !was?.includes(label))
    if (fresh.length === 0) return []
    return [{
      area: 'data', weight: 'danger', confirm: next.name, undoableMs: 0, objects: [specObjectId(next)],
      message: text(`${next.name} merges series that differ only in ${fresh.join(', ')}`, `${next.name}이(가) ${fresh.join(', ')}만 다른 시리즈를 하나로 합칩니다`),
      detail: text('The blocks are rewritten without this label as they are compacted, and nothing takes them apart again.', '블록은 컴팩션되면서 이 레이블 없이 다시 쓰이며 다시 나눌 수 없습니다.'),
    }]
  })
}

function otherBuckets(before: StackSpec, after: StackSpec): Impact[] {
  return (['store', 'compact', 'receive', 'rule'] as const).flatMap((kind) => pairs(before, after, kind)).flatMap(([old, next]): Impact[] => {
    const [was, is] = [bucketOf(before, old), bucketOf(after, next)]
    if (was === undefined || is === undefined || was === is) return []
    return [{
      area: 'data', weight: 'notice', objects: [specObjectId(next)],
      message: text(`${next.name} uses the bucket ${is} instead of ${was}`, `${next.name}이(가) ${was} 대신 ${is} 버킷을 사용합니다`),
      detail: text('What the old bucket holds stays there and is not copied.', '이전 버킷의 데이터는 그대로 남으며 복사되지 않습니다.'),
    }]
  })
}

function bucketOf(spec: StackSpec, workload: Workload): string | undefined {
  const storage = objectStorageOf(spec, workload)?.storage
  const { bucket } = storage?.settings ?? {}
  return typeof bucket === 'string' ? [bucket, storage?.prefix].filter(Boolean).join('/') : undefined
}

function claimsThatGrow(before: StackSpec, after: StackSpec): Impact[] {
  const live = new Map(workloads(before).map((workload) => [specObjectId(workload), workload]))
  return workloads(after).flatMap((next): Impact[] => {
    const old = live.get(specObjectId(next))
    const [growing] = old && next.object === 'StatefulSet' ? growingClaims(renderObject(next), renderObject(old)) : []
    if (!growing) return []
    const count = next.replicas ?? 1
    return [{
      area: 'data', weight: 'notice', objects: [specObjectId(next)],
      message: text(`${count} ${count === 1 ? 'claim' : 'claims'} of ${next.name} must grow from ${growing.from} to ${growing.to}`, `${next.name}의 볼륨 클레임 ${count}개가 ${growing.from}에서 ${growing.to}(으)로 커져야 합니다`),
      detail: text('A StatefulSet cannot do that by itself; the object below says how it is done. No data is lost by it.', 'StatefulSet은 스스로 하지 못합니다. 방법은 아래 오브젝트에 있습니다. 데이터는 사라지지 않습니다.'),
    }]
  })
}

/** What receivers keep on their own disks. */
function lessLocally(before: StackSpec, after: StackSpec): Impact[] {
  return pairs(before, after, 'receive').flatMap(([old, next]): Impact[] => {
    const [was, is] = [old, next].map(({ args }) => parseDurationMs(flagValue(args, 'tsdb.retention') ?? '15d') ?? Number.POSITIVE_INFINITY)
    if (was === undefined || is === undefined || is >= was) return []
    const value = flagValue(next.args, 'tsdb.retention') ?? '15d'
    const isKept = hasBucket(next)
    return [{
      area: 'data', weight: isKept ? 'notice' : 'danger', objects: [specObjectId(next)], ...(isKept ? {} : { undoableMs: 0, confirm: value }),
      message: text(`${next.name} keeps ${value} on its own disks, less than until now`, `${next.name}이(가) 자체 디스크에 보관하는 기간이 ${value}(으)로 줄어듭니다`),
      detail: isKept
        ? text('What is older is read from the bucket, as far as it was uploaded.', '더 오래된 데이터는 업로드된 것에 한해 버킷에서 읽습니다.')
        : text('It has no object storage: what is older is deleted and nowhere else.', '오브젝트 스토리지가 없어 더 오래된 데이터는 삭제되며 다른 곳에 없습니다.'),
    }]
  })
}

function fewerReceivers(before: StackSpec, after: StackSpec): Impact[] {
  return pairs(before, after, 'receive').flatMap(([old, next]): Impact[] => {
    const fewer = (old.replicas ?? 1) - (next.replicas ?? 1)
    if (fewer <= 0 || next.object !== 'StatefulSet') return []
    const isKept = hasBucket(next)
    return [{
      area: 'data', weight: isKept ? 'notice' : 'danger', objects: [specObjectId(next)],
      message: text(`${fewer} ${fewer === 1 ? 'pod' : 'pods'} of ${next.name} ${fewer === 1 ? 'goes' : 'go'}`, `${next.name}의 파드 ${fewer}개가 없어집니다`),
      detail: isKept
        ? text('Each uploads its newest data when it ends (Thanos v0.42.3 and newer). Until a store has loaded that, queries miss it. Its claim stays.', '파드는 종료할 때 최근 데이터를 업로드합니다(Thanos v0.42.3 이상). 스토어가 불러올 때까지 쿼리에서 빠집니다. 볼륨 클레임은 남습니다.')
        : text('It has no object storage: what only these pods have cannot be queried any more. Their claims stay.', '오브젝트 스토리지가 없어 이 파드에만 있는 데이터는 더 이상 조회할 수 없습니다. 볼륨 클레임은 남습니다.'),
    }]
  })
}

function hasBucket({ args }: Workload): boolean {
  return flagValue(args, 'objstore.config-file') !== undefined || flagValue(args, 'objstore.config') !== undefined
}

function retentionMs(workload: Workload, flag: string): number {
  const ms = parseDurationMs(flagValue(workload.args, flag) ?? '0d') ?? 0
  return ms === 0 ? Number.POSITIVE_INFINITY : ms
}
