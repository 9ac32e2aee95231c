// The stores page in one sentence: the time that nobody answers first, then who is missing, then that all is well.
import { text, type Text } from '../../text.ts'
import type { Coverage } from './coverage.ts'
import type { Endpoints } from './endpoints.ts'
import { roughly } from './span-words.ts'

export type StoresVerdict = { health: 'healthy' | 'degraded' | 'notice' | 'unknown'; sentence: Text; missing: number; partly: number; strangers: number }

/** What a person must know of endpoints and coverage before anything else. */
export function storesVerdict({ rows }: Endpoints, coverage: Coverage): StoresVerdict {
  const count = (...states: string[]): number => rows.filter(({ state }) => states.includes(state)).length
  const counts = { missing: count('missing', 'failing'), partly: count('partly'), strangers: count('stranger') }
  if (coverage.state === 'unknown') return { ...counts, health: 'unknown', sentence: text('Nobody can say what queries see: no query replica answers.', 'query가 응답하지 않아 쿼리가 무엇을 보는지 알 수 없습니다.') }
  const [first] = coverage.state === 'known' ? coverage.gaps.filter(({ severity }) => severity === 'error') : []
  const missing = counts.missing === 0 ? undefined : text(counts.missing === 1 ? 'one endpoint is missing' : `${counts.missing} endpoints are missing`, `엔드포인트 ${counts.missing}개가 빠져 있습니다`)
  if (first !== undefined) {
    const [en, ko] = [first.message.en.replace(/\.$/, ''), first.message.ko.replace(/\.$/, '')]
    return { ...counts, health: 'degraded', sentence: missing === undefined ? first.message : text(`${en}, and ${missing.en}.`, `${ko}. 그리고 ${missing.ko}.`) }
  }
  if (counts.missing > 0) return { ...counts, health: 'degraded', sentence: text(`${counts.missing} of ${rows.length} endpoints ${counts.missing === 1 ? 'does' : 'do'} not answer.`, `엔드포인트 ${rows.length}개 중 ${counts.missing}개가 응답하지 않습니다.`) }
  const second = coverage.state === 'known' ? coverage.gaps[0] : undefined
  if (second !== undefined) return { ...counts, health: 'notice', sentence: second.message }
  if (counts.partly > 0) return { ...counts, health: 'notice', sentence: text(`${counts.partly} of ${rows.length} endpoints ${counts.partly === 1 ? 'is' : 'are'} seen by some query replicas only, so graphs differ from one to the next.`, `엔드포인트 ${rows.length}개 중 ${counts.partly}개는 일부 query에만 보여 그래프가 조회할 때마다 달라집니다.`) }
  if (coverage.state === 'empty') return { ...counts, health: 'unknown', sentence: text('The endpoints hold no data yet.', '엔드포인트에 아직 데이터가 없습니다.') }
  return { ...counts, health: 'healthy', sentence: text(`All ${rows.length} endpoints answer, and no time is missing in ${roughly(coverage.to - coverage.from).en}.`, `엔드포인트 ${rows.length}개가 모두 응답하며 최근 ${roughly(coverage.to - coverage.from).ko} 동안 빠진 시간이 없습니다.`) }
}
