import { describe, expect, it } from 'vitest'
import { mapBounded } from './bounded.ts'

describe('mapBounded', () => {
  it('keeps the order and never has more than the limit under way', async () => {
    let now = 0
    let most = 0
    const results = await mapBounded([30, 1, 20, 2, 10], 2, async (ms) => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => { setTimeout(resolve, ms) })
      now--
      return ms * 2
    })
    expect(results).toEqual([60, 2, 40, 4, 20])
    expect(most).toBe(2)
  })

  it('does the work for an item that is undefined as well', async () => {
    expect(await mapBounded([1, undefined, 3], 2, async (item) => item ?? 'nothing')).toEqual([1, 'nothing', 3])
  })

  it('throws the first failure and begins nothing after it', async () => {
    const begun: number[] = []
    await expect(mapBounded([1, 2, 3, 4], 1, async (item) => {
      begun.push(item)
      if (item === 2) throw new Error('second')
      return item
    })).rejects.toThrow('second')
    expect(begun).toEqual([1, 2])
  })
})
