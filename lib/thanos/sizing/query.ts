// How large queriers, query frontends and rulers must be.
import { text } from '../../text.ts'
import { BYTES_PER_SAMPLE, cpuQuantity, diskQuantity, flagSize, memoryQuantity, short, shortBytes, SOURCES, type Sizing } from './figure.ts'
import { samplesPerSecond, type Load, type Size } from './load.ts'
import { DAY_SECONDS, GIB, KIB, MIB } from './units.ts'

/** A large query: one series in a hundred over one day, and never fewer than a thousand. */
const QUERIED_SHARE = 0.01
const LEAST_QUERIED = 1000
/** A sample while it is merged: twice what it takes in a chunk. */
const MERGED_BYTES = 2 * BYTES_PER_SAMPLE
const REPLICAS: Readonly<Record<Size, number>> = { S: 2, M: 2, L: 3 }

/** A querier: each of its replicas can carry all queries of the busiest hour. */
export function querySizing(load: Load, size: Size): Sizing {
  const series = Math.max(LEAST_QUERIED, load.series * QUERIED_SHARE)
  const samples = series * (DAY_SECONDS / load.interval)
  const each = samples * MERGED_BYTES
  const memory = GIB / 4 + each * load.queries
  const requested = memoryQuantity(memory / 2)
  const limit = memoryQuantity(memory)
  const replicas = REPLICAS[size]
  const cpu = cpuQuantity(load.queries / 10)
  return {
    replicas, requests: { cpu, memory: requested }, limits: { memory: limit },
    flags: { 'query.max-concurrent': String(load.queries) },
    figures: [
      {
        id: 'replicas', label: text('Queriers', '쿼리어'), value: String(replicas), basis: 'rule-of-thumb', source: SOURCES.query,
        formula: text(`They keep nothing. ${replicas}, so that ${replicas - 1} can carry on while one restarts.`, `상태가 없습니다. 하나가 재시작해도 ${replicas - 1}개가 계속하도록 ${replicas}개를 둡니다.`),
      },
      {
        id: 'concurrency', label: text('Queries at once', '동시 쿼리'), value: String(load.queries), basis: 'exact', source: SOURCES.query,
        formula: text('As typed in: each replica takes all of them when it is the only one left. More wait in line.', '입력한 값입니다. 혼자 남은 레플리카가 모두 받으며 넘치는 쿼리는 기다립니다.'),
      },
      {
        id: 'memory', label: text('Memory of a querier', '쿼리어 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: SOURCES.query,
        formula: text(
          `A large query reads ${short(series)} series (1 %, at least 1k) over a day: ${short(samples)} samples × 4 B = ${shortBytes(each)}; × ${load.queries} at once, 256 MiB for the process. Half is requested.`,
          `큰 쿼리는 시리즈 ${short(series)}개(1 %, 최소 1k)를 하루치 읽습니다. 샘플 ${short(samples)}개 × 4 B = ${shortBytes(each)}, × 동시 ${load.queries}개, 프로세스 256 MiB이며 절반을 요청합니다.`,
        ),
      },
      {
        id: 'cpu', label: text('CPU of a querier', '쿼리어 CPU'), value: cpu, basis: 'rule-of-thumb', source: SOURCES.query,
        formula: text('One core for each ten queries at once.', '동시 쿼리 10개마다 코어 하나입니다.'),
      },
    ],
  }
}

/** A query frontend with its answers cached in its own memory. */
export function frontendSizing(load: Load, _size: Size): Sizing {
  const cache = load.queries * 50 * MIB
  const memory = cache * 1.5 + GIB / 4
  const requested = memoryQuantity(memory / 2)
  const limit = memoryQuantity(memory)
  const cacheSize = flagSize(cache)
  return {
    replicas: 2, requests: { cpu: cpuQuantity(load.queries / 20), memory: requested }, limits: { memory: limit },
    flags: { cache: cacheSize },
    figures: [
      {
        id: 'replicas', label: text('Query frontends', '쿼리 프런트엔드'), value: '2', basis: 'rule-of-thumb', source: SOURCES.frontend,
        formula: text('One may restart. Each has a cache of its own; from size L on one memcached for all saves more.', '하나가 재시작해도 됩니다. 캐시는 각자 가지며 크기 L부터는 memcached 하나를 함께 쓰는 편이 낫습니다.'),
      },
      {
        id: 'cache', label: text('Response cache', '응답 캐시'), value: cacheSize, basis: 'rule-of-thumb', source: SOURCES.frontend,
        formula: text(`${load.queries} queries at once × 50 MiB of answers.`, `동시 쿼리 ${load.queries}개 × 응답 50 MiB입니다.`),
      },
      {
        id: 'memory', label: text('Memory of a frontend', '프런트엔드 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: SOURCES.frontend,
        formula: text('One and a half times the cache, for answers on their way, and 256 MiB.', '전달 중인 응답을 위해 캐시의 1.5배와 256 MiB입니다.'),
      },
    ],
  }
}

/** Recorded series against all series. */
const RECORDED_SHARE = 0.01
const RULE_HOURS = 48

/** A ruler: two that evaluate the same rules; what they record is kept 48 h and uploaded. */
export function ruleSizing(load: Load, _size: Size): Sizing {
  const recorded = Math.max(LEAST_QUERIED, load.series * RECORDED_SHARE)
  const samples = samplesPerSecond({ series: recorded, interval: 60 })
  const memory = GIB / 2 + recorded * 8 * KIB
  const requested = memoryQuantity(memory / 2)
  const limit = memoryQuantity(memory)
  const blocks = samples * RULE_HOURS * 3600 * BYTES_PER_SAMPLE
  const disk = diskQuantity(blocks * 2)
  return {
    replicas: 2, requests: { cpu: cpuQuantity(0.25 + recorded / 200_000), memory: requested }, limits: { memory: limit }, disk,
    flags: {},
    figures: [
      {
        id: 'replicas', label: text('Rulers', '룰러'), value: '2', basis: 'documented', source: SOURCES.rule,
        formula: text('Two that evaluate the same rules, told apart by a replica label that alerts lose and queriers remove.', '같은 규칙을 평가하는 둘이며 레플리카 라벨로 구분합니다. 알림은 이 라벨을 버리고 querier는 제거합니다.'),
      },
      {
        id: 'memory', label: text('Memory of a ruler', '룰러 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: SOURCES.rule,
        formula: text(`${short(recorded)} recorded series (1 %, at least 1k) × 8 KiB with their evaluation, 512 MiB for the process.`, `기록 시리즈 ${short(recorded)}개(1 %, 최소 1k) × 평가를 포함한 8 KiB, 프로세스 512 MiB입니다.`),
      },
      {
        id: 'disk', label: text('Disk of a ruler', '룰러 디스크'), value: disk, basis: 'documented', source: SOURCES.disk,
        formula: text(`${short(recorded)} series a minute × ${RULE_HOURS} h × 2 B = ${shortBytes(blocks)}, twice for the write-ahead log; at least 10 GiB.`, `분당 시리즈 ${short(recorded)}개 × ${RULE_HOURS}시간 × 2 B = ${shortBytes(blocks)}, WAL을 위해 두 배, 최소 10 GiB입니다.`),
      },
    ],
  }
}
