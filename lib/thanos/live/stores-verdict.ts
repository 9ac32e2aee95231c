// The stores page in one sentence: the time that nobody answers first, then what halts the compactor, then who is missing, then that all is well.
import { text, type Text } from '../../text.ts'
import type { Coverage } from './coverage.ts'
import type { Cause } from './endpoint-causes.ts'
import type { Endpoints } from './endpoints.ts'
import { roughly } from './span-words.ts'

export type StoresVerdict = { health: 'healthy' | 'degraded' | 'notice' | 'unknown'; sentence: Text; missing: number; partly: number; strangers: number }

type Judged = Pick<StoresVerdict, 'health' | 'sentence'>
type Counts = Record<'missing' | 'partly' | 'starting' | 'unasked' | 'strangers', number>
/** `twice` is what is answered twice (duplicates()). */
type Seen = { endpoints: Endpoints; coverage: Coverage; twice: readonly Cause[] }

/** What a person must know of endpoints and coverage before anything else. An overlap that only costs time is no matter for the headline. */
export function storesVerdict({ endpoints, coverage, twice }: Seen): StoresVerdict {
  const { rows } = endpoints
  const count = (...states: string[]): number => rows.filter(({ state }) => states.includes(state)).length
  const counts = { missing: count('missing', 'failing'), partly: count('partly'), starting: count('starting'), unasked: count('unknown'), strangers: count('stranger') }
  const shown = { missing: counts.missing, partly: counts.partly, strangers: counts.strangers }
  if (coverage.state === 'unknown') return { ...shown, health: 'unknown', sentence: text('Nobody can say what queries see: no query replica answers.', 'query가 응답하지 않아 쿼리가 무엇을 보는지 알 수 없습니다.') }
  const error = errorOf(rows.length, coverage, counts)
  return { ...shown, ...(error ?? noticeOf(rows.length, coverage, { counts, twice }) ?? wellOf(rows.length, coverage, counts)) }
}

/** Data that nobody gets, or that soon will not be there: a gap, blocks that halt the compactor, an endpoint that does not answer. */
function errorOf(all: number, coverage: Coverage, { missing }: Counts): Judged | undefined {
  const { gaps, overlaps } = coverage.state === 'known' ? coverage : { gaps: [], overlaps: [] }
  const first = [...gaps, ...overlaps].find(({ severity }) => severity === 'error')
  if (first !== undefined) {
    if (missing === 0) return { health: 'degraded', sentence: first.message }
    const [en, ko] = [first.message.en.replace(/\.$/, ''), first.message.ko.replace(/\.$/, '')]
    return { health: 'degraded', sentence: text(`${en}, and ${missing === 1 ? 'one endpoint is missing' : `${missing} endpoints are missing`}.`, `${ko}. 그리고 엔드포인트 ${missing}개가 빠져 있습니다.`) }
  }
  return missing === 0 ? undefined : { health: 'degraded', sentence: text(`${missing} of ${all} endpoints ${missing === 1 ? 'does' : 'do'} not answer.`, `엔드포인트 ${all}개 중 ${missing}개가 응답하지 않습니다.`) }
}

function noticeOf(all: number, coverage: Coverage, { counts: { partly, starting, strangers }, twice }: { counts: Counts; twice: readonly Cause[] }): Judged | undefined {
  const sentences = [
    ...(coverage.state === 'known' ? coverage.gaps.map(({ message }) => message) : []),
    ...twice.map((cause) => cause.text),
    ...(partly === 0 ? [] : [text(`${partly} of ${all} endpoints ${partly === 1 ? 'is' : 'are'} seen by some query replicas only, so graphs differ from one to the next.`, `엔드포인트 ${all}개 중 ${partly}개는 일부 query에만 보여 그래프가 조회할 때마다 달라집니다.`)]),
    ...(strangers === 0 ? [] : [text(`${strangers} of ${all} endpoints ${strangers === 1 ? 'is' : 'are'} seen by query and led to by nothing in the spec.`, `query에 보이는 엔드포인트 ${all}개 중 ${strangers}개는 스펙에 없습니다.`)]),
    ...(starting === 0 ? [] : [text(`${starting} of ${all} endpoints ${starting === 1 ? 'is' : 'are'} not started yet.`, `엔드포인트 ${all}개 중 ${starting}개가 아직 시작되지 않았습니다.`)]),
  ]
  const [sentence] = sentences
  return sentence === undefined ? undefined : { health: 'notice', sentence }
}

function wellOf(all: number, coverage: Coverage, { unasked }: Counts): Judged {
  if (coverage.state !== 'known') return { health: 'unknown', sentence: text('The endpoints hold no data yet.', '엔드포인트에 아직 데이터가 없습니다.') }
  const span = roughly(coverage.to - coverage.from)
  if (unasked > 0) return { health: 'unknown', sentence: text(`Of ${unasked} of ${all} endpoints nobody can tell whether they answer: their query replicas do not. The others answer, and no time is missing in ${span.en}.`, `엔드포인트 ${all}개 중 ${unasked}개는 담당 query가 응답하지 않아 상태를 알 수 없습니다. 나머지는 모두 응답하며 최근 ${span.ko} 동안 빠진 시간이 없습니다.`) }
  return { health: 'healthy', sentence: text(`All ${all} endpoints answer, and no time is missing in ${span.en}.`, `엔드포인트 ${all}개가 모두 응답하며 최근 ${span.ko} 동안 빠진 시간이 없습니다.`) }
}
