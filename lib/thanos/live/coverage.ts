// Which time is answered, in which resolution, and what nobody answers: the coverage map with its gaps and overlaps in words.
import { type Text, text } from '../../text.ts'
import { flagValues, isOn } from '../read-args.ts'
import { keptMs, type Resolution, RESOLUTIONS } from '../compact/retention.ts'
import { isRouter } from '../receive/mode.ts'
import { specObjectId, workloads } from '../spec.ts'
import { asItRuns, compactorsAsTheyRun, objectAsItRuns } from './as-it-runs.ts'
import { downsamplingGaps } from './coverage-downsampling.ts'
import { configured, flagsAt, type Gap, type GapFlag, nameGap } from './coverage-gaps.ts'
import type { Endpoints } from './endpoints.ts'
import type { SeenBlock } from './observation.ts'
import { bucketBlocks, type Lane, lanesOf, resolutionOf, SLACK_MS } from './lanes.ts'
import { freshOf, labelText, type Look, podsOf } from './readings.ts'
import { joined, missing, share, type Span } from './spans.ts'

/** What a query gets in one stretch; `silent` is held only by endpoints that do not answer. */
export type Answer = Span & { what: Resolution | 'nothing' | 'silent' }

/** Data that is read or kept twice, with the flags that let it be. */
export type Overlap = Span & { kind: 'same-blocks' | 'overlapping-blocks'; severity: 'error' | 'advice'; message: Text; reason: Text; flags: GapFlag[]; ulids: string[] }

export type Coverage =
  | { state: 'unknown'; why: Text }
  | { state: 'empty' }
  | { state: 'known'; from: number; to: number; lanes: Lane[]; answers: Answer[]; gaps: Gap[]; overlaps: Overlap[] }

/** The coverage map as of the observation. */
export function coverageOf(look: Look, endpoints: Endpoints): Coverage {
  const { observation } = look
  const readings = Object.values(observation.stores)
  if (readings.every((reading) => freshOf(reading) === undefined)) {
    const silent = readings.flatMap((reading) => (reading.state === 'fresh' ? [] : [reading.why]))[0]
    return { state: 'unknown', why: silent ?? text('No query pod could be asked which stores it sees.', '어떤 store를 보는지 물어볼 query 파드가 없습니다.') }
  }
  const now = observation.at
  const lanes = lanesOf(look, endpoints.rows)
  const bucket = stillKept(look, bucketBlocks(look) ?? [])
  const series = lanes.filter(({ recorded }) => !recorded)
  const families = familiesOf(look, series).map((family) => ({ family, whole: reachOf(family, bucket, now) }))
  const from = Math.min(...families.flatMap(({ whole }) => whole?.from ?? []))
  if (from === Infinity) return { state: 'empty' }
  const whole: Span = { from, to: now }
  const answering = series.filter(({ answers }) => answers)
  const gaps = families.flatMap(({ family, whole: own }) => (own === undefined ? [] : missing(family.filter(({ answers }) => answers).flatMap(({ spans }) => spans), own, SLACK_MS).map((span) => nameGap({ look, lanes: family, bucket, whole: own }, span))))
    .filter((gap, at, all) => !all.slice(0, at).some((other) => share([other], gap) > 0.5))
  const promised = downsamplingGaps(look, answering, families[0]?.whole ?? whole).filter((gap) => !gaps.some((other) => share([other], gap) > 0.5))
  return {
    state: 'known', from: Math.min(whole.from, ...promised.map(({ from }) => from)), to: now, lanes,
    answers: answersOf(families[0]?.family ?? series, families[0]?.whole ?? whole), gaps: [...gaps, ...promised].map((gap) => unlessAsked(look, gap)).toSorted((a, b) => b.to - a.to), overlaps: [...sameBlocks(look, answering), ...overlappingBlocks(look, bucket)],
  }
}

/** A fix that the spec has already, and the process not yet, is to be applied and not made again. */
function unlessAsked({ spec }: Look, gap: Gap): Gap {
  const { fix, ...rest } = gap
  const isAsked = fix?.edits.every((edit) => {
    const workload = edit.op === 'flag.set' ? workloads(spec).find((each) => specObjectId(each) === edit.object) : undefined
    return edit.op === 'flag.set' && workload !== undefined && flagValues(workload.args, edit.flag).join() === edit.values.join()
  })
  if (isAsked !== true) return gap
  return { ...rest, reason: text(`${gap.reason.en} The spec asks for that already: apply it.`, `${gap.reason.ko} 스펙에는 이미 그렇게 되어 있으니 적용하세요.`) }
}

/**
 * Whoever takes data in answers for its own series alone: a sidecar that keeps two weeks closes no gap behind receivers. So each kind of producer is
 * looked at with the stores, receivers first, and those that must be there and are not seen too.
 */
function familiesOf({ spec }: Look, lanes: readonly Lane[]): Lane[][] {
  const stores = lanes.filter(({ type }) => type === 'store')
  const isExpected = workloads(spec).some((workload) => workload.kind === 'receive' && workload.object !== 'Fragment' && workload.replicas !== 0 && !isRouter(spec, workload))
  const types = [...new Set([...(isExpected ? ['receive'] : []), ...lanes.flatMap(({ type }) => (type === 'store' ? [] : [type]))])]
  return types.length === 0 ? [stores] : types.map((type) => [...lanes.filter((lane) => lane.type === type), ...stores])
}

/** From the oldest data that is known of until now. */
function reachOf(lanes: readonly Lane[], bucket: readonly SeenBlock[], now: number): Span | undefined {
  const from = Math.min(...lanes.flatMap(({ spans }) => spans.map((span) => span.from)), ...bucket.map(({ minTime }) => minTime))
  return from === Infinity ? undefined : { from, to: now }
}

/**
 * Blocks that retention has not passed. A compactor's list also holds what is marked for deletion, and stores stop answering from it a day before
 * it is gone: its absence is no gap.
 */
function stillKept(look: Look, blocks: readonly SeenBlock[]): SeenBlock[] {
  const compactors = compactorsAsTheyRun(look)
  const kept = new Map(RESOLUTIONS.map((resolution) => [resolution, Math.max(...compactors.map(({ workload }) => keptMs(workload, resolution) ?? Infinity))]))
  const limit = (block: SeenBlock): number => kept.get(resolutionOf(block)) ?? Infinity
  return blocks.filter((block) => compactors.length === 0 || block.maxTime + limit(block) > look.observation.at)
}

/** The finest resolution at each time. */
function answersOf(lanes: readonly Lane[], whole: Span): Answer[] {
  const layers: { what: Answer['what']; spans: Span[] }[] = [
    ...RESOLUTIONS.map((what) => ({ what, spans: joined(lanes.filter((lane) => lane.answers && lane.resolution === what).flatMap(({ spans }) => spans), SLACK_MS) })),
    { what: 'silent', spans: joined(lanes.filter(({ answers }) => !answers).flatMap(({ spans }) => spans), SLACK_MS) },
  ]
  const edges = [...new Set([whole.from, whole.to, ...layers.flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to]))])].filter((edge) => edge >= whole.from && edge <= whole.to).toSorted((a, b) => a - b)
  const pieces = edges.slice(1).map((to, at): Answer => {
    const from = edges[at] ?? to
    const layer = layers.find(({ spans }) => spans.some((span) => span.from <= from && span.to >= to))
    // Minutes between two blocks are no hole in an answer.
    return { from, to, what: layer?.what ?? (to - from <= SLACK_MS ? 'raw' : 'nothing') }
  })
  return pieces.reduce<Answer[]>((merged, piece) => {
    const last = merged.at(-1)
    return last?.what === piece.what ? [...merged.slice(0, -1), { ...last, to: piece.to }] : [...merged, piece]
  }, [])
}

/** Two stores that both answer from most of each other's blocks, and are not asked in turn: each query reads the data twice. Source: docs/components/query.md, endpoint groups. */
function sameBlocks(look: Look, lanes: readonly Lane[]): Overlap[] {
  const stores = lanes.filter(({ type, resolution, ulids }) => type === 'store' && resolution === 'raw' && ulids.length > 0)
  return stores.flatMap((one, at) => stores.slice(at + 1).flatMap((other): Overlap[] => {
    const shared = one.ulids.filter((ulid) => other.ulids.includes(ulid))
    if (shared.length * 2 <= Math.min(one.ulids.length, other.ulids.length)) return []
    const from = Math.max(one.spans[0]?.from ?? 0, other.spans[0]?.from ?? 0)
    const to = Math.min(one.spans.at(-1)?.to ?? 0, other.spans.at(-1)?.to ?? 0)
    return from >= to ? [] : [{
      kind: 'same-blocks', severity: 'advice', from, to, ulids: shared, flags: [...timesOf(look, one), ...timesOf(look, other)],
      message: text(`${one.name} and ${other.name} answer from the same ${shared.length} blocks.`, `${one.name}과(와) ${other.name}이(가) 같은 블록 ${shared.length}개에서 응답합니다.`),
      reason: text('Each query reads them twice. Give the stores different times (--min-time, --max-time), or ask them in turn as one endpoint group.', '조회할 때마다 두 번 읽습니다. store마다 시간을 나누거나(--min-time, --max-time) 엔드포인트 그룹 하나로 돌아가며 조회하세요.'),
    }]
  }))
}

/** The flags of a store that cut its time; of one that nobody cuts, where Thanos lets it begin and end. Source: docs/components/store.md. */
function timesOf(look: Look, lane: Lane): GapFlag[] {
  const cut = [...flagsAt({ look }, [lane], 'min-time'), ...flagsAt({ look }, [lane], 'max-time')]
  const running = lane.object === undefined ? undefined : objectAsItRuns(look, lane.object)
  if (cut.length > 0 || running === undefined) return cut
  return [['--min-time', '0000-01-01T00:00:00Z'], ['--max-time', '9999-12-31T23:59:59Z']].map(([flag = '', value = '']) => ({ name: running.workload.name, flag, value, ...configured(running.isRead) }))
}

/** Blocks of one stream and level whose times overlap: a compactor without vertical compaction halts on them. Source: pkg/compact/compact.go. */
export function overlappingBlocks(look: Look, blocks: readonly SeenBlock[]): Overlap[] {
  const { spec, observation } = look
  const compactors = workloads(spec).filter(({ kind }) => kind === 'compact').map((compactor) => asItRuns(look, compactor))
  const isVertical = compactors.some(({ workload: compactor }) => isOn(compactor.args, 'compact.enable-vertical-compaction', false) || compactor.args.some((arg) => 'flag' in arg && arg.flag === 'deduplication.replica-label'))
  if (isVertical || podsOf(observation).every(({ kind }) => kind !== 'compact')) return []
  // Replica labels turn it on too, and cannot be taken back: which of the two is right, a person must choose. Source: cmd/thanos/compact.go.
  const flags = compactors.map(({ workload: { name }, isRead }): GapFlag => ({ name, flag: '--compact.enable-vertical-compaction', value: 'false', ...configured(isRead) }))
  const streams = Map.groupBy(blocks, (block) => `${block.resolutionMs} ${block.level} ${labelText(block.labels)}`)
  return [...streams.values()].flatMap((stream) => {
    const sorted = stream.toSorted((a, b) => a.minTime - b.minTime)
    return sorted.slice(1).flatMap((block, at): Overlap[] => {
      const before = sorted[at]
      if (before === undefined || before.maxTime <= block.minTime) return []
      return [{
        kind: 'overlapping-blocks', severity: 'error', from: block.minTime, to: Math.min(before.maxTime, block.maxTime), ulids: [before.ulid, block.ulid], flags,
        message: text(`Blocks ${before.ulid} and ${block.ulid} of ${labelText(block.labels)} overlap.`, `${labelText(block.labels)}의 블록 ${before.ulid}과(와) ${block.ulid}이(가) 겹칩니다.`),
        reason: text('A compactor without vertical compaction halts on them, and retention and downsampling stop with it. Two producers with equal external labels make such blocks.', '수직 컴팩션이 없는 compactor는 여기서 멈추고 보존 정리와 다운샘플링도 함께 멈춥니다. 외부 라벨이 같은 두 생산자가 이런 블록을 만듭니다.'),
      }]
    })
  })
}
