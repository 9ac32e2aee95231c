import { describe, expect, it } from 'vitest'
import { changed, flag, QUERY, RECEIVER, STORE } from '#lib/testing/check-cases/case.ts'
import { dead, fresh, healthy } from '#lib/testing/observed.ts'
import type { StackSpec } from '../spec.ts'
import { coverageOf } from './coverage.ts'
import { duplicates } from './endpoint-causes.ts'
import { endpointsSeen } from './endpoints.ts'
import type { Observation, SeenStore } from './observation.ts'
import { storesVerdict, type StoresVerdict } from './stores-verdict.ts'

const SPEC = changed('corrected', {})
const QUERIES = Object.keys(healthy(SPEC).stores)

function verdictOf(spec: StackSpec, observation: Observation): StoresVerdict {
  const look = { spec, observation }
  const endpoints = endpointsSeen(look)
  return storesVerdict({ endpoints, coverage: coverageOf(look, endpoints), twice: duplicates(look, endpoints.rows) })
}

/** What some query replicas list, changed. */
function relisted(observation: Observation, change: (store: SeenStore) => SeenStore[], queries: readonly string[] = QUERIES): Observation {
  return { ...observation, stores: Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' && queries.includes(query) ? fresh(reading.value.flatMap(change)) : reading])) }
}

/** With a second block of the same stream and time in the bucket. */
function overlapping(observation: Observation): Observation {
  return { ...observation, blocks: Object.fromEntries(Object.entries(observation.blocks).map(([pod, reading]) => {
    const [first] = reading.state === 'fresh' ? reading.value.blocks : []
    return [pod, reading.state !== 'fresh' || first === undefined ? reading : fresh({ blocks: [...reading.value.blocks, { ...first, ulid: 'second', minTime: first.minTime + 3_600_000 }] })]
  })) }
}

const withoutReceiver = (observation: Observation): Observation => {
  const pods = observation.pods.state === 'fresh' ? observation.pods.value : []
  const gone = pods.find(({ name }) => name === 'thanos-receiver-1')?.ip ?? ''
  return relisted(observation, (store) => (store.address.startsWith(`${gone}:`) ? [] : [store]))
}
const withStranger = (observation: Observation): Observation => ({ ...observation, stores: Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' ? fresh([...reading.value, { address: '10.99.9.9:10901', type: 'sidecar', labelSets: [{ cluster: 'x' }] }]) : reading])) })
/** Two receivers that carry the same labels. */
const withTwins = (observation: Observation): Observation => relisted(observation, (store) => [store.type === 'receive' ? { ...store, labelSets: [{ cluster: 'cluster-01' }] } : store])

describe('the stores page in one sentence', () => {
  it.each(['corrected', 'minimal', 'router-ingestors', 'store-shards'] as const)('all is well in examples/%s', (base) => {
    const spec = changed(base, {})
    expect(verdictOf(spec, healthy(spec))).toMatchObject({ health: 'healthy', sentence: { en: expect.stringMatching(/^All \d+ endpoints answer, and no time is missing in \d+ days\.$/) } })
  })

  it('blocks that the compactor halts on are never "all is well", and come before an endpoint that is missing', () => {
    const overlap = verdictOf(SPEC, overlapping(healthy(SPEC)))
    expect(overlap).toMatchObject({ health: 'degraded', sentence: { en: expect.stringMatching(/^Blocks \S+ and second of .* overlap\.$/), ko: expect.stringContaining('겹칩니다.') } })
    expect(verdictOf(SPEC, overlapping(withoutReceiver(healthy(SPEC))))).toMatchObject({ health: 'degraded', missing: 1, sentence: { en: expect.stringMatching(/ overlap, and one endpoint is missing\.$/) } })
  })

  it('time that nobody answers comes before the blocks that overlap', () => {
    const spec = changed('corrected', { edits: [flag(RECEIVER, 'tsdb.retention', '2h'), flag(STORE, 'max-time', '-6h')] })
    expect(verdictOf(spec, overlapping(healthy(spec)))).toMatchObject({ health: 'degraded', sentence: { en: 'Nobody answers for 3 hours to 6 hours ago.' } })
  })

  it('an endpoint that is missing comes before what is answered twice', () => {
    expect(verdictOf(SPEC, withoutReceiver(withTwins(healthy(SPEC))))).toMatchObject({ health: 'degraded', sentence: { en: expect.stringMatching(/^1 of \d+ endpoints does not answer\.$/) } })
  })

  it('duplicates without a replica label are a notice, and come before endpoints that some replicas miss', () => {
    const twins = withTwins(healthy(SPEC))
    expect(verdictOf(SPEC, twins)).toMatchObject({ health: 'notice', sentence: { en: expect.stringContaining('carry the same labels {cluster="cluster-01"}') } })
    const partly = relisted(twins, (store) => [store.type === 'rule' ? { ...store, lastError: 'refused' } : store], QUERIES.slice(0, 1))
    expect(verdictOf(SPEC, partly)).toMatchObject({ health: 'notice', partly: 2, sentence: { en: expect.stringContaining('carry the same labels') } })
  })

  it('endpoints that some replicas miss come before strangers, and a stranger is told', () => {
    // Without a name outside of the stack, which could stand for it.
    const spec = changed('corrected', { edits: [flag(QUERY, 'endpoint', 'thanos-store.monitoring.svc.cluster.local:10901', 'dnssrv+_grpc._tcp.thanos-receiver-headless.monitoring.svc.cluster.local')] })
    const strange = withStranger(healthy(spec))
    expect(verdictOf(spec, strange)).toMatchObject({ health: 'notice', strangers: 1, sentence: { en: expect.stringMatching(/^1 of \d+ endpoints is seen by query and led to by nothing in the spec\.$/) } })
    const partly = relisted(strange, (store) => [store.type === 'store' ? { ...store, lastError: 'refused' } : store], QUERIES.slice(0, 1))
    expect(verdictOf(spec, partly)).toMatchObject({ health: 'notice', sentence: { en: expect.stringContaining('seen by some query replicas only') } })
  })

  it('an endpoint whose pod is only starting is not told as one that answers', () => {
    const gone = withoutReceiver(healthy(SPEC))
    const pods = gone.pods.state === 'fresh' ? gone.pods.value : []
    const starting = { ...gone, pods: fresh(pods.map((pod) => (pod.name === 'thanos-receiver-1' ? { ...pod, isReady: false } : pod))) }
    const verdict = verdictOf(SPEC, starting)
    expect(verdict).toMatchObject({ missing: 0, sentence: { en: expect.not.stringMatching(/^All /) } })
    expect(verdict.health).not.toBe('healthy')
  })

  it('stores that answer from the same blocks cost time and nothing else: the headline stays', () => {
    const spec = changed('store-shards', { edits: ['thanos-store-year', 'thanos-store-recent'].flatMap((name) => [flag(`StatefulSet/metrics/${name}`, 'min-time'), flag(`StatefulSet/metrics/${name}`, 'max-time')]) })
    expect(verdictOf(spec, healthy(spec)).health).toBe('healthy')
  })

  it('a querier that does not turn to downsampled data is a notice', () => {
    const spec = changed('corrected', { edits: [flag(QUERY, 'query.auto-downsampling'), { op: 'object.remove', object: 'Deployment/monitoring/thanos-query-frontend' }] })
    expect(verdictOf(spec, healthy(spec))).toMatchObject({ health: 'notice', sentence: { en: expect.stringMatching(/^Graphs show nothing older than /) } })
  })

  it('is unknown while no query replica answers', () => {
    const observation = healthy(SPEC)
    expect(verdictOf(SPEC, { ...observation, stores: Object.fromEntries(QUERIES.map((query) => [query, dead<never>()])) })).toMatchObject({ health: 'unknown', sentence: { en: expect.stringContaining('no query replica answers') } })
  })
})
