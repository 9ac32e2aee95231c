import { expect, test } from 'vitest'
import { DAY_MS, dead, fresh, NOW } from '../../testing/observed.ts'
import { bucketGrowth, bucketSeen } from './bucket-growth.ts'
import type { Observation, SeenBlock } from './observation.ts'

const block = (fromDays: number, toDays: number, bytes?: number): SeenBlock => ({
  ulid: `${fromDays}-${toDays}`, minTime: NOW - fromDays * DAY_MS, maxTime: NOW - toDays * DAY_MS, labels: {}, resolutionMs: 0, level: 1, source: 'receive', series: 1, samples: 1, ...(bytes === undefined ? {} : { bytes }),
})

test('grows from nothing at the oldest sample to all bytes and blocks now, and never shrinks', () => {
  const { points, unsized } = bucketGrowth([block(4, 2, 600), block(2, 1, 300), block(4, 2, 60)], NOW)
  expect(points[0]).toEqual({ at: NOW - 4 * DAY_MS, bytes: 0, blocks: 0 })
  expect(points.at(-1)).toEqual({ at: NOW, bytes: 960, blocks: 3 })
  // A day on, half of the first two days is passed.
  expect(points.find(({ at }) => at === NOW - 3 * DAY_MS)).toMatchObject({ bytes: 330, blocks: 2 })
  expect(points.every((point, at) => point.bytes >= (points[at - 1]?.bytes ?? 0) && point.blocks >= (points[at - 1]?.blocks ?? 0))).toBe(true)
  expect(unsized).toBe(0)
})

test('counts the blocks that name no size, and has nothing to draw of an empty bucket', () => {
  expect(bucketGrowth([block(4, 2), block(2, 1, 300)], NOW)).toMatchObject({ unsized: 1 })
  expect(bucketGrowth([], NOW)).toEqual({ points: [], unsized: 0 })
})

test('draws a bucket of more blocks than a call takes arguments', () => {
  const many = Array.from({ length: 200_000 }, () => block(4, 2, 1))
  expect(bucketGrowth(many, NOW).points.at(-1)).toEqual({ at: NOW, bytes: 200_000, blocks: 200_000 })
})

test('is at every point what each block gives by itself, added up', () => {
  // Blocks of all lengths, also of none and of much less than lies between two points.
  const all = Array.from({ length: 300 }, (_, index) => {
    const [from, length] = [(index * 37) % 90 + 1, [0, 1 / 12, 1, 14][index % 4] ?? 0]
    return block(from, from - length, index % 5)
  })
  for (const { at, bytes, blocks } of bucketGrowth(all, NOW).points) {
    expect(blocks).toBe(all.filter(({ minTime }) => minTime < at).length)
    expect(bytes).toBeCloseTo(all.reduce((sum, { minTime, maxTime, bytes: size = 0 }) => sum + size * Math.min(1, Math.max(0, (at - minTime) / Math.max(1, maxTime - minTime))), 0), 6)
  }
})

test('ends where blocks of a clock that is ahead end', () => {
  expect(bucketGrowth([block(2, -1, 300)], NOW).points.at(-1)).toEqual({ at: NOW + DAY_MS, bytes: 300, blocks: 1 })
})

test('a compactor tells of the whole bucket, a store of what it has loaded, and nobody of none', () => {
  const component = (pod: string, kind: 'compact' | 'store'): Observation['components'][number] => ({ pod, kind, object: '', flags: dead(), version: dead(), metrics: dead() })
  const components = [component('thanos-compact-0', 'compact'), component('thanos-store-0', 'store'), component('thanos-store-1', 'store')]
  const [few, many] = [fresh({ blocks: [block(2, 1)] }), fresh({ blocks: [block(4, 2), block(2, 1)] })]
  expect(bucketSeen({ components, blocks: { 'thanos-store-0': many, 'thanos-compact-0': few } })).toEqual({ reading: few, isWhole: true })
  expect(bucketSeen({ components, blocks: { 'thanos-store-0': few, 'thanos-store-1': many, 'thanos-compact-0': dead() } })).toEqual({ reading: many, isWhole: false })
  expect(bucketSeen({ components, blocks: { 'thanos-store-0': dead() } })).toBeUndefined()
})
