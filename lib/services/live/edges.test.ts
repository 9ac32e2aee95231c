// How edges are found, and what finding them costs: a Query that answers by what stands in the expression, and counts.
import { describe, expect, it, vi } from 'vitest'
import { edgeFigures } from '../../thanos/live/edge-figures.ts'
import { attentionOf } from '../../thanos/live/attention.ts'
import { edgeRows, edgesVerdict } from '../../thanos/live/edges.ts'
import { topologyOf } from '../../thanos/live/topology.ts'
import { edge as seenEdge, moving } from '../../testing/moving.ts'
import { changed } from '../../testing/check-cases/case.ts'
import { DAY_MS, fresh, healthy, NOW } from '../../testing/observed.ts'
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

  it('is found by its declared labels where it writes neither up nor target_info: five hundred cost as many questions as two', async () => {
    const last = at()
    const found = { __name__: 'http_requests_total', job: 'shop', cluster: 'c-7' }
    const few = queryOf([[/^topk/, [{ labels: found, value: 3 }]], [/__name__="http_requests_total"/, [{ labels: { cluster: 'c-7' }, value: last }]]])
    const many = queryOf([[/^topk/, [{ labels: found, value: 3 }]], [/__name__="http_requests_total"/, [{ labels: { cluster: 'c-7' }, value: last }]]])
    const all = Array.from({ length: 500 }, (_, index) => declare(`c-${index}`))
    const read = edgeReader()
    expect(await edgeReader()(few.fetchPage, { declared: [declare('c-7'), declare('c-8')] })).toEqual(await read(many.fetchPage, { declared: all }))
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

describe('a declared edge that no look of a day finds', () => {
  const LONG_AGO = /\[30d:1h\]/
  const declared = [declare('gone', 'agent'), declare('here', 'agent')]
  const here = [LAST, [{ labels: { cluster: 'here' }, value: at() }]] as const
  const twoDaysAgo = [LONG_AGO, [{ labels: { cluster: 'gone' }, value: at() - 2 * 86_400 }]] as const

  it('and that wrote until two days ago is silent, and the verdict counts it', async () => {
    const seen = await edgeReader()(queryOf([twoDaysAgo, here]).fetchPage, { declared })
    expect(statesOf(declared, seen)).toEqual(['gone silent', 'here sends'])
    const observation = { ...healthy(changed('corrected', {})), at: Date.now(), edges: fresh(seen) }
    expect(edgesVerdict(edgeRows(declared, observation), observation.edges)).toMatchObject({ health: 'degraded', sentence: { en: 'Edge gone is silent. Silent for 2 days.' } })
  })

  it('and that wrote until two days ago stands silent on the map, and needs a person', async () => {
    const seen = await edgeReader()(queryOf([twoDaysAgo, here]).fetchPage, { declared })
    const spec = { ...changed('corrected', {}), edges: declared }
    const graph = topologyOf({ observation: { ...moving(spec, { edges: [seenEdge('here')] }), at: Date.now(), edges: fresh(seen) }, spec })
    expect(graph.edges.map(({ name, state }) => `${name} ${state}`)).toEqual(['gone silent', 'here writing'])
    expect(attentionOf(graph).filter(({ is }) => is === 'silent-edge')).toMatchObject([{ title: { en: 'Edge gone is silent' }, costsNow: true }])
  })

  it('and of which a month shows nothing waits for its first sample', async () => {
    const { fetchPage, asked } = queryOf([here])
    expect(statesOf(declared, await edgeReader()(fetchPage, { declared }))).toEqual(['gone waiting', 'here sends'])
    expect(asked.find((query) => LONG_AGO.test(query))).toMatch(/^max by \([^)]*\) \(max_over_time\(timestamp\(\{__name__="up",cluster=~"gone"\}\)\[30d:1h\]\)\) or max by /)
  })

  it('is told as unknown while the month is not answered, and called neither new nor silent', async () => {
    const { fetchPage } = queryOf([here])
    const refusing: FetchPage = async (page) => (LONG_AGO.test(page.form?.query ?? '') ? { status: 503, body: 'context deadline exceeded' } : fetchPage(page))
    const seen = await edgeReader()(refusing, { declared })
    expect(statesOf(declared, seen)).toEqual(['gone unseen', 'here sends'])
    const spec = { ...changed('corrected', {}), edges: declared }
    const graph = topologyOf({ observation: { ...moving(spec, { edges: [seenEdge('here')] }), at: Date.now(), edges: fresh(seen) }, spec })
    expect(graph.edges.map(({ name, state }) => `${name} ${state}`)).toEqual(['gone unknown', 'here writing'])
  })

  it('is looked for in a month once in a quarter of an hour, at once when another is missed, and never when all are found', async () => {
    const now = vi.spyOn(Date, 'now')
    const start = NOW
    now.mockReturnValue(start)
    const found = (): Series[] => [{ labels: { cluster: 'here' }, value: Date.now() / 1000 }]
    const { fetchPage, asked } = queryOf([])
    const answering: FetchPage = async (page) => (LAST.test(page.form?.query ?? '') ? queryOf([[LAST, found()]]).fetchPage(page) : fetchPage(page))
    const count = (): number => asked.filter((query) => LONG_AGO.test(query)).length
    const read = edgeReader()
    await read(answering, { declared: [declare('here')] })
    expect(count()).toBe(0)
    for (const minutes of [0, 1, 14]) {
      now.mockReturnValue(start + minutes * 60_000)
      await read(answering, { declared })
    }
    expect(count()).toBe(1)
    await read(answering, { declared: [...declared, declare('new')] })
    expect(count()).toBe(2)
    now.mockReturnValue(start + DAY_MS)
    await read(answering, { declared: [...declared, declare('new')] })
    now.mockRestore()
    expect(count()).toBe(3)
  })

  it('is found once and remembered, and no other that the selector takes in', async () => {
    const { fetchPage, asked } = queryOf([[LONG_AGO, [...twoDaysAgo[1], { labels: { cluster: 'stranger' }, value: at() - 3 * 86_400 }]], here])
    const read = edgeReader()
    await read(fetchPage, { declared })
    expect(statesOf(declared, await read(fetchPage, { declared }))).toEqual(['gone silent', 'here sends'])
    expect(asked.filter((query) => LONG_AGO.test(query))).toHaveLength(1)
  })
})
