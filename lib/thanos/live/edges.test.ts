import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { changed, flag, INGESTOR, RECEIVER, ROUTER } from '#lib/testing/check-cases/case.ts'
import { dead, fresh, healthy, NOW } from '#lib/testing/observed.ts'
import { edgeConfig, queueSize } from '../edge-config.ts'
import { writeDestination } from '../edge-destination.ts'
import { EDGE_KINDS } from '../edge-kind.ts'
import { defaultTenant } from '../receive/default-tenant.ts'
import { EMPTY_SPEC } from '../spec.ts'
import type { DeclaredEdge } from '../declared-edge.ts'
import { clockTroubles } from './edge-clock-words.ts'
import { edgeRows, edgesVerdict, labelProblem, tenantProblem } from './edges.ts'
import type { Observation, SeenEdge } from './observation.ts'
import { refusedSamples } from './refused.ts'

const SPEC = changed('corrected', {})
const TOKYO: DeclaredEdge = { name: 'tokyo-3', kind: 'agent', labels: { cluster: 'tokyo-3' }, samplesPerS: 26_000 }
const seeing = (...edges: SeenEdge[]) => ({ ...healthy(SPEC), edges: fresh(edges) })
const rows = (...seen: SeenEdge[]) => edgeRows([TOKYO], seeing(...seen)).map(({ name, state }) => `${name} ${state}`)

describe('declared edges against what is seen', () => {
  it.each([
    [{ lastSampleAt: NOW - 20_000, samplesPerS: 25_000 }, 'sends'],
    [{ lastSampleAt: NOW - 600_000, samplesPerS: 0 }, 'silent'],
    [{ lastSampleAt: NOW - 240_000, samplesPerS: 25_000 }, 'late'],
    [{ lastSampleAt: NOW - 20_000, samplesPerS: 9000 }, 'slow'],
    [{ lastSampleAt: NOW + 420_000, samplesPerS: 26_000 }, 'ahead'],
  ])('%o is %s', (seen, state) => {
    expect(rows({ labels: { cluster: 'tokyo-3' }, ...seen })).toEqual([`tokyo-3 ${state}`])
  })

  it('tells what is known of how much it sends, also of a look that is old, and says what is not known', () => {
    const seen: SeenEdge = { labels: { cluster: 'tokyo-3' }, lastSampleAt: NOW - 20_000, samplesPerS: 25_000, series: 9000 }
    const figuresOf = (edge: DeclaredEdge, look: Observation) => edgeRows([edge], look)[0]?.figures
    expect(figuresOf(TOKYO, seeing(seen))).toEqual({ samplesPerS: 25_000, series: 9000 })
    expect(figuresOf(TOKYO, { ...healthy(SPEC), edges: { state: 'stale', from: 'test', at: NOW - 20_000, since: NOW, why: { en: 'refused', ko: '거부' }, value: [seen] } })).toEqual({ samplesPerS: 25_000, series: 9000 })
    expect(figuresOf(TOKYO, seeing({ ...seen, lastSampleAt: NOW - 600_000 }))).toEqual({})
    expect(figuresOf({ ...TOKYO, kind: 'otel' }, seeing({ ...seen, isSentCounted: true }))).toEqual({ samplesPerS: 25_000, why: expect.objectContaining({ en: 'Nobody counts the series that are pushed.' }) })
  })

  it('one whose newest sample stays old while new ones come has a clock that is behind, also where it would else be silent', () => {
    const late = (steadyAgeMs?: number): SeenEdge => ({ labels: { cluster: 'tokyo-3' }, lastSampleAt: NOW - 420_000, samplesPerS: 26_000, ...(steadyAgeMs === undefined ? {} : { steadyAgeMs }) })
    const other: SeenEdge = { labels: { cluster: 'osaka-1' }, lastSampleAt: NOW - 3000, steadyAgeMs: 3000 }
    expect(rows(late(), other)[0]).toBe('tokyo-3 silent')
    expect(rows(late(410_000), other)).toEqual(['tokyo-3 behind', 'osaka-1 unknown'])
    const observation = seeing(late(410_000), other)
    const [trouble, ...more] = clockTroubles(edgeRows([TOKYO], observation), observation, [{ reason: 'out-of-bounds', count: 7 }, { reason: '409', count: 9 }])
    expect(more).toEqual([])
    expect(trouble?.row.what.en).toMatch(/^Its clock is 7 minutes behind/)
    expect(trouble?.evidence.map(({ answer }) => answer.en)).toEqual(['2026-11-20 03:05:00 UTC', '2026-11-20 03:12:00 UTC', 'about 3 seconds old, of 1 edge', 'out of bounds or too far in the future 7'])
  })

  it('all edges ahead alike are no clock of an edge, and the sentence looks to what they share', () => {
    const ahead = (cluster: string, ms: number): SeenEdge => ({ labels: { cluster }, lastSampleAt: NOW + ms })
    const both = seeing(ahead('tokyo-3', 40_000), ahead('osaka-1', 45_000))
    expect(edgeRows([TOKYO], both).map(({ state }) => state)).not.toContain('ahead')
    expect(edgesVerdict(edgeRows([TOKYO], both), both.edges).sentence.en).toMatch(/^The newest samples of all edges are 45 seconds ahead of this clock/)
    expect(rows(ahead('tokyo-3', 40_000), { labels: { cluster: 'osaka-1' }, lastSampleAt: NOW - 2000 })).toContain('tokyo-3 ahead')
  })

  it('a new one waits for its first sample, and one that nobody declared is told', () => {
    expect(rows({ labels: { cluster: 'osaka-1' }, lastSampleAt: NOW - 1000 })).toEqual(['tokyo-3 waiting', 'osaka-1 unknown'])
    expect(edgeRows([TOKYO], seeing())[0]?.what.en).toBe('Waiting for the first sample from tokyo-3.')
  })

  it('is unseen, not waiting, when nobody can be asked', () => {
    expect(edgeRows([TOKYO], { ...healthy(SPEC), edges: dead('refused') })).toMatchObject([{ state: 'unseen', what: { en: 'refused' } }])
  })

  it('is unseen, not silent, while only an old answer is there, declared or not', () => {
    const old: Observation = { ...healthy(SPEC), edges: { state: 'stale', from: 'test', at: NOW - 3_600_000, since: NOW - 3_500_000, why: { en: 'refused', ko: '거부' }, value: [{ labels: { cluster: 'tokyo-3' }, lastSampleAt: NOW - 3_600_000 }, { labels: { cluster: 'osaka-1' }, lastSampleAt: NOW - 3_600_000 }] } }
    const all = edgeRows([TOKYO], old)
    expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual(['osaka-1 unseen', 'tokyo-3 unseen'])
    expect(edgesVerdict(all, old.edges)).toEqual({ health: 'unknown', sentence: { en: 'The edges cannot be seen now: refused', ko: '지금은 엣지를 볼 수 없습니다. 거부' } })
    expect(edgesVerdict([], dead('refused')).health).toBe('unknown')
  })

  it('says the silent edge first', () => {
    const { edges, ...rest } = seeing({ labels: { cluster: 'tokyo-3' }, lastSampleAt: NOW - 7_200_000 })
    expect(edgesVerdict(edgeRows([TOKYO], { ...rest, edges }), edges)).toMatchObject({ health: 'degraded', sentence: { en: 'Edge tokyo-3 is silent. Silent for 2 hours.' } })
  })

  it('counts refused samples by reason', () => {
    expect(refusedSamples(healthy(SPEC))).toEqual([{ reason: '409', count: 36 }])
  })

  it('finds edges that could not be told apart', () => {
    const tenant = defaultTenant(SPEC)
    expect(labelProblem({ ...TOKYO, name: 'new' }, [TOKYO], tenant)?.en).toContain('tokyo-3 carries the same labels')
    expect(labelProblem({ ...TOKYO, name: 'new', tenant: 'b' }, [TOKYO], tenant)).toBeUndefined()
    // A write without a tenant is one of the default tenant.
    expect(labelProblem({ ...TOKYO, name: 'new' }, [{ ...TOKYO, tenant: 'default-tenant' }], tenant)?.en).toContain('tokyo-3 carries the same labels')
    expect(labelProblem({ ...TOKYO, name: 'new', labels: {} }, [], tenant)).toBeDefined()
  })

  it('takes for the default tenant what the receivers that edges write to are told', () => {
    const told = defaultTenant(changed('corrected', { edits: [flag(RECEIVER, 'receive.default-tenant-id', 'retail')] }))
    expect(labelProblem({ ...TOKYO, name: 'new' }, [{ ...TOKYO, tenant: 'retail' }], told)?.en).toContain('tokyo-3 carries the same labels')
    expect(labelProblem({ ...TOKYO, name: 'new' }, [{ ...TOKYO, tenant: 'default-tenant' }], told)).toBeUndefined()
    expect(defaultTenant(changed('router-ingestors', { edits: [flag(ROUTER, 'receive.default-tenant-id', 'retail'), flag(INGESTOR, 'receive.default-tenant-id', 'other')] }))).toBe('retail')
  })

  it('tells a way in that fails from one that nobody uses', () => {
    const seen = healthy(SPEC)
    const failing: Observation = {
      ...seen, edges: { state: 'fresh', from: 'test', at: NOW, value: [] },
      components: seen.components.map((each) => (each.kind === 'receive' && each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: [...each.metrics.value, { name: 'http_requests_total', labels: { handler: 'receive', code: '503' }, value: 7 }] } } : each)),
    }
    const refused = refusedSamples(failing)
    expect(refused?.find(({ reason }) => reason === '5xx')?.count).toBeGreaterThan(0)
    expect(edgesVerdict([], failing.edges, refused)).toMatchObject({ health: 'degraded' })
    expect(edgesVerdict([], failing.edges)).toMatchObject({ health: 'unknown' })
  })

  it('takes a tenant that can stand in a header and name a folder', () => {
    expect(['retail', 'team-a_1.b'].map(tenantProblem)).toEqual([undefined, undefined])
    for (const wrong of ['a/b', 'a b', '판매']) expect(tenantProblem(wrong), wrong).toBeDefined()
  })
})

describe('what an edge is given', () => {
  const to = writeDestination(SPEC, 'monitoring')

  it('leads to the write port of the receivers', () => {
    expect(to).toEqual({ url: 'http://thanos-receiver.monitoring.svc.cluster.local:19291/api/v1/receive', tenantHeader: 'THANOS-TENANT', isMadeUp: false })
  })

  it('is told that the host is made up where no Service leads there', () => {
    expect(writeDestination(EMPTY_SPEC, 'monitoring')).toMatchObject({ url: 'http://receive.example.org/api/v1/receive', isMadeUp: true })
  })

  it.each(EDGE_KINDS)('has address, labels, tenant and a queue for its rate: %s', (kind) => {
    const { text } = edgeConfig({ ...TOKYO, kind, tenant: 'retail' }, to)
    for (const words of [to.url, 'tokyo-3', 'THANOS-TENANT', 'retail', String(queueSize(26_000).maxShards)]) expect(text).toContain(words)
  })

  it.each(EDGE_KINDS.filter((kind) => kind !== 'alloy'))('is YAML: %s', (kind) => {
    expect(parse(edgeConfig({ ...TOKYO, kind }, to).text)).toBeTypeOf('object')
  })

  it('writes `up` also where all else is pushed: it scrapes itself into the same pipeline', () => {
    const { receivers, service } = z.object({ receivers: z.record(z.string(), z.json()), service: z.object({ pipelines: z.object({ metrics: z.object({ receivers: z.array(z.string()) }) }) }) }).parse(parse(edgeConfig({ ...TOKYO, kind: 'otel' }, to).text))
    expect(service.pipelines.metrics.receivers).toEqual(['otlp', 'prometheus/self'])
    expect(Object.keys(receivers)).toEqual(service.pipelines.metrics.receivers)
    expect(receivers['prometheus/self']).toMatchObject({ config: { scrape_configs: [{ static_configs: [{ targets: ['127.0.0.1:8888'] }] }] } })
    const { text } = edgeConfig({ ...TOKYO, name: '3-tokyo', kind: 'alloy' }, to)
    for (const line of ['prometheus.exporter.self "_3_tokyo" {}', '  forward_to = [prometheus.remote_write._3_tokyo.receiver]', 'prometheus.remote_write "_3_tokyo" {']) expect(text.split('\n')).toContain(line)
  })

  it('has more shards for more samples, and room in each for several batches', () => {
    const [small, large] = [queueSize(100), queueSize(1_000_000)]
    expect(large.maxShards).toBeGreaterThan(small.maxShards)
    for (const { capacity, maxSamplesPerSend } of [small, large]) expect(capacity / maxSamplesPerSend).toBeGreaterThanOrEqual(3)
  })
})
