import { describe, expect, it } from 'vitest'
import { stopsSeen } from './installed/stops.ts'

const pod = (uid: string, isDeleting = false) => ({ uid, name: `thanos-receiver-${uid.slice(0, 1)}`, isDeleting })

describe('what is seen of pods that stop', () => {
  it('counts from when it was first seen on the way out until it is not seen', () => {
    const { look, stops, leaving } = stopsSeen()
    look({ at: 0, pods: [pod('0a'), pod('1a')] })
    look({ at: 250, pods: [pod('0a', true), pod('1a')] })
    expect(leaving()).toBe(1)
    look({ at: 900, pods: [pod('0a', true), pod('1a')] })
    expect(stops).toEqual([])
    look({ at: 1250, pods: [pod('0b'), pod('1a')] })
    expect(stops).toEqual([{ pod: 'thanos-receiver-0', seconds: 1 }])
    expect(leaving()).toBe(0)
  })

  it('misses none that went and came back under its name between two looks', () => {
    const { look, stops } = stopsSeen()
    look({ at: 0, pods: [pod('0a'), pod('1a')] })
    look({ at: 300, pods: [pod('0b'), pod('1a')] })
    expect(stops).toEqual([{ pod: 'thanos-receiver-0', seconds: 0.3 }])
  })

  it('tells nothing of those that stay', () => {
    const { look, stops } = stopsSeen()
    for (const at of [0, 250, 500]) look({ at, pods: [pod('0a')] })
    expect(stops).toEqual([])
  })
})
