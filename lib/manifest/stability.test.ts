import { describe, expect, it } from 'vitest'
import type { PodProgress } from './progress.ts'
import { calmAt, stillToWait } from './stability.ts'

const pod = (uid: string, restarts = 0): PodProgress => ({ name: uid, uid, restarts, isReady: true, isNew: true })

describe('a rollout is stable', () => {
  it('once its pods stayed as they are for a while', () => {
    const calm = calmAt(undefined, [pod('a'), pod('b')], 1_000)
    expect(calmAt(calm, [pod('b'), pod('a')], 5_000)).toBe(calm)
    expect(stillToWait(calm, { now: 5_000, stableMs: 10_000 })).toBe(6_000)
    expect(stillToWait(calm, { now: 11_000, stableMs: 10_000 })).toBe(0)
  })

  it('from anew when a pod is replaced or restarts, and for longer each time one has restarted', () => {
    const first = calmAt(undefined, [pod('a', 1)], 0)
    expect(stillToWait(first, { now: 0, stableMs: 10_000 })).toBe(10_000)
    const replaced = calmAt(first, [pod('b')], 3_000)
    expect(stillToWait(replaced, { now: 3_000, stableMs: 10_000 })).toBe(10_000)
    const restarted = calmAt(replaced, [pod('b', 1)], 4_000)
    expect(stillToWait(restarted, { now: 4_000, stableMs: 10_000 })).toBe(20_000)
    const again = calmAt(restarted, [pod('b', 2)], 5_000)
    expect(stillToWait(again, { now: 5_000, stableMs: 10_000 })).toBe(40_000)
  })
})
