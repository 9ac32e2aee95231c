import { describe, expect, it } from 'vitest'
import { changed, flag, QUERY } from '#lib/testing/check-cases/case.ts'
import { dead, fresh, healthy } from '#lib/testing/observed.ts'
import type { StackSpec } from '../spec.ts'
import { duplicates } from './endpoint-causes.ts'
import { type Endpoint, endpointsSeen } from './endpoints.ts'
import type { Observation, SeenStore } from './observation.ts'

const SPEC = changed('corrected', {})
const QUERIES = Object.keys(healthy(SPEC).stores)

function rowOf(spec: StackSpec, observation: Observation, name: string): Endpoint | undefined {
  return endpointsSeen({ spec, observation }).rows.find((row) => row.name === name)
}

/** What some query replicas list, changed. */
function relisted(observation: Observation, queries: readonly string[], change: (stores: SeenStore[]) => SeenStore[]): Observation {
  return { ...observation, stores: Object.fromEntries(Object.entries(observation.stores).map(([query, reading]) => [query, reading.state === 'fresh' && queries.includes(query) ? fresh(change(reading.value)) : reading])) }
}

const without = (address: string) => (stores: SeenStore[]): SeenStore[] => stores.filter((store) => store.address !== address)

describe('endpoints of a healthy installation', () => {
  it.each(['corrected', 'minimal', 'router-ingestors', 'store-shards'] as const)('all answer in examples/%s, each pod behind a headless name by its own name', (base) => {
    const spec = changed(base, {})
    const look = { spec, observation: healthy(spec) }
    const { rows } = endpointsSeen(look)
    expect(rows.map(({ name, state }) => `${name} ${state}`).filter((row) => !row.endsWith(' answers'))).toEqual([])
    expect(duplicates(look, rows)).toEqual([])
  })

  it('names receivers and rulers by their pods', () => {
    const names = endpointsSeen({ spec: SPEC, observation: healthy(SPEC) }).rows.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['thanos-receiver-0', 'thanos-receiver-2', 'thanos-ruler-1', 'thanos-store.monitoring.svc.cluster.local:10901']))
  })
})

describe('a Prometheus with a sidecar', () => {
  const observation = healthy(SPEC)
  const pods = observation.pods.state === 'fresh' ? observation.pods.value : []
  const [model] = pods
  if (!model) throw new Error('the example has no pods')
  const sidecar = { ...model, name: 'prometheus-0', object: 'StatefulSet/prometheus', kind: 'sidecar' as const, ip: '192.168.7.9' }

  it('that runs in the namespace of the stack is what the name outside of it stands for, and no stranger', () => {
    const rows = endpointsSeen({ spec: SPEC, observation: { ...observation, pods: fresh([...pods, sidecar]) } }).rows
    expect(rows.find(({ name }) => name === 'prometheus-0')).toMatchObject({ state: 'answers', type: 'sidecar', pod: 'prometheus-0', configured: { flag: 'endpoint', text: expect.stringContaining('prometheus-operated') } })
    expect(rows.filter(({ state }) => state !== 'answers')).toEqual([])
  })

  it('is a stranger where no such name is asked', () => {
    const spec = changed('corrected', { edits: [{ op: 'flag.drop', object: QUERY, flag: 'endpoint', value: 'dnssrv+_grpc._tcp.prometheus-operated.monitoring.svc.cluster.local' }] })
    expect(rowOf(spec, { ...observation, pods: fresh([...pods, sidecar]) }, 'prometheus-0')?.state).toBe('stranger')
  })
})

describe('endpoints that are not as they must be', () => {
  const observation = healthy(SPEC)
  const pods = observation.pods.state === 'fresh' ? observation.pods.value : []
  const receiver = pods.find(({ name }) => name === 'thanos-receiver-1')
  const address = `${receiver?.ip ?? ''}:10901`

  it('a pod that no query replica lists is missing, and DNS is named as the cause when it is not ready', () => {
    const down = { ...relisted(observation, QUERIES, without(address)), pods: fresh(pods.map((pod) => (pod === receiver ? { ...pod, isReady: false, waiting: { reason: 'CrashLoopBackOff' } } : pod))) }
    const row = rowOf(SPEC, down, 'thanos-receiver-1')
    expect(row).toMatchObject({ state: 'missing', type: 'receive' })
    expect(row?.causes[0]?.text.en).toContain('thanos-receiver-1 is not ready (CrashLoopBackOff)')
  })

  it('one query replica that misses it makes it partly seen, with the interval after which it asks again', () => {
    const row = rowOf(SPEC, relisted(observation, QUERIES.slice(0, 1), without(address)), 'thanos-receiver-1')
    expect(row?.state).toBe('partly')
    expect(row?.seenBy).toMatchObject({ [QUERIES[0] ?? '']: { is: 'missing' }, [QUERIES[1] ?? '']: { is: 'seen' } })
    expect(row?.causes[0]?.text.en).toContain('asks DNS every 30s')
  })

  /** With what some query replicas count of their lookups. */
  const looking = (seen: Observation, queries: readonly string[], [lookups, failures]: readonly [number, number], names = 'thanos_query_endpoints_dns'): Observation => ({
    ...seen, components: seen.components.map((each) => (queries.includes(each.pod) ? { ...each, metrics: fresh([{ name: `${names}_lookups_total`, labels: {}, value: lookups }, { name: `${names}_failures_total`, labels: {}, value: failures }]) } : each)),
  })
  const lookupsIn = (seen: Observation, name = 'thanos-receiver-1'): string[] => (rowOf(SPEC, seen, name)?.causes ?? []).map(({ text }) => text.en).filter((words) => words.includes('look up'))

  it('a query replica that misses a name and whose lookups failed says how often, as an explanation beside the others', () => {
    const [first = ''] = QUERIES
    const gone = relisted(observation, QUERIES, without(address))
    expect(lookupsIn(looking(gone, [first], [400, 12]))).toEqual([`${first} failed to look up names 12 of 400 times since it started.`])
    expect(lookupsIn(looking(gone, [first], [400, 12], 'thanos_query_store_apis_dns'))).toHaveLength(1)
    expect(rowOf(SPEC, looking(gone, QUERIES, [400, 12]), 'thanos-receiver-1')?.causes.at(-1)).toMatchObject({ about: '--endpoint', text: { ko: expect.stringContaining('400번 중 12번 실패') } })
  })

  it('lookups say nothing where none failed, where the replica sees the endpoint, and of an address that DNS is not asked for each time', () => {
    const [first = '', second = ''] = QUERIES
    expect(lookupsIn(looking(relisted(observation, QUERIES, without(address)), QUERIES, [400, 0]))).toEqual([])
    expect(lookupsIn(looking(relisted(observation, [first], without(address)), [second], [400, 12]))).toEqual([])
    const store = 'thanos-store.monitoring.svc.cluster.local:10901'
    const gone = looking(relisted(observation, QUERIES, without(store)), QUERIES, [400, 12])
    expect(rowOf(SPEC, gone, store)?.state).toBe('missing')
    expect(lookupsIn(gone, store)).toEqual([])
  })

  it('an error of every query replica makes it failing', () => {
    const row = rowOf(SPEC, relisted(observation, QUERIES, (stores) => stores.map((store) => (store.address === address ? { ...store, lastError: 'connection refused' } : store))), 'thanos-receiver-1')
    expect(row).toMatchObject({ state: 'failing', lastError: 'connection refused' })
  })

  it('a replica that could not be asked is unasked, not missing', () => {
    const [first = ''] = QUERIES
    const row = rowOf(SPEC, { ...observation, stores: { ...observation.stores, [first]: dead('timeout') } }, 'thanos-receiver-1')
    expect(row?.state).toBe('answers')
    expect(row?.seenBy[first]).toMatchObject({ is: 'unasked', why: { en: 'timeout' } })
  })

  it('an address that nothing leads to is a stranger', () => {
    const spec = changed('corrected', { edits: [flag(QUERY, 'endpoint', 'thanos-store.monitoring.svc.cluster.local:10901', 'dnssrv+_grpc._tcp.thanos-receiver-headless.monitoring.svc.cluster.local')] })
    const strange = relisted(healthy(spec), QUERIES, (stores) => [...stores, { address: '10.99.9.9:10901', type: 'store', labelSets: [] }])
    expect(rowOf(spec, strange, '10.99.9.9:10901')?.state).toBe('stranger')
  })

  it('an address in the spec that the running query was not started with', () => {
    const spec = changed('corrected', { edits: [{ op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'archive.example:10901' }] })
    const look = healthy(spec)
    const started = { ...relisted(look, QUERIES, without('archive.example:10901')), components: look.components.map((component) => (component.kind === 'query' ? { ...component, flags: fresh({ endpoint: 'thanos-store.monitoring.svc.cluster.local:10901' }) } : component)) }
    expect(rowOf(spec, started, 'archive.example:10901')?.causes[0]?.text.en).toContain('the change is not applied')
  })

  it('a Service that is not there is named', () => {
    const spec = changed('corrected', { edits: [{ op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'thanos-sore.monitoring.svc.cluster.local:10901' }] })
    const row = rowOf(spec, relisted(healthy(spec), QUERIES, without('thanos-sore.monitoring.svc.cluster.local:10901')), 'thanos-sore.monitoring.svc.cluster.local:10901')
    expect(row).toMatchObject({ state: 'missing', causes: [{ about: 'Service thanos-sore' }] })
  })
})

describe('duplicates', () => {
  const observation = healthy(SPEC)

  it('two receivers that carry equal labels', () => {
    const look = { spec: SPEC, observation: relisted(observation, QUERIES, (stores) => stores.map((store) => (store.type === 'receive' ? { ...store, labelSets: [{ cluster: 'cluster-01' }] } : store))) }
    expect(duplicates(look, endpointsSeen(look).rows)[0]?.text.en).toContain('carry the same labels {cluster="cluster-01"}')
  })

  it('replicas that differ by a label which query does not remove', () => {
    const spec = changed('corrected', { edits: [flag(QUERY, 'query.replica-label', 'rule_replica', 'receive_replica')] })
    const look = { spec, observation: healthy(spec) }
    expect(duplicates(look, endpointsSeen(look).rows).map(({ text }) => text.en)).toEqual([expect.stringContaining('thanos-ruler differ by ruler_replica')])
  })

  it('rulers behind one address, of which each query replica sees one', () => {
    const spec = changed('corrected', { edits: [{ op: 'flag.drop', object: QUERY, flag: 'endpoint', value: 'dns+thanos-ruler.monitoring.svc.cluster.local:10901' }, { op: 'flag.add', object: QUERY, flag: 'endpoint', value: 'thanos-ruler.monitoring.svc.cluster.local:10901' }] })
    const look = { spec, observation: healthy(spec) }
    expect(duplicates(look, endpointsSeen(look).rows).map(({ text }) => text.en)).toEqual([expect.stringContaining('2 pods of thanos-ruler')])
  })
})
