import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSize, parseSizeBytes } from './size.ts'

const GIB = 1024 ** 3

describe('parseSizeBytes', () => {
  it.each([
    ['0', 0], ['1B', 1], ['250MB', 250 * 1024 ** 2], ['250MiB', 250 * 1024 ** 2], ['2GB', 2 * GIB], ['2GiB', 2 * GIB], ['64GB', 64 * GIB], ['1.5GiB', 1.5 * GIB],
    ['1GiB512MiB', 1.5 * GIB], ['1GB512MB', 1.5 * GIB], ['-1KB', -1024], ['1KB', 1024],
  ])('reads %s as Thanos does, with 1024 bytes in KB and in KiB', (text, expected) => {
    expect(parseSizeBytes(text)).toBe(expected)
  })

  it.each(['', '2048', '2Gi', '2G', '2gb', '2 GB', '1kB', '1GiB512MB', '.B', 'GB', '16EB'])('refuses %j', (text) => {
    expect(parseSizeBytes(text)).toBeUndefined()
  })

  it('gives back every size that formatSize writes', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (bytes) => {
      expect(parseSizeBytes(formatSize(bytes))).toBe(bytes)
    }))
  })

  it('gives back whole multiples of a unit in that unit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1023 }), fc.constantFrom('KiB', 'MiB', 'GiB'), (amount, unit) => {
      const text = `${amount}${unit}`
      expect(formatSize(parseSizeBytes(text) ?? -1)).toBe(text)
    }))
  })
})
