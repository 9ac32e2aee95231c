// How large a store must be, and a compactor: both read what lies in the bucket.
import { text } from '../../text.ts'
import { bucketOf, largestGroup, largestTenant } from './bucket.ts'
import { cpuQuantity, diskQuantity, type Figure, flagSize, memoryQuantity, short, shortBytes, SOURCES, type Sizing } from './figure.ts'
import { CUTS, receiversFor, type Load, type Size } from './load.ts'
import { GIB, KIB, MIB } from './units.ts'

/** What Thanos gives its own 20 requests: --chunk-pool-size=2GB. */
const CHUNKS_PER_REQUEST = 2 * GIB / 20
const INDEX_BYTES_PER_SERIES = 512
const LEAST_INDEX_CACHE = 250 * MIB
/** An index header takes some 6 MB of disk, and 30 where a block has many labels. */
const HEADER_BYTES = 30 * MIB
const HEADER_SHARE_IN_MEMORY = 0.1
const CACHE_SHARE_OF_LIMIT = 0.75

/** A store of the whole bucket, or of the part of it that `share` (0 to 1) says. Two replicas, of which one is asked. */
export function storeSizing(load: Load, size: Size, share = 1): Sizing {
  const bucket = bucketOf(load, size)
  const { storeRequests } = CUTS[size]
  const blocks = Math.ceil(bucket.blocks * share)
  const cache = Math.max(LEAST_INDEX_CACHE, load.series * INDEX_BYTES_PER_SERIES)
  const pool = storeRequests * CHUNKS_PER_REQUEST
  const headers = blocks * HEADER_BYTES
  const inMemory = headers * HEADER_SHARE_IN_MEMORY
  const limit = memoryQuantity((cache + pool + inMemory) / CACHE_SHARE_OF_LIMIT)
  const requested = memoryQuantity((cache + pool + inMemory) / 2)
  const disk = diskQuantity(headers * 1.2)
  const cpu = cpuQuantity(storeRequests / 20)
  const cacheFlag = flagSize(cache)
  const poolFlag = flagSize(pool)
  return {
    replicas: 2, requests: { cpu, memory: requested }, limits: { memory: limit }, disk,
    flags: { 'index-cache-size': cacheFlag, 'chunk-pool-size': poolFlag, 'store.grpc.series-max-concurrency': String(storeRequests) },
    figures: [
      {
        id: 'replicas', label: text('Stores', '스토어'), value: '2', basis: 'documented', source: SOURCES.store,
        formula: text('Two with the same blocks, of which the querier asks one in turn: one may be down, and no query is paid twice.', '같은 블록을 가진 둘이며 querier는 하나씩 번갈아 조회합니다. 하나가 내려가도 되고 같은 쿼리를 두 번 하지 않습니다.'),
      },
      {
        id: 'cache', label: text('Index cache', '인덱스 캐시'), value: cacheFlag, basis: 'rule-of-thumb', source: SOURCES.store,
        formula: text(`${short(load.series)} series × 512 B of labels and postings, once for all copies; not below the 250 MB that Thanos takes by itself.`, `시리즈 ${short(load.series)}개 × 라벨과 posting 512 B이며 사본 수와 무관합니다. Thanos 기본값 250 MB보다 작게 두지 않습니다.`),
      },
      {
        id: 'pool', label: text('Chunk pool', '청크 풀'), value: poolFlag, basis: 'documented', source: SOURCES.store,
        formula: text(`${storeRequests} requests at once × 102 MiB each, the measure of Thanos’ own default of 2 GB for 20.`, `동시 요청 ${storeRequests}개 × 102 MiB이며, 요청 20개에 2 GB인 Thanos 기본값의 비율입니다.`),
      },
      {
        id: 'memory', label: text('Memory of a store', '스토어 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: 'https://github.com/thanos-io/thanos/issues/6030',
        formula: text(
          `Index cache, chunk pool and a tenth of ${shortBytes(headers)} index headers make ${shortBytes(cache + pool + inMemory)}; the limit leaves a quarter of itself to the process. Half of it is requested, because caches fill up slowly.`,
          `인덱스 캐시, 청크 풀, 인덱스 헤더 ${shortBytes(headers)}의 10분의 1을 더하면 ${shortBytes(cache + pool + inMemory)}이며 제한의 4분의 1은 프로세스 몫입니다. 캐시는 천천히 차므로 절반을 요청합니다.`,
        ),
      },
      {
        id: 'disk', label: text('Disk of a store', '스토어 디스크'), value: disk, basis: 'rule-of-thumb', source: SOURCES.store,
        formula: text(`${short(blocks)} blocks × 30 MiB of index header, a fifth to spare. Blocks themselves stay in the bucket.`, `블록 ${short(blocks)}개 × 인덱스 헤더 30 MiB, 여유 5분의 1입니다. 블록은 버킷에 남습니다.`),
      },
      bucketFigure(load, size),
    ],
  }
}

/** Series of two weeks against those active at one time. */
const TWO_WEEK_CHURN = 3
const COMPACTION_BYTES_PER_SERIES = 2 * KIB

/** The compactor: alone, with room for the biggest group of blocks that it will ever merge. */
export function compactSizing(load: Load, size: Size): Sizing {
  const { compactions } = CUTS[size]
  const group = largestGroup(load, size)
  const series = ((load.series * load.copies) / receiversFor(load, size)) * largestTenant(load) * TWO_WEEK_CHURN
  const memory = (GIB + series * COMPACTION_BYTES_PER_SERIES) * compactions
  const requested = memoryQuantity(memory / 2)
  const limit = memoryQuantity(memory)
  const disk = diskQuantity(Math.max(50 * GIB, group * 2 * compactions * 1.1))
  const cpu = cpuQuantity(compactions)
  return {
    replicas: 1, requests: { cpu, memory: requested }, limits: { memory: limit }, disk,
    flags: { 'compact.concurrency': String(compactions) },
    figures: [
      {
        id: 'replicas', label: text('Compactors', '컴팩터'), value: '1', basis: 'documented', source: SOURCES.compact,
        formula: text('One for each bucket: two that work on the same blocks leave overlaps, on which both halt.', '버킷마다 하나입니다. 둘이 같은 블록을 작업하면 겹치는 블록이 생겨 둘 다 멈춥니다.'),
      },
      {
        id: 'disk', label: text('Disk of the compactor', '컴팩터 디스크'), value: disk, basis: 'documented', source: SOURCES.compact,
        formula: text(
          `Two weeks of the largest stream, one receiver’s largest tenant, are ${shortBytes(group)}; twice that, because the result is built beside its sources, × ${compactions} at once, a tenth to spare; at least 50 GiB.`,
          `가장 큰 스트림(수신기 하나의 가장 큰 테넌트) 2주치가 ${shortBytes(group)}이며, 원본 옆에 결과를 만들므로 두 배 × 동시 ${compactions}개, 여유 10분의 1, 최소 50 GiB입니다.`,
        ),
      },
      {
        id: 'memory', label: text('Memory of the compactor', '컴팩터 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: SOURCES.compact,
        formula: text(`${short(series)} series in the largest block of two weeks × 2 KiB and 1 GiB for the process, × ${compactions} at once. Thanos’ documentation speaks of 10 GB for a medium bucket.`, `가장 큰 2주 블록의 시리즈 ${short(series)}개 × 2 KiB와 프로세스 1 GiB, × 동시 ${compactions}개입니다. Thanos 문서는 중간 크기 버킷에 10 GB를 말합니다.`),
      },
      {
        id: 'cpu', label: text('CPU of the compactor', '컴팩터 CPU'), value: cpu, basis: 'documented', source: SOURCES.compact,
        formula: text(`As many cores as it compacts at once: ${compactions}.`, `동시에 컴팩션하는 수만큼의 코어 ${compactions}개입니다.`),
      },
      bucketFigure(load, size),
    ],
  }
}

function bucketFigure(load: Load, size: Size): Figure {
  const { raw, five, hour, bytes, blocks } = bucketOf(load, size)
  return {
    id: 'bucket', label: text('In the bucket', '버킷 용량'), value: shortBytes(bytes), basis: 'documented', source: SOURCES.disk,
    formula: text(
      `Raw ${shortBytes(raw)}, 5m ${shortBytes(five)}, 1h ${shortBytes(hour)} in ${short(blocks)} blocks: 2 B a sample, five aggregates a window, ${load.copies} ${load.copies === 1 ? 'copy' : 'copies'}. For ever is reckoned as three years.`,
      `raw ${shortBytes(raw)}, 5m ${shortBytes(five)}, 1h ${shortBytes(hour)}, 블록 ${short(blocks)}개입니다. 샘플당 2 B, 구간당 집계 5개, 사본 ${load.copies}개로 계산하며 무기한은 3년으로 봅니다.`,
    ),
  }
}
