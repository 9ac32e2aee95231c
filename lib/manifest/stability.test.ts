import { describe, expect, it } from 'vitest'
import type { PodProgress } from './progress.ts'
import { calmAt, stillToWait } from './stability.ts'

const pod = (uid: string, restarts = 0): PodProgress => ({ name: uid, uid, restarts, isReady: true, isNew: true })

describe('a rollout is stable', () => {
  it('once its pods stayed as they are for a while', () => {
    const calm = calmAt(undefined, [pod('a'), pod('b')], { now: 1_000, isRolledOut: true })
    expect(calmAt(calm, [pod('b'), pod('a')], { now: 5_000, isRolledOut: true })).toBe(calm)
    expect(stillToWait(calm, { now: 5_000, stableMs: 10_000 })).toBe(6_000)
    expect(stillToWait(calm, { now: 11_000, stableMs: 10_000 })).toBe(0)
  })

  it('no sooner than a while after it is ready, however long that took, and from anew when it is not ready in between', () => {
    const starting = calmAt(undefined, [pod('a')], { now: 0, isRolledOut: false })
    const slow = calmAt(calmAt(starting, [pod('a')], { now: 60_000, isRolledOut: false }), [pod('a')], { now: 61_000, isRolledOut: true })
    expect(stillToWait(slow, { now: 61_000, stableMs: 10_000 })).toBe(9_000)
    const away = calmAt(slow, [pod('a')], { now: 65_000, isRolledOut: false })
    expect(stillToWait(calmAt(away, [pod('a')], { now: 66_000, isRolledOut: true }), { now: 66_000, stableMs: 10_000 })).toBe(9_000)
  })

  it('from anew when a pod is replaced or restarts, and for longer each time one has restarted', () => {
    const first = calmAt(undefined, [pod('a', 1)], { now: 0, isRolledOut: true })
    expect(stillToWait(first, { now: 0, stableMs: 10_000 })).toBe(10_000)
    const replaced = calmAt(first, [pod('b')], { now: 3_000, isRolledOut: true })
    expect(stillToWait(replaced, { now: 3_000, stableMs: 10_000 })).toBe(10_000)
    const restarted = calmAt(replaced, [pod('b', 1)], { now: 4_000, isRolledOut: true })
    expect(stillToWait(restarted, { now: 4_000, stableMs: 10_000 })).toBe(20_000)
    const again = calmAt(restarted, [pod('b', 2)], { now: 5_000, isRolledOut: true })
    expect(stillToWait(again, { now: 5_000, stableMs: 10_000 })).toBe(40_000)
  })
})
