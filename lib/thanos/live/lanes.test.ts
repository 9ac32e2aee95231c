import { describe, expect, it } from 'vitest'
import { changed } from '#lib/testing/check-cases/case.ts'
import { dead, fresh, healthy, NOW } from '#lib/testing/observed.ts'
import { endpointsSeen } from './endpoints.ts'
import { type Lane, lanesOf } from './lanes.ts'
import type { Observation, Reading } from './observation.ts'

const SPEC = changed('corrected', {})
const HOUR_MS = 3_600_000
const WHY = { en: 'connection refused', ko: '연결 거부' }

function lanesSeen(observation: Observation, type: string): Lane[] {
  const look = { spec: SPEC, observation }
  return lanesOf(look, endpointsSeen(look).rows).filter((lane) => lane.type === type)
}

/** Read two hours ago, and no more since. */
function old<T>(reading: Reading<T>): Reading<T> {
  return reading.state === 'dead' ? reading : { state: 'stale', from: reading.from, value: reading.value, at: NOW - 2 * HOUR_MS, since: NOW - HOUR_MS, why: WHY }
}

const withBlocks = (observation: Observation, change: (pod: string, reading: Observation['blocks'][string]) => Observation['blocks'][string]): Observation => ({ ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => [pod, change(pod, reading)])) })

describe('where a lane was read', () => {
  it('is told with its age, and an answer of now has no reason to be old', () => {
    const named = withBlocks(healthy(SPEC), (pod, reading) => (reading.state === 'dead' ? reading : { ...reading, from: `${pod}/api/v1/blocks` }))
    for (const { read } of lanesSeen(named, 'store')) expect(read).toEqual({ from: 'thanos-store-0/api/v1/blocks', at: NOW })
    expect(lanesSeen(named, 'receive').map(({ read }) => read)).toEqual([{ from: 'test', at: NOW }])
  })

  it('a list of blocks that is old makes each of its lanes old, with the reason and the time', () => {
    const lanes = lanesSeen(withBlocks(healthy(SPEC), (pod, reading) => (pod.includes('store') ? old(reading) : reading)), 'store')
    expect(lanes.length).toBeGreaterThan(0)
    for (const { read } of lanes) expect(read).toEqual({ from: 'test', at: NOW - 2 * HOUR_MS, why: WHY })
  })

  it('a store that never told takes the list of the compactor, and its age', () => {
    const lanes = lanesSeen(withBlocks(healthy(SPEC), (pod, reading) => (pod.includes('store') ? dead() : old(reading))), 'store')
    for (const { read } of lanes) expect(read).toMatchObject({ at: NOW - 2 * HOUR_MS, why: WHY })
  })

  it('a list is as old as the process that tells it last made it', () => {
    const lanes = lanesSeen(withBlocks(healthy(SPEC), (_, reading) => (reading.state === 'fresh' ? fresh({ ...reading.value, refreshedAt: NOW - HOUR_MS }) : reading)), 'store')
    for (const { read } of lanes) expect(read).toEqual({ from: 'test', at: NOW - HOUR_MS })
  })
})
