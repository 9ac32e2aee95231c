import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatBytes, formatCores, parseQuantity } from './quantity.ts'

describe('quantities', () => {
  test.each([
    ['4Gi', 4 * 1024 ** 3], ['500m', 0.5], ['1e3', 1000], ['1E3', 1000], ['1E', 1e18], ['1Ei', 1024 ** 6], ['1.5Gi', 1.5 * 1024 ** 3], ['100M', 1e8], ['2k', 2000], ['0', 0], ['.5', 0.5], ['5.', 5], ['-1', -1],
    ['250u', 0.00025], ['7n', 7e-9], ['1e-3', 0.001], ['100m', 0.1], ['300m', 0.3], [3, 3], [0.5, 0.5],
  ])('%j is %d', (quantity, number) => {
    expect(parseQuantity(quantity)).toBe(number)
  })

  test.each(['', 'Gi', '4GB', '4 Gi', '1K', '4gi', '0x10', '1e', '1_000', 'ten', '.', '4iG', '1mm', Number.NaN, Infinity])('%j is no quantity', (quantity) => {
    expect(parseQuantity(quantity)).toBeUndefined()
  })

  test.each([[0, '0'], [1000, '1000'], [1024, '1Ki'], [4 * 1024 ** 3, '4Gi'], [1.5 * 1024 ** 3, '1536Mi']])('%d bytes are written %s', (bytes, written) => {
    expect(formatBytes(bytes)).toBe(written)
  })

  test('what is written reads back as the same number', () => {
    fc.assert(fc.property(fc.nat(), fc.nat({ max: 1_000_000 }), (bytes, thousandths) => {
      expect(parseQuantity(formatBytes(bytes))).toBe(bytes)
      expect(parseQuantity(formatBytes(bytes * 1024 ** 2))).toBe(bytes * 1024 ** 2)
      expect(parseQuantity(formatCores(thousandths / 1000))).toBe(thousandths / 1000)
    }))
    expect([formatCores(0.5), formatCores(2), formatCores(1.25)]).toEqual(['500m', '2', '1250m'])
  })
})
