// What is observed of the sandbox's demo, over HTTP.
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Observation } from '../../thanos/live/observation.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { until } from '../../testing/wait.ts'
import { startObserver, type Observer } from './observer.ts'

vi.setConfig({ testTimeout: 30_000 })
const sandbox = testSandbox({ demo: true })
let observer: Observer | undefined
afterEach(() => { observer?.stop() })

function observe(paceMs = 100, namespaces: string[] = [], twice: string[] = []): Observer {
  observer = startObserver({ cluster: sandbox.cluster(), namespace: 'monitoring', paceMs, declared: async () => ({ namespaces, edges: [], alertmanagers: [], twice: new Set(twice) }) })
  return observer
}
const seen = async (isDone: (look: Observation) => boolean): Promise<Observation> => until(async () => observer?.observation() ?? { at: 0 } as Observation, isDone)
/** Of the demo's world; [] ends them. */
const makeFail = async (failures: unknown): Promise<Response> => fetch(`${sandbox.url()}/_sandbox/world/failures`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(failures) })

describe('an observer', () => {
  test('gives every reading of a running installation with its first look', async () => {
    const { firstLook, observation } = observe(60_000)
    await firstLook
    const look = observation()
    const readings = [look.pods, look.workloads, look.edges, ...Object.values(look.stores), ...Object.values(look.rules), ...Object.values(look.blocks), ...look.components.flatMap(({ flags, metrics, version }) => [flags, metrics, version])]
    expect(readings.filter(({ state }) => state !== 'fresh')).toEqual([])
    expect(look.components.map(({ kind }) => kind).toSorted()).toEqual(['compact', 'query', 'query', 'receive', 'receive', 'receive', 'rule', 'rule', 'store', 'store', 'store'])
    expect(Object.keys(look.stores)).toHaveLength(2)
    // the guide's query asks its rulers through one address: each replica gets another one of them
    const addresses = Object.values(look.stores).map((reading) => (reading.state === 'fresh' ? reading.value.filter(({ type }) => type === 'rule').map(({ address }) => address) : []))
    expect(addresses).toEqual([['thanos-ruler.monitoring.svc.cluster.local:10901'], ['thanos-ruler.monitoring.svc.cluster.local:10901']])
  })

  test('keeps what was good of a source that dies, says why, and goes on with the rest', async () => {
    await observe().firstLook
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, path: '/pods/thanos-store-0:10902/' }] })
    const look = await seen(({ blocks }) => blocks['thanos-store-0']?.state === 'stale' || observer?.observation().components.find(({ pod }) => pod === 'thanos-store-0')?.metrics.state === 'stale')
    const [dead, alive] = ['thanos-store-0', 'thanos-store-1'].map((name) => look.components.find(({ pod }) => pod === name)?.metrics)
    expect(dead).toMatchObject({ state: 'stale', value: expect.arrayContaining([expect.objectContaining({ name: 'thanos_build_info' })]) })
    expect(dead && 'why' in dead && dead.why.en).not.toBe('')
    expect(alive?.state).toBe('fresh')
    sandbox.calm()
    await seen(({ components }) => components.every(({ metrics }) => metrics.state === 'fresh'))
  })

  test('asks what did not answer at once where somebody wants to know now, and leaves the rest to its turn', async () => {
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, path: '/pods/thanos-store-0:10902/' }] })
    const { firstLook, observation, lookAnew } = observe(60_000)
    await firstLook
    const failing = (): string[] => observation().components.filter(({ metrics }) => metrics.state !== 'fresh').map(({ pod }) => pod)
    expect(failing()).toEqual(['thanos-store-0'])
    sandbox.calm()
    const from = sandbox.requests().length
    await lookAnew()
    expect(failing()).toEqual([])
    const asked = sandbox.requests().slice(from).filter(({ path }) => path.includes('/pods/') && path.includes('/proxy/'))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.filter(({ path }) => !path.includes('/pods/thanos-store-0:10902/'))).toEqual([])
  })

  test('asks queries that list sidecars for the targets behind them, and nobody else', async () => {
    await observe().firstLook
    expect(observer?.observation().targets).toEqual({})
    expect(sandbox.requests().filter(({ path }) => path.endsWith('/api/v1/targets'))).toEqual([])
    observer?.stop()
    await makeFail([{ kind: 'receiver-dies', namespace: 'observability', pod: 'thanos-receiver-0' }])
    observer = startObserver({ cluster: sandbox.cluster(), namespace: 'observability', paceMs: 100, declared: async () => ({ namespaces: [], edges: [], alertmanagers: [], twice: new Set<string>() }) })
    const { targets } = await seen((look) => Object.values(look.targets).filter((reading) => reading.state === 'fresh' && reading.value.broken.length > 0).length === 2)
    await makeFail([])
    for (const reading of Object.values(targets)) {
      const told = reading.state === 'fresh' ? reading.value : undefined
      // two replicas of one Prometheus are one for a query that has its replica label
      expect(told?.groups.map(({ job, labels, down }) => ({ job, labels, down }))).toEqual([{ job: 'thanos', labels: { cluster: 'central' }, down: 1 }, { job: 'node-exporter', labels: { cluster: 'central' }, down: 0 }])
      expect(told?.broken[0]?.error).toContain('connection refused')
    }
  })

  test('tells two workloads of one kind and name in two namespaces apart, and their pods', async () => {
    await sandbox.namespace('far')
    await sandbox.put([{
      apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'thanos-store', namespace: 'far' },
      spec: { serviceName: 'far', replicas: 1, selector: { matchLabels: { app: 'far' } }, template: { metadata: { labels: { app: 'far' } }, spec: { containers: [{ name: 'query', image: 'quay.io/thanos/thanos:v0.42.4', args: ['query'] }] } } },
    }])
    observe(100, ['far'], ['StatefulSet/far/thanos-store'])
    const look = await seen(({ components }) => components.some(({ object, metrics }) => object === 'StatefulSet/far/thanos-store' && metrics.state === 'fresh'))
    const pods = look.pods.state === 'fresh' ? look.pods.value.filter(({ object }) => object.endsWith('thanos-store')) : []
    expect(pods.map(({ name, object, kind }) => `${object} ${name} ${kind}`)).toEqual(['StatefulSet/far/thanos-store far/thanos-store-0 query', ...[0, 1, 2].map((index) => `StatefulSet/thanos-store thanos-store-${index} store`)])
    expect(look.workloads.state === 'fresh' && look.workloads.value.filter(({ object }) => object.endsWith('thanos-store')).map(({ object, want, images }) => [object, want, images.length]).toSorted()).toEqual([['StatefulSet/far/thanos-store', 1, 1], ['StatefulSet/thanos-store', 3, 1]])
  })

  test('finds a clock that is ahead: no query of now sees its samples', async () => {
    await makeFail([{ kind: 'clock-skew', namespace: 'observability', edge: 'busan-1', seconds: 240 }])
    observer = startObserver({ cluster: sandbox.cluster(), namespace: 'observability', paceMs: 100, declared: async () => ({ namespaces: [], edges: [], alertmanagers: [], twice: new Set<string>() }) })
    const { at, edges } = await seen(({ edges: reading }) => reading.state === 'fresh' && reading.value.length > 4)
    await makeFail([])
    const ahead = (edges.state === 'fresh' ? edges.value : []).filter(({ lastSampleAt = 0 }) => lastSampleAt > at + 10_000)
    expect(ahead.map(({ labels, lastSampleAt = 0 }) => [labels.cluster, lastSampleAt > at + 200_000])).toEqual([['busan-1', true]])
  })

  test('finds a declared edge that does not write up by its labels, and one that nobody declared stays unseen', async () => {
    const edges = [['pushed', false], ['unknown', false], ['scraped', true]].map(([name, hasUp]) => ({ name, labels: { cluster: name }, series: 9_000, hasUp }))
    const before = await (await fetch(`${sandbox.url()}/_sandbox/world`)).json() as { edges: unknown }
    const set = async (all: unknown): Promise<Response> => fetch(`${sandbox.url()}/_sandbox/world/edges`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(all) })
    await set(edges)
    observer = startObserver({ cluster: sandbox.cluster(), namespace: 'observability', paceMs: 100, declared: async () => ({ namespaces: [], edges: [{ name: 'shop', kind: 'otel', labels: { cluster: 'pushed' }, samplesPerS: 0 }], alertmanagers: [], twice: new Set<string>() }) })
    const { at, edges: reading } = await seen(({ edges: { state } }) => state === 'fresh')
    await set(before.edges)
    const found = reading.state === 'fresh' ? reading.value : []
    expect(found.map(({ labels, samplesPerS, lastSampleAt = 0 }) => [labels.cluster, samplesPerS === undefined, at - lastSampleAt < 60_000])).toEqual([['pushed', true, true], ['scraped', false, true]])
  })

  test('is answered about the last month of a declared edge that nothing shows: it waits, and is not unknown', async () => {
    observer = startObserver({ cluster: sandbox.cluster(), namespace: 'observability', paceMs: 100, declared: async () => ({ namespaces: [], edges: [{ name: 'nowhere', kind: 'agent', labels: { cluster: 'nowhere' }, samplesPerS: 0 }], alertmanagers: [], twice: new Set<string>() }) })
    const { edges: reading } = await seen(({ edges: { state } }) => state === 'fresh')
    expect(reading.state === 'fresh' && reading.value.length > 0 && reading.value.filter(({ isPastUnknown }) => isPastUnknown)).toEqual([])
  })

  test('looks into each namespace that the revision names; of one that it may not look into it says which line its Role lacks, and sees the rest', async () => {
    await sandbox.namespace('elsewhere')
    await sandbox.put([{
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-far-query', namespace: 'elsewhere' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'far' } }, template: { metadata: { labels: { app: 'far' } }, spec: { containers: [{ name: 'query', image: 'quay.io/thanos/thanos:v0.42.4', args: ['query'] }] } } },
    }])
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, path: '/namespaces/elsewhere/' }] })
    await observe(100, ['elsewhere']).firstLook
    const hidden = await seen(({ unseen }) => unseen !== undefined)
    expect(hidden.unseen).toMatchObject([{ namespace: 'elsewhere', isHome: false, why: { en: expect.stringContaining('The Role of Gauntlet’s account in namespace elsewhere lacks { apiGroups: [""], resources: [pods], verbs: [list, watch] }.') } }])
    expect(hidden.pods.state).toBe('fresh')
    expect(hidden.components.length).toBeGreaterThan(10)
    sandbox.calm()
    const far = await seen(({ components, unseen }) => unseen === undefined && components.some(({ object, metrics }) => object === 'Deployment/thanos-far-query' && metrics.state === 'fresh'))
    expect(far.pods.state === 'fresh' && far.pods.value.filter(({ namespace }) => namespace !== undefined).map(({ namespace, object }) => [namespace, object])).toEqual([['elsewhere', 'Deployment/thanos-far-query']])
    expect(far.workloads.state === 'fresh' && far.workloads.value.find(({ object }) => object === 'Deployment/thanos-far-query')).toMatchObject({ want: 1, ready: 1 })
  })

  test('sees a pod that is replaced, and follows the new one', async () => {
    await observe().firstLook
    const before = observer?.observation().pods
    const pod = await sandbox.cluster().get({ apiVersion: 'v1', kind: 'Pod', namespace: 'monitoring', name: 'thanos-store-2' })
    if (!pod) throw new Error('the demo has no such pod')
    await sandbox.cluster().remove({ apiVersion: 'v1', kind: 'Pod', namespace: 'monitoring', name: 'thanos-store-2' }, { uid: String(pod.metadata.uid) })
    const known = before?.state === 'fresh' ? before.value.find(({ name }) => name === 'thanos-store-2')?.ip : undefined
    const after = await seen(({ pods, components }) => {
      const replaced = pods.state === 'fresh' ? pods.value.find(({ name }) => name === 'thanos-store-2') : undefined
      return replaced?.isReady === true && replaced.ip !== known && components.find(({ pod: name }) => name === 'thanos-store-2')?.metrics.state === 'fresh'
    })
    expect(after.components.filter(({ pod: name }) => name === 'thanos-store-2')).toHaveLength(1)
  })
})
