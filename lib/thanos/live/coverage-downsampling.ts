// Time that is kept and that a plain query does not get, or that was promised and never made: what downsampling and its flags leave open.
import { text } from '../../text.ts'
import { safeFix, setFlagFix } from '../check.ts'
import { keptMs } from '../compact/retention.ts'
import { isOn } from '../read-args.ts'
import { workloads } from '../spec.ts'
import { asItRuns, compactorsAsTheyRun } from './as-it-runs.ts'
import { downsampledGap, type Gap } from './coverage-gaps.ts'
import type { Lane } from './lanes.ts'
import { flagOfPod, type Look, podsOf } from './readings.ts'
import { seenObject } from './seen-object.ts'
import { roughly } from './span-words.ts'
import type { Span } from './spans.ts'

const DAY_MS = 86_400_000
/** The widest block: 5m data must live until it is made, or 1h data never is. Source: pkg/compact/planner.go, cmd/thanos/downsample.go. */
const WIDEST_MS = 14 * DAY_MS

/** Both kinds of gap, [] on an installation whose data of all ages can be asked for. */
export function downsamplingGaps(look: Look, lanes: readonly Lane[], whole: Span): Gap[] {
  return [...plainQueries(look, lanes, whole), ...neverMade(look, whole)]
}

/** Older than raw data, a query that does not ask for coarser data gets nothing. Source: docs/components/query.md, auto downsampling. */
function plainQueries(look: Look, lanes: readonly Lane[], whole: Span): Gap[] {
  const raw = lanes.filter(({ resolution }) => resolution === 'raw').flatMap(({ spans }) => spans)
  const coarse = lanes.filter(({ resolution }) => resolution !== 'raw').flatMap(({ spans }) => spans)
  if (raw.length === 0 || coarse.length === 0) return []
  const rawFrom = Math.min(...raw.map(({ from }) => from))
  const from = Math.min(...coarse.map((span) => span.from))
  if (rawFrom - from < DAY_MS) return []
  const frontends = workloads(look.spec).filter(({ kind, object }) => kind === 'query-frontend' && object !== 'Fragment')
  // The frontend asks once more for downsampled data where raw data is missing.
  if (frontends.some((frontend) => isOn(asItRuns(look, frontend).workload.args, 'query-range.request-downsampled', true))) return []
  const plain = podsOf(look.observation).filter((pod) => pod.kind === 'query' && (flagOfPod(look, pod, 'query.auto-downsampling').at(-1) ?? 'false') !== 'true')
  if (plain.length === 0) return []
  const queriers = workloads(look.spec).filter((workload) => plain.some(({ object }) => object === seenObject(look.spec, workload)))
  const age = roughly(look.observation.at - rawFrom)
  return [{
    from: Math.max(from, whole.from), to: rawFrom, kind: 'no-auto-downsampling', severity: 'warning', flags: queriers.map(({ name }) => ({ name, flag: '--query.auto-downsampling', value: 'false' })),
    message: text(`Graphs show nothing older than ${age.en}: raw data ends there, and query does not turn to downsampled data.`, `그래프에 ${age.ko}보다 오래된 데이터가 보이지 않습니다. 원본이 거기서 끝나고 query가 다운샘플링 데이터를 사용하지 않습니다.`),
    reason: text('Without --query.auto-downsampling a plain query asks for raw data only. The older data is there for whoever asks with max_source_resolution.', '--query.auto-downsampling이 없으면 일반 쿼리는 원본만 요청합니다. 오래된 데이터는 max_source_resolution을 지정해야 조회됩니다.'),
    // Whoever is left as it is shows less than the others.
    ...(queriers.length === 0 ? {} : { fix: safeFix(text('Set --query.auto-downsampling', '--query.auto-downsampling 설정'), ...queriers.flatMap((query) => setFlagFix(query, 'query.auto-downsampling', 'true').edits)) }),
  }]
}

/** Coarser data that is to be kept longer than anything there is, while what it is made of is deleted too early. */
function neverMade(look: Look, whole: Span): Gap[] {
  const now = look.observation.at
  return compactorsAsTheyRun(look).flatMap((running): Gap[] => {
    const { workload: compactor } = running
    const [raw, five, hour] = [keptMs(compactor, 'raw') ?? Infinity, keptMs(compactor, '5m') ?? Infinity, keptMs(compactor, '1h') ?? Infinity]
    const isOff = isOn(compactor.args, 'downsampling.disable', false)
    // Without downsampling raw data is all there is; with it, 5m data that ends before its blocks are wide enough.
    // Who turned it off and named no other retention wants nothing else.
    const named = Math.max(0, ...[five, hour].filter((ms) => ms !== Infinity))
    const [ends, promised] = isOff ? [raw, named] : [raw < WIDEST_MS && five < WIDEST_MS ? five : Infinity, hour]
    const oldest = now - whole.from
    if (ends === Infinity || promised <= ends || oldest < ends || oldest >= promised || oldest > ends + WIDEST_MS + 2 * DAY_MS) return []
    return [downsampledGap(look, running, { from: now - Math.min(promised, 4 * oldest), to: whole.from })]
  })
}
