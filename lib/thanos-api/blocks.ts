// The blocks that a compactor (all of its bucket) or a store (what it has loaded) lists. Source: pkg/api/blocks/v1.go, pkg/block/metadata/meta.go.
import { z } from 'zod'
import type { SeenBlock, SeenBlocks } from '../thanos/live/observation.ts'
import { apiData, type FetchPage } from './fetch-page.ts'
import { THANOS_PATHS } from './paths.ts'
import { timeMs } from './time.ts'

const Meta = z.object({
  ulid: z.string(),
  minTime: z.number(),
  maxTime: z.number(),
  stats: z.object({ numSeries: z.number().optional(), numSamples: z.number().optional() }).nullish(),
  compaction: z.object({ level: z.number() }),
  thanos: z.object({
    labels: z.record(z.string(), z.string()).nullish(),
    downsample: z.object({ resolution: z.number() }).nullish(),
    source: z.string().nullish(),
    files: z.array(z.object({ size_bytes: z.number().optional() })).nullish(),
    upload_time: z.string().nullish(),
  }).nullish(),
})
const Blocks = z.object({ blocks: z.array(Meta).nullish(), refreshedAt: z.string().nullish(), err: z.unknown() })

export async function fetchBlocks(fetchPage: FetchPage, view: 'global' | 'loaded'): Promise<SeenBlocks> {
  const { blocks, refreshedAt, err } = await apiData(fetchPage, { path: THANOS_PATHS.blocks, query: { view } }, Blocks)
  return {
    blocks: (blocks ?? []).map(seenBlock), ...timeMs('refreshedAt', refreshedAt),
    ...(typeof err === 'string' && err !== '' ? { error: err } : {}),
  }
}

function seenBlock({ ulid, minTime, maxTime, stats, compaction, thanos }: z.infer<typeof Meta>): SeenBlock {
  const sizes = (thanos?.files ?? []).flatMap(({ size_bytes: size }) => size ?? [])
  return {
    ulid, minTime, maxTime, labels: thanos?.labels ?? {}, resolutionMs: thanos?.downsample?.resolution ?? 0, level: compaction.level, source: thanos?.source ?? '',
    series: stats?.numSeries ?? 0, samples: stats?.numSamples ?? 0,
    ...(sizes.length > 0 ? { bytes: sizes.reduce((sum, size) => sum + size, 0) } : {}), ...timeMs('uploadedAt', thanos?.upload_time),
  }
}
