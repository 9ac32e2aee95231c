// How large receivers must be: those that keep series, and those that only route.
import { text } from '../../text.ts'
import { BYTES_PER_SAMPLE, cpuQuantity, diskQuantity, memoryQuantity, short, shortBytes, SOURCES, type Sizing } from './figure.ts'
import { CUTS, receiversFor, samplesPerSecond, type Load, type Size } from './load.ts'
import { DAY_SECONDS, GIB, KIB, MIB } from './units.ts'

/** Series that come and go before a head is cut: those of the last two to three hours are in memory together. */
const CHURN = 1.5
const BYTES_PER_SERIES = 3 * KIB
const BYTES_PER_TENANT = 32 * MIB
const BASE_BYTES = GIB / 2
/** The head keeps up to three hours in the write-ahead log. */
const WAL_SECONDS = 3 * 3600
const WAL_BYTES_PER_SAMPLE = 8
const DISK_SLACK = 1.2
const SAMPLES_PER_CORE = 100_000

/** An ingesting receiver: a TSDB per tenant, kept `localDays`, uploaded every two hours. */
export function ingestorSizing(load: Load, size: Size): Sizing {
  const { copies, series, tenants, localDays } = load
  const perPod = CUTS[size].seriesPerReceiver
  const replicas = receiversFor(load, size)
  const held = (series * copies) / replicas
  const samples = (samplesPerSecond(load) * copies) / replicas
  const memory = BASE_BYTES + held * CHURN * BYTES_PER_SERIES + tenants * BYTES_PER_TENANT
  const blocks = samples * localDays * DAY_SECONDS * BYTES_PER_SAMPLE
  const wal = samples * WAL_SECONDS * WAL_BYTES_PER_SAMPLE
  const requested = memoryQuantity(memory)
  const limit = memoryQuantity(memory * 2)
  const disk = diskQuantity((blocks + wal) * DISK_SLACK)
  const cpu = cpuQuantity(samples / SAMPLES_PER_CORE)
  return {
    replicas, requests: { cpu, memory: requested }, limits: { memory: limit }, disk, flags: {},
    figures: [
      {
        id: 'replicas', label: text('Receivers', '수신기'), value: String(replicas), basis: 'rule-of-thumb', source: SOURCES.receive,
        formula: text(
          `${short(series)} series × ${copies} ${copies === 1 ? 'copy' : 'copies'} ÷ ${short(perPod)} held by a pod of size ${size}, and at least one pod for each copy: a ring smaller than the replication factor is refused.`,
          `시리즈 ${short(series)}개 × 사본 ${copies}개 ÷ 크기 ${size} 파드가 담는 ${short(perPod)}개, 그리고 사본마다 파드 하나 이상입니다. 복제 계수보다 작은 링은 거부됩니다.`,
        ),
      },
      {
        id: 'memory', label: text('Memory of a receiver', '수신기 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: SOURCES.memory,
        formula: text(
          `${short(held)} series a pod × ${CHURN} for those that come and go × 3 KiB, ${tenants} × 32 MiB for ${tenants === 1 ? 'the tenant’s' : 'each tenant’s'} own TSDB, 512 MiB for the process: ${shortBytes(memory)}. The limit is twice that, because a block is cut and the log is replayed beside it.`,
          `파드당 시리즈 ${short(held)}개 × 생겼다 사라지는 시리즈 ${CHURN}배 × 3 KiB, 테넌트별 TSDB ${tenants} × 32 MiB, 프로세스 512 MiB를 더하면 ${shortBytes(memory)}입니다. 블록을 자르고 로그를 다시 읽을 때를 위해 제한은 두 배입니다.`,
        ),
      },
      {
        id: 'disk', label: text('Disk of a receiver', '수신기 디스크'), value: disk, basis: 'documented', source: SOURCES.disk,
        formula: text(
          `${short(samples)} samples/s a pod × ${localDays} d × ${BYTES_PER_SAMPLE} B = ${shortBytes(blocks)} of blocks, ${shortBytes(wal)} for three hours of write-ahead log, a fifth to spare.`,
          `파드당 초당 샘플 ${short(samples)}개 × ${localDays}일 × ${BYTES_PER_SAMPLE} B = 블록 ${shortBytes(blocks)}, 3시간 분량의 WAL ${shortBytes(wal)}, 여유 5분의 1입니다.`,
        ),
      },
      {
        id: 'cpu', label: text('CPU of a receiver', '수신기 CPU'), value: cpu, basis: 'rule-of-thumb', source: SOURCES.receive,
        formula: text(`One core for each ${short(SAMPLES_PER_CORE)} samples/s of ${short(samples)}. No limit: a throttled receiver refuses writes.`, `초당 샘플 ${short(samples)}개에 ${short(SAMPLES_PER_CORE)}개마다 코어 하나입니다. 제한을 두면 쓰기가 거부되므로 두지 않습니다.`),
      },
    ],
  }
}

/** A receiver that only routes: it keeps nothing, and holds a request as long as its copies are on their way. */
export function routerSizing(load: Load, size: Size): Sizing {
  const samples = samplesPerSecond(load)
  const perPod = CUTS[size].samplesPerRouter
  const replicas = Math.max(2, Math.ceil(samples / perPod) + 1)
  const each = samples / (replicas - 1)
  const memory = GIB / 4 + each * load.copies * 4 * KIB
  const requested = memoryQuantity(memory)
  const limit = memoryQuantity(memory * 2)
  const cpu = cpuQuantity((each * load.copies) / (2 * SAMPLES_PER_CORE))
  return {
    replicas, requests: { cpu, memory: requested }, limits: { memory: limit }, flags: {},
    figures: [
      {
        id: 'replicas', label: text('Routers', '라우터'), value: String(replicas), basis: 'rule-of-thumb', source: SOURCES.receive,
        formula: text(`${short(samples)} samples/s ÷ ${short(perPod)} that a pod of size ${size} passes on, and one more, so that one may be down.`, `초당 샘플 ${short(samples)}개 ÷ 크기 ${size} 파드가 전달하는 ${short(perPod)}개, 하나가 내려가도 되도록 하나 더 둡니다.`),
      },
      {
        id: 'memory', label: text('Memory of a router', '라우터 메모리'), value: `${requested} – ${limit}`, basis: 'rule-of-thumb', source: SOURCES.receive,
        formula: text(`${short(each)} samples/s × ${load.copies} copies × 4 KiB while they are on their way, 256 MiB for the process: ${shortBytes(memory)}; twice that as the limit, for slow receivers.`, `초당 샘플 ${short(each)}개 × 사본 ${load.copies}개 × 전달 중 4 KiB, 프로세스 256 MiB를 더하면 ${shortBytes(memory)}입니다. 느린 수신기를 위해 제한은 두 배입니다.`),
      },
      {
        id: 'cpu', label: text('CPU of a router', '라우터 CPU'), value: cpu, basis: 'rule-of-thumb', source: SOURCES.receive,
        formula: text(`One core for each ${short(2 * SAMPLES_PER_CORE)} copies of samples a second.`, `초당 샘플 사본 ${short(2 * SAMPLES_PER_CORE)}개마다 코어 하나입니다.`),
      },
    ],
  }
}
