// How much lies in the bucket: bytes and blocks, by what arrives and how long it is kept.
import { BYTES_PER_SAMPLE } from './figure.ts'
import { receiversFor, samplesPerSecond, type Load, type Size } from './load.ts'
import { DAY_SECONDS } from './units.ts'

/** A downsampled series keeps five aggregates for each window: count, sum, min, max, counter. Source: docs/components/compact.md. */
const AGGREGATES = 5
/** For ever is reckoned as three years; whoever keeps longer types it in. */
const FOREVER_DAYS = 3 * 365
/** The widest block, and the smaller ones of the last two weeks beside them. Source: compaction levels 2h, 8h, 2d, 14d. */
const BLOCK_DAYS = 14
const RECENT_BLOCKS = 24

export type Bucket = {
  /** Bytes by resolution, all copies counted: copies are merged only where the compactor is told to. */
  readonly raw: number
  readonly five: number
  readonly hour: number
  readonly bytes: number
  readonly blocks: number
  /** One for each receiver and tenant: blocks of one stream are compacted with each other. */
  readonly streams: number
}

/** What lies in the bucket once every retention has passed. */
export function bucketOf(load: Load, size: Size): Bucket {
  const copies = load.series * load.copies
  const streams = receiversFor(load, size) * load.tenants
  const raw = samplesPerSecond(load) * load.copies * days(load.rawDays) * DAY_SECONDS * BYTES_PER_SAMPLE
  const aggregated = (keptDays: number, windowSeconds: number): number => (copies * days(keptDays) * DAY_SECONDS * AGGREGATES * BYTES_PER_SAMPLE) / windowSeconds
  const five = aggregated(load.fiveDays, 300)
  const hour = aggregated(load.hourDays, 3600)
  const blocksOf = (keptDays: number): number => Math.ceil(days(keptDays) / BLOCK_DAYS)
  const blocks = streams * (blocksOf(load.rawDays) + blocksOf(load.fiveDays) + blocksOf(load.hourDays) + RECENT_BLOCKS)
  return { raw, five, hour, bytes: raw + five + hour, blocks, streams }
}

/** Raw bytes of two weeks of the largest stream: the biggest group of blocks that is ever compacted into one. */
export function largestGroup(load: Load, size: Size): number {
  const samples = (samplesPerSecond(load) * load.copies) / receiversFor(load, size)
  return samples * largestTenant(load) * BLOCK_DAYS * DAY_SECONDS * BYTES_PER_SAMPLE
}

/** Share of the largest tenant: of several, one is reckoned to have half of everything. */
export function largestTenant({ tenants }: Pick<Load, 'tenants'>): number {
  return tenants === 1 ? 1 : 0.5
}

function days(kept: number): number {
  return kept === 0 ? FOREVER_DAYS : kept
}
