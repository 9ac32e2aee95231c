// How much a bucket holds and how far back, out of the metas of its blocks. Thanos has no metric of the size of a bucket; the metas name the
// size of each file (thanos.files, pkg/block/metadata/meta.go), and what was deleted or compacted away has none any more.
import type { Observation, Reading, SeenBlock, SeenBlocks } from './observation.ts'

type Told = Exclude<Reading<SeenBlocks>, { state: 'dead' }>

/** The longest list of blocks: a compactor's, which is the whole bucket, else that of the store which has loaded most. `isWhole` tells which. */
export function bucketSeen({ blocks, components }: Pick<Observation, 'blocks' | 'components'>): { reading: Told; isWhole: boolean } | undefined {
  const told = Object.entries(blocks).flatMap(([pod, reading]) => (reading.state === 'dead' ? [] : [{ reading, isWhole: components.some((each) => each.pod === pod && each.kind === 'compact') }]))
  return told.toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole) || b.reading.value.blocks.length - a.reading.value.blocks.length)[0]
}

/** What blocks hold of the time up to `at`, in ms: bytes, and how many of them begin before it. */
export type GrowthPoint = { at: number; bytes: number; blocks: number }
/** `unsized` counts blocks whose meta names no size; with all of them there is no point with bytes to be drawn. Empty without blocks. */
export type Growth = { points: GrowthPoint[]; unsized: number }

const POINTS = 96

/** What the bucket holds now, by the time of its samples: from its oldest block to now. A block's bytes are spread evenly over its time. */
export function bucketGrowth(blocks: readonly SeenBlock[], now: number): Growth {
  // Not by Math.min(...): as arguments the blocks of a large bucket would be too many.
  const from = blocks.reduce((first, { minTime }) => Math.min(first, minTime), Infinity)
  const to = blocks.reduce((last, { maxTime }) => Math.max(last, maxTime), now)
  const unsized = blocks.filter(({ bytes }) => bytes === undefined).length
  if (blocks.length === 0 || from >= to) return { points: [], unsized }
  const step = (to - from) / POINTS
  const at = Array.from({ length: POINTS + 1 }, (_, index) => from + (to - from) * index / POINTS)
  // Each block is looked at once, since a bucket may have hundreds of thousands: it is noted at the first point after its beginning, at the first
  // after its end, and between the two with the part of its bytes that is passed there.
  const [begun, whole, passing] = [new Float64Array(POINTS + 2), new Float64Array(POINTS + 2), new Float64Array(POINTS + 2)]
  for (const { minTime, maxTime, bytes = 0 } of blocks) {
    let index = Math.max(0, Math.floor((minTime - from) / step) - 1)
    while (index <= POINTS && (at[index] ?? to) <= minTime) index++
    begun[index] = (begun[index] ?? 0) + 1
    const took = Math.max(1, maxTime - minTime)
    for (; index <= POINTS && (at[index] ?? to) - minTime < took; index++) passing[index] = (passing[index] ?? 0) + bytes * ((at[index] ?? to) - minTime) / took
    whole[index] = (whole[index] ?? 0) + bytes
  }
  let [count, sum] = [0, 0]
  const points = at.map((time, index): GrowthPoint => {
    count += begun[index] ?? 0
    sum += whole[index] ?? 0
    return { at: time, blocks: count, bytes: sum + (passing[index] ?? 0) }
  })
  return { points, unsized }
}
