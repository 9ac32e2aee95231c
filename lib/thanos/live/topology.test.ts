import { describe, expect, test } from 'vitest'
import { example } from '../../testing/examples.ts'
import { edge, moving } from '../../testing/moving.ts'
import { dead, fresh, NOW } from '../../testing/observed.ts'
import { adopt } from '../adopt.ts'
import type { StackSpec } from '../spec.ts'
import { countedOf } from './counters.ts'
import type { Observation, SeenEdge } from './observation.ts'
import { topologyOf } from './topology.ts'
import { BUCKET, EDGES, type Topology, type TopologyLink } from './topology-types.ts'

const specOf = (name: string): StackSpec => adopt(example(name)).spec
const GUIDE = specOf('guide')
const ROUTERS = specOf('router-ingestors')
const EDGES_SEEN = [edge('seoul-1'), edge('seoul-2'), edge('tokyo-3')]

/** The second of two looks, a minute apart, so that there are rates. */
function look(spec: StackSpec, { edges = EDGES_SEEN, bend = (seen) => seen }: { edges?: SeenEdge[]; bend?: (seen: Observation) => Observation } = {}): Topology {
  return topologyOf({ observation: bend(moving(spec, { edges, seconds: 60 })), spec, before: countedOf(moving(spec, { edges })) })
}

function link({ links }: Topology, over: TopologyLink['over'], from: string, to: string): TopologyLink | undefined {
  return links.find((each) => each.over === over && each.from.endsWith(from) && each.to.endsWith(to))
}

describe('a healthy installation', () => {
  test.each(['guide', 'corrected', 'router-ingestors', 'store-shards', 'minimal'])('of %s has every workload healthy, no difference, and no link that is broken', (name) => {
    const { nodes, links } = look(specOf(name))
    expect(nodes.filter(({ isOutside, kind }) => !isOutside && kind !== 'bucket').map(({ id, health, differences }) => ({ id, health, differences }))).toEqual(nodes.filter(({ isOutside, kind }) => !isOutside && kind !== 'bucket').map(({ id }) => ({ id, health: 'Healthy', differences: [] })))
    expect(links.filter(({ state, differences }) => state === 'broken' || differences.length > 0)).toEqual([])
    expect(links.length).toBeGreaterThan(3)
  })

  test('follows the data path from the edges to whoever reads, with the rates of two looks', () => {
    const graph = look(GUIDE)
    expect(link(graph, 'remote write', EDGES, 'thanos-receiver')).toMatchObject({ state: 'flowing', words: { en: '3 of 3 writing' }, lastAt: NOW - 3000 })
    expect(link(graph, 'upload', 'thanos-receiver', BUCKET)?.state).toBe('flowing')
    expect(link(graph, 'read', BUCKET, 'thanos-store')?.rate).toBeCloseTo(900 * (graph.nodes.find(({ name }) => name === 'thanos-store')?.pods.length ?? 0))
    expect(graph.links.filter(({ over }) => over === 'StoreAPI').map(({ from }) => from)).toContain('StatefulSet/thanos-receiver')
  })

  test('knows no rate at the first look, and says no zero for it', () => {
    const graph = topologyOf({ observation: moving(GUIDE), spec: GUIDE })
    expect(link(graph, 'read', BUCKET, 'thanos-store')).toMatchObject({ state: 'flowing', words: { en: 'works' } })
    expect(link(graph, 'read', BUCKET, 'thanos-store')).not.toHaveProperty('rate')
  })

  test('lets the edges write to the routers alone where their ring leads to nobody that is known', () => {
    const elsewhere = JSON.parse(JSON.stringify(ROUTERS).replaceAll(/(thanos-ingest[a-z-]*)\.thanos\.svc/g, '$1.elsewhere.svc')) as StackSpec
    expect(elsewhere).not.toEqual(ROUTERS)
    const { links, nodes } = look(elsewhere)
    expect(links.filter(({ from }) => from === EDGES).map(({ to }) => nodes.find(({ id }) => id === to)?.lane)).toEqual(['router'])
  })

  test('puts receivers that only route before those that keep, and the edges write to the routers', () => {
    const graph = look(ROUTERS)
    const router = graph.nodes.find(({ lane }) => lane === 'router')
    expect(router).toBeDefined()
    expect(graph.links.filter(({ from }) => from === EDGES).map(({ to }) => to)).toEqual([router?.id])
    expect(graph.links.find(({ over }) => over === 'forward')).toMatchObject({ from: router?.id, state: 'flowing' })
  })

  test('is the same graph for the same look', () => {
    expect(JSON.stringify(look(GUIDE))).toBe(JSON.stringify(look(GUIDE)))
  })
})

describe('what is seen beside what is asked', () => {
  const store = 'StatefulSet/thanos-store'
  const ofStore = ({ nodes }: Topology) => nodes.find(({ id }) => id === store)

  test('a workload of the spec that the cluster does not have is missing, and what hangs on it is broken', () => {
    const graph = look(GUIDE, { bend: (seen) => ({ ...seen, ...without(seen, store) }) })
    expect(ofStore(graph)).toMatchObject({ health: 'Missing', differences: [{ is: 'not-seen' }] })
    expect(link(graph, 'read', BUCKET, 'thanos-store')?.state).toBe('broken')
    expect(link(graph, 'StoreAPI', 'thanos-store', 'thanos-query')?.state).toBe('broken')
  })

  test('a workload that only the cluster has is told as not desired', () => {
    const spec = { ...GUIDE, objects: GUIDE.objects.filter((object) => !(object.type === 'workload' && object.name === 'thanos-store')) }
    const graph = topologyOf({ observation: moving(GUIDE), spec })
    expect(ofStore(graph)).toMatchObject({ health: 'Healthy', differences: [{ is: 'not-desired' }] })
    expect(ofStore(graph)).not.toHaveProperty('editId')
  })

  test('a Prometheus with a sidecar beside the stack is none of the spec, and so no difference; nor is the arrow of the query that asks it by a name', () => {
    const graph = look(GUIDE, { bend: (seen) => {
      const pods = seen.pods.state === 'fresh' ? seen.pods.value : []
      const [model] = pods
      if (!model) throw new Error('the example has no pods')
      const workload = { object: 'StatefulSet/prometheus', kind: 'sidecar' as const, want: 1, ready: 1, updated: 1, restarts: 0, images: [] }
      return { ...seen, pods: fresh([...pods, { ...model, name: 'prometheus-0', object: workload.object, kind: workload.kind, ip: '192.168.7.9' }]), workloads: fresh([...(seen.workloads.state === 'fresh' ? seen.workloads.value : []), workload]) }
    } })
    expect(graph.nodes.find(({ id }) => id === 'StatefulSet/prometheus')).toMatchObject({ lane: 'store', health: 'Healthy', differences: [] })
    expect(link(graph, 'StoreAPI', 'prometheus', 'thanos-query')).toMatchObject({ state: 'flowing', differences: [] })
  })

  test('a flag, an image and a number of replicas that differ are named with both values', () => {
    const graph = look(GUIDE, { bend: (seen) => ({
      ...seen,
      components: seen.components.map((each) => (each.object === store && each.flags.state === 'fresh' ? { ...each, flags: { ...each.flags, value: { ...each.flags.value, 'data-dir': '/elsewhere' } } } : each)),
      workloads: seen.workloads.state !== 'fresh' ? seen.workloads : { ...seen.workloads, value: seen.workloads.value.map((each) => (each.object === store ? { ...each, images: ['x/thanos:v0.1.0'], want: 9, ready: 9, updated: 9 } : each)) },
    }) })
    const differences = ofStore(graph)?.differences ?? []
    expect(differences.map(({ is }) => is).toSorted()).toEqual(['flag', 'image', 'replicas'])
    expect(differences.find(({ is }) => is === 'flag')?.text.en).toMatch(/^--data-dir is \/elsewhere, the spec has \//)
  })

  describe('a query-frontend, and two queriers that it may ask', () => {
    const files = example('store-shards')
    /** The querier and its Service once more, by another name; the rest of the file stands there already. */
    const second = (files.find(({ name }) => name.endsWith('queries.yaml'))?.text ?? '').split(/^---$/m).filter((each) => /^ {2}name: thanos-query$/m.test(each)).map((each) => each.replaceAll(/thanos-query(?!-)/g, 'thanos-query-b')).join('---\n')
    const { spec } = adopt([...files, { name: 'second.yaml', text: second }])
    const front = 'Deployment/thanos-query-frontend'
    const asking = (url: string): Topology => look(spec, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => (each.object === front && each.flags.state === 'fresh' ? { ...each, flags: { ...each.flags, value: { ...each.flags.value, 'query-frontend.downstream-url': url } } } : each)) }) })
    const askedOf = ({ links }: Topology) => links.filter(({ over, to }) => over === 'HTTP' && to === front).map(({ from, differences }) => ({ from, differences: differences.map(({ is }) => is) }))

    test('are linked as the spec has it while its process runs so', () => {
      expect(askedOf(look(spec))).toEqual([{ from: 'Deployment/thanos-query', differences: [] }])
    })

    test('are linked as its process runs, which is told where the spec has it otherwise', () => {
      expect(askedOf(asking('http://thanos-query-b.metrics.svc.cluster.local:9090'))).toEqual([{ from: 'Deployment/thanos-query-b', differences: ['not-desired'] }])
    })

    test('are both linked while it rolls from one to the other', () => {
      const rolling = look(spec, { bend: (seen) => {
        const [one] = seen.components.filter(({ object }) => object === front)
        if (one?.flags.state !== 'fresh' || seen.pods.state !== 'fresh') throw new Error('no pod that tells')
        const pod = seen.pods.value.find(({ name }) => name === one.pod)
        if (pod === undefined) throw new Error('no such pod')
        const young = { ...one, pod: `${one.pod}-young`, flags: { ...one.flags, value: { ...one.flags.value, 'query-frontend.downstream-url': 'http://thanos-query-b.metrics.svc.cluster.local:9090' } } }
        return { ...seen, components: [...seen.components, young], pods: { ...seen.pods, value: [...seen.pods.value, { ...pod, name: young.pod }] } }
      } })
      expect(askedOf(rolling)).toEqual([{ from: 'Deployment/thanos-query', differences: [] }, { from: 'Deployment/thanos-query-b', differences: ['not-desired'] }])
    })

    test('are not linked where its process asks somebody else', () => {
      expect(askedOf(asking('http://elsewhere.example:9090'))).toEqual([])
    })

    test('are linked as the spec has it where its process does not tell', () => {
      const mute = look(spec, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => (each.object === front ? { ...each, flags: dead('HTTP 404') } : each)) }) })
      expect(askedOf(mute)).toEqual([{ from: 'Deployment/thanos-query', differences: [] }])
    })
  })

  test('receivers that have read different hashring files are told', () => {
    let next = 0
    const graph = look(ROUTERS, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => (each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: each.metrics.value.map((sample) => (sample.name === 'thanos_receive_config_hash' ? { ...sample, value: next++ } : sample)) } } : each)) }) })
    expect(graph.nodes.filter(({ differences }) => differences.length > 0).map(({ lane, pods, differences }) => [lane, pods.length > 1, differences.map(({ text: { en } }) => en)])).toEqual([['router', true, ['its pods have read different hashring files']]])
  })

  describe('a hashring file that is another one than the spec has', () => {
    const isRouter = ({ lane }: { lane: string }): boolean => lane === 'router'
    const reading = (which: (object: string) => boolean): Topology => look(ROUTERS, { bend: (seen) => ({
      ...seen, components: seen.components.map((each) => (which(each.object) && each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: each.metrics.value.map((sample) => (sample.name === 'thanos_receive_config_hash' ? { ...sample, value: 7 } : sample)) } } : each)),
    }) })
    const router = look(ROUTERS).nodes.find(isRouter)?.id

    test('is told of the router that has read it, and on the arrows that were drawn by the spec', () => {
      const graph = reading((object) => object === router)
      expect(graph.nodes.filter(({ differences }) => differences.length > 0).map(({ id, differences }) => [id, differences.map(({ is }) => is)])).toEqual([[router, ['ring']]])
      const forwards = graph.links.filter(({ over }) => over === 'forward')
      expect(forwards.length).toBeGreaterThan(0)
      expect(forwards.map(({ differences }) => differences.map(({ is }) => is))).toEqual(forwards.map(() => ['ring']))
      expect(graph.links.filter(({ over, differences }) => over !== 'forward' && differences.length > 0)).toEqual([])
    })

    test('is told of the receiver that has read it, while the router forwards by the spec', () => {
      const keeper = look(GUIDE).nodes.find(({ kind }) => kind === 'receive')?.id
      const graph = look(GUIDE, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => (each.object === keeper && each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: each.metrics.value.map((sample) => (sample.name === 'thanos_receive_config_hash' ? { ...sample, value: 7 } : sample)) } } : each)) }) })
      expect(graph.nodes.find(({ id }) => id === keeper)?.differences.map(({ is }) => is)).toEqual(['ring'])
    })

    test('is not told of receivers that do not say which they have read', () => {
      const mute = look(ROUTERS, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => ({ ...each, metrics: dead('HTTP 503') })) }) })
      expect([...mute.nodes, ...mute.links].flatMap(({ differences }) => differences)).toEqual([])
      expect(mute.links.find(({ over }) => over === 'forward')?.state).toBe('unknown')
    })
  })

  test('without a spec the graph is what is seen, and nothing differs', () => {
    const graph = topologyOf({ observation: moving(GUIDE) })
    expect(graph.nodes.filter(({ isOutside }) => !isOutside).length).toBeGreaterThan(4)
    expect(graph.nodes.flatMap(({ differences }) => differences)).toEqual([])
  })
})

describe('what does not work', () => {
  test('a replica that crashes makes its workload degraded with its words', () => {
    const graph = look(GUIDE, { bend: (seen) => crash(seen, 'thanos-receiver') })
    const node = graph.nodes.find(({ name }) => name === 'thanos-receiver')
    expect(node?.health).toBe('Degraded')
    expect(node?.why?.en).toContain('CrashLoopBackOff')
    expect(node?.why?.en).toContain('OOMKilled (exit code 137)')
  })

  test('with some receivers down the arrow says what the edges show and who is down, and calls nothing waiting', () => {
    const down = (seen: Observation): Observation => (seen.pods.state !== 'fresh' || seen.workloads.state !== 'fresh' ? seen : {
      ...seen, pods: { ...seen.pods, value: seen.pods.value.map((pod) => (pod.name === 'thanos-receiver-0' ? { ...pod, isReady: false, restarts: 4, waiting: { reason: 'CrashLoopBackOff' } } : pod)) },
      workloads: { ...seen.workloads, value: seen.workloads.value.map((each) => (each.object.endsWith('thanos-receiver') ? { ...each, ready: each.want - 1 } : each)) },
    })
    const arrow = (bend: (seen: Observation) => Observation) => link(look(specOf('corrected'), { bend }), 'remote write', EDGES, 'thanos-receiver')
    expect(arrow(down)).toMatchObject({ state: 'partly', words: { en: '3 of 3 writing; thanos-receiver-0 is down' }, lastAt: NOW - 3000 })
    expect(arrow((seen) => down({ ...seen, edges: dead('query timed out') }))).toMatchObject({ state: 'unknown', words: { en: 'last sample not known: query timed out; thanos-receiver-0 is down' } })
    expect(link(look(specOf('corrected'), { bend: down }), 'upload', 'thanos-receiver', BUCKET)).toMatchObject({ state: 'partly', words: { en: 'thanos-receiver: 2 of 3 ready' } })
    expect(arrow((seen) => down({ ...seen, edges: fresh([]) }))?.words.en).toContain('thanos-receiver-0 is down')
  })

  test('a receiver that does not tell what it counts is named on the arrow', () => {
    const graph = look(specOf('corrected'), { bend: (seen) => ({ ...seen, components: seen.components.map((each) => (each.pod === 'thanos-receiver-1' ? { ...each, metrics: dead('timeout') } : each)) }) })
    expect(link(graph, 'remote write', EDGES, 'thanos-receiver')).toMatchObject({ state: 'partly', words: { en: '3 of 3 writing; thanos-receiver-1 did not answer' } })
  })

  test('what runs in a namespace that nobody may look into is not known, and the rest stands', () => {
    const hide = (seen: Observation): Observation => (seen.workloads.state !== 'fresh' ? seen : { ...seen, workloads: { ...seen.workloads, value: seen.workloads.value.filter(({ kind }) => kind !== 'receive') } })
    const unseen = [{ namespace: 'thanos', isHome: false, since: NOW, why: { en: 'forbidden: lacks pods', ko: '권한 없음' } }]
    const [known, hidden] = [look(ROUTERS, { bend: hide }), look(ROUTERS, { bend: (seen) => ({ ...hide(seen), unseen }) })]
    const states = ({ nodes }: Topology): string[] => nodes.filter(({ kind }) => kind === 'receive' || kind === 'query').map(({ kind, health }) => `${kind} ${health}`)
    expect(states(known)).toEqual([...Array.from({ length: 3 }, () => 'receive Missing'), 'query Healthy'])
    expect(states(hidden)).toEqual([...Array.from({ length: 3 }, () => 'receive Unknown'), 'query Healthy'])
    expect(hidden.nodes.find(({ kind }) => kind === 'receive')?.why?.en).toBe('forbidden: lacks pods')
    expect(hidden.silent[0]).toMatchObject({ from: 'namespace thanos' })
  })

  test('an Alertmanager that is asked is told by its answer, one that nobody asked stays unseen', () => {
    const spec = specOf('corrected')
    const heard = (alertmanagers: Observation['alertmanagers']) => look(spec, { bend: (seen) => ({ ...seen, alertmanagers }) }).nodes.find(({ kind }) => kind === 'alertmanager')
    expect(heard({})).toMatchObject({ health: 'Unknown', words: { en: 'not seen' } })
    expect(heard({ 'http://a:9093': fresh([{ labels: {}, state: 'active', silencedBy: [], inhibitedBy: [] }]) })).toMatchObject({ health: 'Healthy', words: { en: 'answers' }, facts: [{ value: '1' }] })
    expect(heard({ 'http://a:9093': fresh([]), 'http://b:9093': dead('refused') })).toMatchObject({ health: 'Healthy', words: { en: '1 of 2 answer' } })
    expect(heard({ 'http://a:9093': dead('refused') })).toMatchObject({ health: 'Unknown', words: { en: 'does not answer' }, why: { en: 'refused' } })
  })

  test('that not one write was taken since the pods began is known at the first look', () => {
    const refuse = (seen: Observation): Observation => ({ ...seen, components: seen.components.map((each) => (each.kind === 'receive' && each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: each.metrics.value.map((sample) => (sample.name === 'http_requests_total' ? { ...sample, labels: { ...sample.labels, code: '500' } } : sample)) } } : each)) })
    const first = topologyOf({ observation: refuse(moving(GUIDE)), spec: GUIDE })
    expect(link(first, 'remote write', EDGES, 'thanos-receiver')).toMatchObject({ state: 'broken', errors: 1, words: { en: '100 % of writes refused' } })
    expect(link(topologyOf({ observation: moving(GUIDE), spec: GUIDE }), 'remote write', EDGES, 'thanos-receiver')?.errors).toBeUndefined()
  })

  test('a silent edge stands first and is counted on the arrow; one whose first sample is awaited is not called silent', () => {
    const graph = look(GUIDE, { edges: [edge('a'), edge('b', 18 * 60), { labels: { cluster: 'c' } }] })
    expect(graph.edges.map(({ name, state }) => `${name} ${state}`)).toEqual(['b silent', 'c waiting', 'a writing'])
    expect(link(graph, 'remote write', EDGES, 'thanos-receiver')).toMatchObject({ state: 'partly', words: { en: '1 of 3 writing' } })
  })

  test('a declared edge goes by its own name, and stands there while it waits for its first sample', () => {
    const declared = (name: string, cluster: string): NonNullable<StackSpec['edges']>[number] => ({ name, kind: 'agent', labels: { cluster }, samplesPerS: 100 })
    const graph = look({ ...GUIDE, edges: [declared('tokyo', 'a'), declared('osaka', 'z')] }, { edges: [edge('a')] })
    expect(graph.edges.map(({ name, state }) => `${name} ${state}`)).toEqual(['osaka waiting', 'tokyo writing'])
    // By that name the page of edges opens it; one that nobody declared has none.
    expect(graph.edges.map(({ declared: name }) => name)).toEqual(['osaka', 'tokyo'])
    expect(look(GUIDE, { edges: [edge('a')] }).edges.map(({ declared: name }) => name)).toEqual([undefined])
  })

  test('a query replica that does not see a store is named', () => {
    let gone = ''
    const graph = look(specOf('store-shards'), { bend: (seen) => {
      const [first] = Object.keys(seen.stores)
      gone = first ?? ''
      return { ...seen, stores: { ...seen.stores, [gone]: { state: 'fresh', from: 'x', at: seen.at, value: [] } } }
    } })
    const bad = graph.links.filter(({ over, state }) => over === 'StoreAPI' && (state === 'partly' || state === 'broken'))
    expect(bad.length).toBeGreaterThan(0)
    expect(bad.some(({ words }) => words.en.includes(gone) || words.en.includes('no query replica sees it'))).toBe(true)
  })

  test('a compactor that has halted is degraded although its pod is ready', () => {
    const graph = look(GUIDE, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => (each.metrics.state === 'fresh' ? { ...each, metrics: { ...each.metrics, value: each.metrics.value.map((sample) => (sample.name === 'thanos_compact_halted' ? { ...sample, value: 1 } : sample)) } } : each)) }) })
    expect(graph.nodes.find(({ kind }) => kind === 'compact')).toMatchObject({ health: 'Degraded', words: { en: 'halted' } })
    expect(graph.links.find(({ over }) => over === 'compact')?.state).toBe('broken')
  })
})

describe('what was not looked at', () => {
  test('is Unknown with the reason, never Healthy, and named among the silent sources', () => {
    const graph = look(GUIDE, { bend: (seen) => ({ ...seen, workloads: dead('refused'), pods: dead('refused'), components: [], stores: {}, blocks: {}, edges: dead('refused') }) })
    expect(graph.nodes.map(({ health }) => health)).not.toContain('Healthy')
    expect(graph.nodes.find(({ kind }) => kind === 'store')).toMatchObject({ health: 'Unknown', why: { en: 'refused' } })
    expect(graph.links.filter(({ state }) => state === 'flowing')).toEqual([])
    expect(graph.silent).toEqual([{ from: 'test', since: expect.any(Number), why: { en: 'refused', ko: 'refused' } }])
  })

  test('where nothing runs nobody fails to answer: there is no one to be asked of edges', () => {
    const empty = (seen: Observation): Observation => ({ ...seen, workloads: fresh([]), pods: fresh([]), components: [], stores: {}, rules: {}, blocks: {}, edges: dead('No replica of query runs') })
    expect(topologyOf({ observation: empty(moving(GUIDE, { edges: [] })) })).toMatchObject({ nodes: [], silent: [] })
    expect(topologyOf({ observation: { ...empty(moving(GUIDE, { edges: [] })), workloads: dead('refused') } }).silent).toHaveLength(1)
  })

  test('dead metrics take the rate away and leave the node as the API server has it', () => {
    const graph = look(GUIDE, { bend: (seen) => ({ ...seen, components: seen.components.map((each) => ({ ...each, metrics: dead('timeout') })) }) })
    expect(graph.nodes.find(({ kind }) => kind === 'store')).toMatchObject({ health: 'Healthy', facts: [] })
    expect(link(graph, 'read', BUCKET, 'thanos-store')).toMatchObject({ state: 'unknown' })
  })
})

function without(seen: Observation, object: string): Pick<Observation, 'workloads' | 'pods' | 'components' | 'stores'> {
  const gone = new Set(seen.pods.state === 'fresh' ? seen.pods.value.filter((pod) => pod.object === object).flatMap(({ ip = '' }) => [ip]) : [])
  return {
    workloads: seen.workloads.state === 'fresh' ? { ...seen.workloads, value: seen.workloads.value.filter((each) => each.object !== object) } : seen.workloads,
    pods: seen.pods.state === 'fresh' ? { ...seen.pods, value: seen.pods.value.filter((each) => each.object !== object) } : seen.pods,
    components: seen.components.filter((each) => each.object !== object),
    stores: Object.fromEntries(Object.entries(seen.stores).map(([pod, reading]) => [pod, reading.state === 'fresh' ? { ...reading, value: reading.value.filter(({ address, type }) => !gone.has(address.split(':')[0] ?? '') && type !== 'store') } : reading])),
  }
}

function crash(seen: Observation, name: string): Observation {
  if (seen.pods.state !== 'fresh' || seen.workloads.state !== 'fresh') return seen
  return {
    ...seen,
    pods: { ...seen.pods, value: seen.pods.value.map((pod) => (pod.object.endsWith(name) ? { ...pod, isReady: false, restarts: 4, waiting: { reason: 'CrashLoopBackOff' }, lastEnd: { reason: 'OOMKilled', exitCode: 137, at: NOW } } : pod)) },
    workloads: { ...seen.workloads, value: seen.workloads.value.map((each) => (each.object.endsWith(name) ? { ...each, ready: 0 } : each)) },
  }
}
