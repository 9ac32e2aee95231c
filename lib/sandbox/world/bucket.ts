// The blocks of one stream in the bucket at a time, by Thanos' own levels: two hours as uploaded, then eight hours, two days, two weeks; the
// long ones downsampled. A compactor that halted has done nothing since.
import { hash } from './edges.ts'

const HOUR_MS = 3_600_000
const LEVELS_H = [336, 48, 8, 2] as const
const UPLOAD_DELAY_MS = 5 * 60_000
const COMPACT_DELAY_MS = 40 * 60_000
const DOWNSAMPLED_5M_MS = 300_000
const DOWNSAMPLED_1H_MS = 3_600_000

/** `until`: when the last sample came; `compactedUntil`: until when a compactor worked; times in ms. `keepMs` by resolution, 0 for ever. `gaps`: nothing was written then. */
export type Stream = {
  labels: Readonly<Record<string, string>>
  source: 'receive' | 'ruler' | 'sidecar'
  from: number
  until: number
  compactedUntil: number
  samplesPerS: number
  series: number
  keepMs: { raw: number; fiveMinutes: number; hour: number }
  isDownsampled: boolean
  gaps: readonly { from: number; until: number }[]
}

export type Block = { minTime: number; maxTime: number; resolutionMs: number; level: number; uploadedAt: number; stream: Stream; isTwin?: boolean }

export function blocksOf(stream: Stream, now: number): Block[] {
  const blocks: Block[] = []
  const put = (minTime: number, hours: number, resolutionMs: number): void => {
    const maxTime = minTime + hours * HOUR_MS
    const kept = keptMs(stream, resolutionMs)
    // Retention is carried out by the compactor, too.
    if (kept > 0 && maxTime + kept < Math.min(now, stream.compactedUntil)) return
    const isOwn = hours === 2
    blocks.push({ minTime, maxTime, resolutionMs, level: isOwn ? 1 : LEVELS_H.length - LEVELS_H.findIndex((length) => length === hours), stream, uploadedAt: maxTime + (isOwn ? UPLOAD_DELAY_MS : COMPACT_DELAY_MS) })
  }
  const end = Math.min(stream.until, now - UPLOAD_DELAY_MS)
  let at = Math.floor(stream.from / (2 * HOUR_MS)) * 2 * HOUR_MS
  while (at + 2 * HOUR_MS <= end) {
    const hours = LEVELS_H.find((length) => isDone(at, length, stream, end)) ?? 2
    const length = hours * HOUR_MS
    if (!stream.gaps.some(({ from, until }) => from <= at && at + length <= until)) {
      put(at, hours, 0)
      if (stream.isDownsampled && hours >= 48) put(at, hours, DOWNSAMPLED_5M_MS)
      if (stream.isDownsampled && hours >= 336) put(at, hours, DOWNSAMPLED_1H_MS)
    }
    at += length
  }
  return blocks
}

function keptMs({ keepMs }: Stream, resolutionMs: number): number {
  if (resolutionMs === 0) return keepMs.raw
  return resolutionMs === DOWNSAMPLED_5M_MS ? keepMs.fiveMinutes : keepMs.hour
}

function isDone(at: number, hours: number, { compactedUntil }: Stream, end: number): boolean {
  const length = hours * HOUR_MS
  return at % length === 0 && (hours === 2 || (at + length <= end && at + length + COMPACT_DELAY_MS <= compactedUntil))
}

/** As meta.json. Source: pkg/block/metadata/meta.go. */
export function metaOf(block: Block): Record<string, unknown> {
  const { minTime, maxTime, resolutionMs, level, stream, uploadedAt } = block
  const seconds = (maxTime - minTime) / 1000
  const samples = Math.round(stream.samplesPerS * seconds / (resolutionMs === 0 ? 1 : Math.max(1, resolutionMs / 30_000 / 5)))
  const isCompacted = level > 1 || resolutionMs > 0
  return {
    ulid: ulidOf(block), minTime, maxTime, version: 1,
    stats: { numSamples: samples, numSeries: stream.series, numChunks: Math.ceil(samples / 120) },
    compaction: { level, sources: [] },
    thanos: {
      version: 1, labels: stream.labels, downsample: { resolution: resolutionMs }, source: isCompacted ? 'compactor' : stream.source, segment_files: ['000001'],
      files: [{ rel_path: 'chunks/000001', size_bytes: Math.round(samples * 1.4) }, { rel_path: 'index', size_bytes: stream.series * 220 }, { rel_path: 'meta.json' }],
      upload_time: new Date(uploadedAt).toISOString(),
    },
  }
}

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: ten characters of time, sixteen that are the same for the same block every time. */
export function ulidOf({ minTime, maxTime, resolutionMs, stream, uploadedAt, isTwin }: Block): string {
  const what = `${JSON.stringify(stream.labels)}${minTime}${maxTime}${resolutionMs}${isTwin === true ? 'twin' : ''}`
  let time = uploadedAt
  let head = ''
  for (let place = 0; place < 10; place += 1) {
    head = `${BASE32[time % 32] ?? '0'}${head}`
    time = Math.floor(time / 32)
  }
  // The upper bits: the lower ones of this hash follow from so few that different blocks would share a name.
  return head + Array.from({ length: 16 }, (_, place) => BASE32[hash(`${what}|${place}`) >>> 27]).join('')
}
