// How edges are found, and what finding them costs: a Query that answers by what stands in the expression, and counts.
import { describe, expect, it } from 'vitest'
import { edgeFigures } from '../../thanos/live/edge-figures.ts'
import { edgeRows } from '../../thanos/live/edges.ts'
import { changed } from '../../testing/check-cases/case.ts'
import { fresh, healthy } from '../../testing/observed.ts'
import type { DeclaredEdge } from '../../thanos/declared-edge.ts'
import type { SeenEdge } from '../../thanos/live/observation.ts'
import type { FetchPage } from '../../thanos-api/fetch-page.ts'
import { edgeReader } from './edges.ts'

type Series = { labels: Record<string, string>; value: number }
/** The first whose pattern fits answers. */
function queryOf(answers: readonly (readonly [RegExp, readonly Series[]])[]): { fetchPage: FetchPage; asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    fetchPage: async ({ form }) => {
      const query = form?.query ?? ''
      asked.push(query)
      const result = answers.find(([pattern]) => pattern.test(query))?.[1] ?? []
      return { status: 200, body: JSON.stringify({ data: { resultType: 'vector', result: result.map(({ labels, value }) => ({ metric: labels, value: [Date.now() / 1000, String(value)] })) } }) }
    },
  }
}

const declare = (cluster: string, kind: DeclaredEdge['kind'] = 'otel', samplesPerS = 0): DeclaredEdge => ({ name: cluster, kind, labels: { cluster }, samplesPerS })
const at = (): number => Math.floor(Date.now() / 1000) - 7
const EARLIER = /^max by \([^)]*\) \(timestamp\(up offset/
const LAST = /^max by \([^)]*\) \(timestamp\(up\)\)/
const statesOf = (declared: readonly DeclaredEdge[], seen: SeenEdge[]): string[] => edgeRows(declared, { ...healthy(changed('corrected', {})), at: Date.now(), edges: fresh(seen) }).map(({ name, state }) => `${name} ${state}`)

describe('an edge that is pushed to', () => {
  it('is seen by target_info, and by what its collector counts of its sending', async () => {
    const { fetchPage } = queryOf([[/^max by .*timestamp\(target_info\)/, [{ labels: { cluster: 'otel-1' }, value: at() }]], [/otelcol_exporter_sent/, [{ labels: { cluster: 'otel-1' }, value: 480 }]], [EARLIER, [{ labels: { cluster: 'otel-1' }, value: at() - 300 }]]])
    const declared = [declare('otel-1', 'otel', 500)]
    const [edge] = await edgeReader()(fetchPage, { declared })
    expect(edge).toMatchObject({ labels: { cluster: 'otel-1' }, samplesPerS: 480, isSentCounted: true })
    expect(statesOf(declared, edge === undefined ? [] : [edge])).toEqual(['otel-1 sends'])
  })

  it('is not called slow by what its collector scrapes of itself', () => {
    const declared = [declare('otel-1', 'otel', 26_000)]
    const seen = { labels: { cluster: 'otel-1' }, lastSampleAt: Date.now(), samplesPerS: 2, series: 60 }
    expect(statesOf(declared, [seen])).toEqual(['otel-1 sends'])
    expect(edgeFigures(seen, declared[0])).toEqual({ why: expect.objectContaining({ en: expect.stringContaining('Only what it scrapes is counted') }) })
    expect(statesOf([declare('otel-1', 'agent', 26_000)], [seen])).toEqual(['otel-1 slow'])
  })

  it('is found by its declared labels where it writes neither up nor target_info: five hundred cost as many questions as one', async () => {
    const last = at()
    const found = { __name__: 'http_requests_total', job: 'shop', cluster: 'c-7' }
    const few = queryOf([[/^topk/, [{ labels: found, value: 3 }]], [/__name__="http_requests_total"/, [{ labels: { cluster: 'c-7' }, value: last }]]])
    const many = queryOf([[/^topk/, [{ labels: found, value: 3 }]], [/__name__="http_requests_total"/, [{ labels: { cluster: 'c-7' }, value: last }]]])
    const all = Array.from({ length: 500 }, (_, index) => declare(`c-${index}`))
    const read = edgeReader()
    expect(await edgeReader()(few.fetchPage, { declared: [declare('c-7')] })).toEqual(await read(many.fetchPage, { declared: all }))
    expect(many.asked.length).toBe(few.asked.length)
    const [edge, ...more] = await read(many.fetchPage, { declared: all })
    expect([edge, more]).toEqual([{ labels: { cluster: 'c-7' }, lastSampleAt: last * 1000 }, []])
    // All series of an edge are read once a minute, not with each look.
    expect(many.asked.filter((query) => query.startsWith('topk'))).toHaveLength(1)
    expect(statesOf([declare('c-7')], edge === undefined ? [] : [edge])).toEqual(['c-7 sends'])
  })

  it('is not looked for while it is found otherwise', async () => {
    const { fetchPage, asked } = queryOf([[LAST, [{ labels: { cluster: 'a.b' }, value: at() }]]])
    await edgeReader()(fetchPage, { declared: [declare('a.b')] })
    expect(asked.filter((query) => query.startsWith('topk'))).toEqual([])
    await edgeReader()(fetchPage, { declared: [declare('a.b'), declare('b'), { ...declare('c'), labels: { site: 'x"y' } }] })
    expect(asked.find((query) => query.startsWith('topk'))).toMatch(/\(1, \{cluster=~"b"\} or \{site=~"x\\"y"\}\)$/)
  })
})

describe('an edge that has just begun', () => {
  it('is not slow before it has sent for as long as its rate is taken over', async () => {
    const answers = [[LAST, [{ labels: { cluster: 'new' }, value: at() }, { labels: { cluster: 'old' }, value: at() }]], [/sum_over_time/, [{ labels: { cluster: 'new' }, value: 30 }, { labels: { cluster: 'old' }, value: 30 }]]] as const
    const declared = [declare('new', 'agent', 100), declare('old', 'agent', 100)]
    const { fetchPage, asked } = queryOf([[EARLIER, [{ labels: { cluster: 'old' }, value: at() - 300 }]], ...answers])
    const read = edgeReader()
    expect(statesOf(declared, await read(fetchPage, { declared }))).toEqual(['old slow', 'new sends'])
    const settled = queryOf([[EARLIER, [{ labels: { cluster: 'new' }, value: at() - 300 }]], ...answers])
    expect(statesOf(declared, await read(settled.fetchPage, { declared }))).toEqual(['new slow', 'old slow'])
    await read(settled.fetchPage, { declared })
    // Once it is settled of all, nobody asks again.
    expect([asked, settled.asked].map((queries) => queries.filter((query) => EARLIER.test(query)).length)).toEqual([1, 1])
  })
})
