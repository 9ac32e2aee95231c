// Compactors and stores that share a bucket by selectors: shards that overlap, and shards that nobody has.
import { text } from '../../../text.ts'
import { flagValue } from '../../read-args.ts'
import { atFlag, isFragment, report, workloadsOf, type Check } from '../../check.ts'
import type { Finding } from '../../finding.ts'
import { hashShardOf, parseRelabel, relabelText, type HashShard } from '../../relabel.ts'
import { sharesBucket } from '../../object-storage-place.ts'
import type { StackSpec, Workload } from '../../spec.ts'

const SOURCE = 'https://thanos.io/tip/thanos/sharding.md'
const FLAG = 'selector.relabel-config'

type Sharded = { readonly workload: Workload; readonly shard: HashShard }

export const shards: Check = ({ spec }) => [...ofKind(spec, 'compact'), ...ofKind(spec, 'store')]

function ofKind(spec: StackSpec, kind: 'compact' | 'store'): Finding[] {
  const running = workloadsOf(spec, kind).filter((workload) => !isFragment(workload) && workload.replicas !== 0)
  const sharded = running.flatMap((workload): Sharded[] => {
    const written = relabelText(spec, workload, FLAG)
    const parsed = written && parseRelabel(written.content)
    const shard = parsed && 'rules' in parsed ? hashShardOf(parsed.rules) : undefined
    return shard ? [{ workload, shard }] : []
  })
  return [
    ...(kind === 'compact' ? [...byBlock(sharded), ...overlapping(spec, sharded)] : []),
    // A workload that chooses in another way, or not at all, may have what the others leave.
    ...(sharded.length === running.length ? left(spec, sharded) : []),
  ]
}

function place(workload: Workload): ReturnType<typeof atFlag> {
  return atFlag(workload, flagValue(workload.args, FLAG) === undefined ? `${FLAG}-file` : FLAG, SOURCE)
}

/** Blocks that belong together would be in different shards. Source: docs/sharding.md. */
function byBlock(sharded: readonly Sharded[]): Finding[] {
  return sharded.filter(({ shard }) => shard.source.includes('__block_id')).map(({ workload }) => report(place(workload), 'compact/shards-by-block', 'error',
    text(`${workload.name} shares the bucket by __block_id.`, `${workload.name}은(는) __block_id로 버킷을 나눕니다.`),
    text('A compactor merges the blocks of one stream. Shared by block id, a stream lies in all shards, and no compactor sees enough of it: share by external labels.', 'compactor는 한 스트림의 블록을 합칩니다. 블록 ID로 나누면 한 스트림이 모든 샤드에 흩어져 합칠 수 없습니다. 외부 라벨로 나누세요.')))
}

function overlapping(spec: StackSpec, sharded: readonly Sharded[]): Finding[] {
  return sharded.flatMap(({ workload, shard }, index) => {
    const other = sharded.slice(0, index).find((earlier) => earlier.shard.source === shard.source && earlier.shard.modulus === shard.modulus
      && earlier.shard.kept.some((kept) => shard.kept.includes(kept)) && sharesBucket(spec, earlier.workload, workload))
    if (!other) return []
    const both = shard.kept.filter((kept) => other.shard.kept.includes(kept))
    return [report(place(workload), 'compact/shards-overlap', 'error',
      text(`${workload.name} and ${other.workload.name} both keep shard ${both.join(', ')} of ${shard.modulus}.`, `${workload.name}과(와) ${other.workload.name}이(가) 모두 ${shard.modulus}개 중 샤드 ${both.join(', ')}을(를) 맡습니다.`),
      text('They compact the same blocks at the same time and leave overlapping blocks, on which both halt.', '같은 블록을 동시에 컴팩션하여 겹치는 블록을 남기고 둘 다 멈춥니다.'))]
  })
}

/** Shards of the bucket that are in nobody's selector. */
function left(spec: StackSpec, sharded: readonly Sharded[]): Finding[] {
  const [first] = sharded
  if (!first || sharded.some(({ workload, shard }) => shard.modulus !== first.shard.modulus || shard.source !== first.shard.source || !sharesBucket(spec, workload, first.workload))) return []
  const kept = new Set(sharded.flatMap(({ shard }) => shard.kept))
  const missing = Array.from({ length: first.shard.modulus }, (_, shard) => shard).filter((shard) => !kept.has(shard))
  if (missing.length === 0) return []
  const isCompact = first.workload.kind === 'compact'
  return [report(place(first.workload), isCompact ? 'compact/shard-missing' : 'store/shard-missing', isCompact ? 'warning' : 'error',
    isCompact
      ? text(`No compactor keeps shard ${missing.join(', ')} of ${first.shard.modulus}.`, `${first.shard.modulus}개 중 샤드 ${missing.join(', ')}을(를) 맡은 compactor가 없습니다.`)
      : text(`No store serves shard ${missing.join(', ')} of ${first.shard.modulus}.`, `${first.shard.modulus}개 중 샤드 ${missing.join(', ')}을(를) 제공하는 store가 없습니다.`),
    isCompact
      ? text('Its blocks are never compacted, downsampled or deleted.', '이 샤드의 블록은 컴팩션, 다운샘플링, 삭제되지 않습니다.')
      : text('Its blocks cannot be queried, and nothing says that they are missing.', '이 샤드의 블록은 조회할 수 없으며 빠졌다는 표시도 없습니다.'))]
}
