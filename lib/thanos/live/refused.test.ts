import { describe, expect, it } from 'vitest'
import { changed } from '#lib/testing/check-cases/case.ts'
import { fresh, healthy, NOW } from '#lib/testing/observed.ts'
import { edgesVerdict } from './edges.ts'
import type { Observation, Sample } from './observation.ts'
import { refusedCounts, refusedSamples } from './refused.ts'

const request = (value: number, tenant: string, code: string, handler = 'receive'): Sample => ({ name: 'http_requests_total', labels: { handler, method: 'post', code, tenant }, value })

/** An installation whose receivers each show these samples, `seconds` later. */
function telling(samples: readonly Sample[], seconds = 0): Observation {
  const seen = healthy(changed('corrected', {}))
  return { ...seen, at: NOW + seconds * 1000, components: seen.components.map((each) => (each.kind === 'receive' ? { ...each, metrics: { state: 'fresh', from: 'test', at: NOW + seconds * 1000, value: [...samples] } } : each)) }
}
const receivers = telling([]).components.filter(({ kind }) => kind === 'receive').length

describe('what receivers refused', () => {
  it('is told by the tenant of the request, each with its own reasons', () => {
    expect(refusedSamples(telling([request(9, 'retail', '429'), request(4, 'payments', '409'), request(2, 'payments', '500'), request(1, 'payments', '503'), request(99, 'retail', '200')]))).toEqual([
      { reason: '429', tenant: 'retail', count: 9 * receivers }, { reason: '409', tenant: 'payments', count: 4 * receivers }, { reason: '5xx', tenant: 'payments', count: 3 * receivers },
    ])
  })

  it('takes writes over OTLP for writes, and other pages for none', () => {
    expect(refusedSamples(telling([request(3, 'retail', '413', 'otlp'), request(4, 'retail', '413'), request(50, 'retail', '500', 'status')]))).toEqual([{ reason: '413', tenant: 'retail', count: 7 * receivers }])
  })

  it('says what came since an earlier look: an incident that is over has none, and one that has just begun has all', () => {
    const before = refusedCounts(telling([request(900, 'retail', '429')]))
    expect(refusedSamples(telling([request(900, 'retail', '429'), request(5, 'payments', '409')], 60), before)).toEqual([
      { reason: '429', tenant: 'retail', count: 900 * receivers, lately: { count: 0, ms: 60_000 } }, { reason: '409', tenant: 'payments', count: 5 * receivers, lately: { count: 5 * receivers, ms: 60_000 } },
    ])
  })

  it('counts of a receiver that began anew all that it shows, and compares with no look that is as good as this one', () => {
    const before = refusedCounts(telling([request(900, 'retail', '429')]))
    expect(refusedSamples(telling([request(7, 'retail', '429')], 60), before)).toMatchObject([{ lately: { count: 7 * receivers } }])
    for (const [now, then] of [[1, before], [60, undefined], [60, {}]] as const) expect(refusedSamples(telling([request(901, 'retail', '429')], now), then)).toEqual([{ reason: '429', tenant: 'retail', count: 901 * receivers }])
  })

  it('of long ago is not why no edge is seen now', () => {
    const verdict = (later: number) => {
      const edges = fresh<[]>([])
      return edgesVerdict([], edges, refusedSamples(telling([request(later, 'retail', '503')], 60), refusedCounts(telling([request(900, 'retail', '503')]))))
    }
    expect([verdict(900), verdict(950)].map(({ health }) => health)).toEqual(['unknown', 'degraded'])
  })
})
