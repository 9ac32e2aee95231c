import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuantity } from '../../manifest/quantity.ts'
import { parseSizeBytes } from '../size.ts'
import { bucketOf, largestGroup } from './bucket.ts'
import { cpuQuantity, diskQuantity, flagSize, memoryQuantity, short, shortBytes } from './figure.ts'
import { CUTS, intervalOf, type Load, receiversFor, samplesPerSecond, SIZES, START } from './load.ts'
import { DAY_SECONDS, GIB } from './units.ts'
import { frontendSizing, querySizing, ruleSizing } from './query.ts'
import { ingestorSizing, routerSizing } from './receive.ts'
import { compactSizing, storeSizing } from './store.ts'

const bytes = (quantity: string | undefined): number => parseQuantity(quantity ?? '') ?? Number.NaN
const KINDS = { ingestorSizing, routerSizing, storeSizing, compactSizing, querySizing, frontendSizing, ruleSizing }
const anySize = fc.constantFrom(...SIZES)
const anyLoad: fc.Arbitrary<Load> = fc.record({
  series: fc.integer({ min: 1, max: 1_000_000_000 }), interval: fc.integer({ min: 1, max: 3600 }), copies: fc.integer({ min: 1, max: 9 }), tenants: fc.integer({ min: 1, max: 10_000 }),
  localDays: fc.integer({ min: 1, max: 90 }), rawDays: fc.integer({ min: 0, max: 3650 }), fiveDays: fc.integer({ min: 0, max: 3650 }), hourDays: fc.integer({ min: 0, max: 3650 }), queries: fc.integer({ min: 1, max: 1000 }),
})

describe('size M, reckoned by hand: 2M series every 30 s, three copies', () => {
  const load = START.M

  it('gives three receivers of 2M series with 10 to 19 GiB of memory and 40 GiB of disk', () => {
    // 6M copies / 2M a pod = 3; (0.5 GiB + 2M × 1.5 × 3 KiB + 32 MiB = 9.115 GiB); 66,667 samples/s a pod.
    // blocks 66,667 × 2 d × 86,400 × 2 B = 23.04e9; log 66,667 × 10,800 × 8 B = 5.76e9; × 1.2 = 34.56e9 B = 32.2 GiB.
    expect(samplesPerSecond(load)).toBeCloseTo(66_666.67, 1)
    expect(ingestorSizing(load, 'M')).toMatchObject({ replicas: 3, requests: { memory: '10Gi', cpu: '750m' }, limits: { memory: '19Gi' }, disk: '40Gi' })
  })

  it('gives two routers: 66.7k samples/s are less than the 150k of one, and one is to spare', () => {
    // 0.25 GiB + 66,667 × 3 × 4 KiB = 1.013 GiB
    expect(routerSizing(load, 'M')).toMatchObject({ replicas: 2, requests: { memory: '1280Mi', cpu: '1' }, limits: { memory: '2304Mi' } })
  })

  it('reckons the bucket: raw 1.0 TB, 5m 3.1 TB, 1h 1.1 TB', () => {
    const bucket = bucketOf(load, 'M')
    expect(bucket.raw).toBe(200_000 * 30 * DAY_SECONDS * 2) // 1,036.8 GB
    expect(bucket.five).toBe((6_000_000 * 180 * DAY_SECONDS * 10) / 300) // 3,110.4 GB
    expect(bucket.hour).toBe((6_000_000 * 730 * DAY_SECONDS * 10) / 3600) // 1,051.2 GB
    // 3 streams × (3 + 13 + 53 blocks of two weeks, 24 of the last ones)
    expect(bucket.blocks).toBe(3 * (3 + 13 + 53 + 24))
  })

  it('gives stores a cache of 977 MB, the pool of 20 requests, and a limit above both', () => {
    expect(storeSizing(load, 'M').flags).toEqual({ 'index-cache-size': '977MB', 'chunk-pool-size': '2GB', 'store.grpc.series-max-concurrency': '20' })
  })

  it('gives the compactor twice two weeks of a receiver, and some 12 GiB', () => {
    // 66,667 × 14 d × 86,400 × 2 B = 161.3 GB; × 2.2 = 354.8 GB = 330.5 GiB. 1 GiB + 2M × 3 × 2 KiB = 12.44 GiB.
    expect(largestGroup(load, 'M')).toBeCloseTo(161.28e9, -3)
    expect(compactSizing(load, 'M')).toMatchObject({ replicas: 1, disk: '340Gi', limits: { memory: '13Gi' } })
  })

  it('gives queriers 20 queries of 57.6M samples', () => {
    // 20k series × 2,880 samples × 4 B = 230.4 MB; × 20 + 0.25 GiB = 4.54 GiB
    expect(querySizing(load, 'M')).toMatchObject({ replicas: 2, limits: { memory: '5Gi' }, flags: { 'query.max-concurrent': '20' } })
  })
})

describe('every size of every part', () => {
  it('has a reason for each of its numbers in both languages, and a source', () => {
    fc.assert(fc.property(anyLoad, anySize, (load, size) => {
      for (const sizingOf of Object.values(KINDS)) {
        const { figures, replicas } = sizingOf(load, size)
        expect(figures.length).toBeGreaterThan(2)
        expect(figures[0]?.value).toBe(String(replicas))
        for (const { formula, source } of figures) {
          expect(formula.ko).toMatch(/[가-힣]/)
          expect(`${formula.en}${formula.ko}`).not.toMatch(/NaN|Infinity|undefined/)
          expect(source).toMatch(/^https:\/\//)
        }
      }
    }), { numRuns: 60 })
  })

  it('never asks for more than its limit', () => {
    fc.assert(fc.property(anyLoad, anySize, (load, size) => {
      for (const sizingOf of Object.values(KINDS)) {
        const { requests, limits } = sizingOf(load, size)
        expect(bytes(requests.memory)).toBeLessThanOrEqual(bytes(limits.memory))
      }
    }))
  })

  it('has room in a store’s limit for both of its caches', () => {
    fc.assert(fc.property(anyLoad, anySize, (load, size) => {
      const { flags, limits } = storeSizing(load, size)
      const caches = (parseSizeBytes(flags['index-cache-size'] ?? '') ?? 0) + (parseSizeBytes(flags['chunk-pool-size'] ?? '') ?? 0)
      expect(caches).toBeLessThanOrEqual(bytes(limits.memory) * 0.9)
    }))
  })
})

describe('more of anything never gives less', () => {
  /** A load and a size for which the change gives less; null when there is none. */
  const shrinks = (change: (load: Load) => Load, measure: (load: Load, size: (typeof SIZES)[number]) => number): unknown =>
    fc.check(fc.property(anyLoad, anySize, (load, size) => measure(change(load), size) >= measure(load, size))).counterexample
  const more = (load: Load): Load => ({ ...load, series: load.series * 2 })

  it('receivers, routers and their memory together with series', () => {
    expect(shrinks(more, receiversFor)).toBeNull()
    expect(shrinks(more, (load, size) => ingestorSizing(load, size).replicas * bytes(ingestorSizing(load, size).limits.memory))).toBeNull()
    expect(shrinks(more, (load, size) => routerSizing(load, size).replicas)).toBeNull()
  })

  it('receivers with copies, and never fewer than copies', () => {
    expect(shrinks((load) => ({ ...load, copies: load.copies + 1 }), receiversFor)).toBeNull()
    fc.assert(fc.property(anyLoad, anySize, (load, size) => { expect(receiversFor(load, size)).toBeGreaterThanOrEqual(load.copies) }))
  })

  it('a receiver’s disk with days kept, and with samples', () => {
    expect(shrinks((load) => ({ ...load, localDays: load.localDays + 1 }), (load, size) => bytes(ingestorSizing(load, size).disk))).toBeNull()
    expect(shrinks((load) => ({ ...load, interval: load.interval / 2 }), (load, size) => bytes(ingestorSizing(load, size).disk))).toBeNull()
  })

  it('the bucket and the disk of stores with days kept', () => {
    const longer = (load: Load): Load => ({ ...load, rawDays: load.rawDays === 0 ? 0 : load.rawDays + 14, hourDays: load.hourDays === 0 ? 0 : load.hourDays + 30 })
    expect(shrinks(longer, (load, size) => bucketOf(load, size).bytes)).toBeNull()
    expect(shrinks(longer, (load, size) => bytes(storeSizing(load, size).disk))).toBeNull()
  })

  it('the memory of stores, queriers and rulers with series, and of queriers with queries', () => {
    expect(shrinks(more, (load, size) => bytes(storeSizing(load, size).limits.memory))).toBeNull()
    expect(shrinks(more, (load, size) => bytes(querySizing(load, size).limits.memory))).toBeNull()
    expect(shrinks(more, (load, size) => bytes(ruleSizing(load, size).limits.memory))).toBeNull()
    expect(shrinks((load) => ({ ...load, queries: load.queries + 1 }), (load, size) => bytes(querySizing(load, size).limits.memory))).toBeNull()
  })

  it('the disk of the compactor with samples', () => {
    expect(shrinks((load) => ({ ...load, interval: load.interval / 2 }), (load, size) => bytes(compactSizing(load, size).disk))).toBeNull()
  })

  it('a larger size never needs more receivers', () => {
    fc.assert(fc.property(anyLoad, (load) => {
      const counts = SIZES.map((size) => receiversFor(load, size))
      expect(counts).toEqual(counts.toSorted((a, b) => b - a))
      expect(CUTS.S.seriesPerReceiver).toBeLessThan(CUTS.L.seriesPerReceiver)
    }))
  })
})

describe('how numbers are written', () => {
  it('rounds up, never down', () => {
    expect([memoryQuantity(1), memoryQuantity(1.1 * GIB), memoryQuantity(4.1 * GIB), diskQuantity(1), diskQuantity(10 * GIB + 1), cpuQuantity(0.1), cpuQuantity(1.3), flagSize(1.5 * GIB), flagSize(2 * GIB)])
      .toEqual(['256Mi', '1280Mi', '5Gi', '10Gi', '20Gi', '250m', '1500m', '1536MB', '2GB'])
  })

  it('says counts and bytes for people', () => {
    expect([short(2_000_000), short(66_666.7), short(5), shortBytes(GIB * 9.115), shortBytes(0)]).toEqual(['2M', '66.7k', '5', '9.12 GiB', '0 B'])
  })

  it('turns samples a second back into the interval they came from', () => {
    expect(intervalOf(2_000_000, samplesPerSecond(START.M))).toBeCloseTo(30, 9)
  })
})
