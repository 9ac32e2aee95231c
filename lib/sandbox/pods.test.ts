// Pods as an operator sees them through the API: events, logs, and the ways in which they fail and recover.
import { afterEach, describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '../manifest/types.ts'
import { isKubeObject } from '../manifest/types.ts'
import { itemsAt, textAt, valueAt } from './fields.ts'
import type { PodStarts } from './pod-start.ts'
import type { Sandbox, SandboxOptions } from './server.ts'
import { startSandbox } from './server.ts'

const running: Sandbox[] = []
afterEach(async () => { await Promise.all(running.splice(0).map((sandbox) => sandbox.close())) })

type Host = { get: (path: string) => Promise<JsonObject>; text: (path: string) => Promise<[number, string]>; apply: (object: KubeObject) => Promise<void>; remove: (path: string) => Promise<number> }

async function start(options: SandboxOptions = {}): Promise<Host> {
  const sandbox = await startSandbox({ rollMs: 5, ...options })
  running.push(sandbox)
  return {
    get: async (path) => (await fetch(sandbox.url + path)).json(),
    text: async (path) => {
      const answer = await fetch(sandbox.url + path)
      return [answer.status, await answer.text()]
    },
    remove: async (path) => (await fetch(sandbox.url + path, { method: 'DELETE' })).status,
    apply: async (object) => {
      const path = `/apis/apps/v1/namespaces/default/${object.kind.toLowerCase()}s/${object.metadata.name}?fieldManager=test&force=true`
      await fetch(sandbox.url + path, { method: 'PATCH', headers: { 'content-type': 'application/apply-patch+yaml' }, body: JSON.stringify(object) })
    },
  }
}

function store(args: string[], container: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store', namespace: 'default' },
    spec: {
      replicas: 1, selector: { matchLabels: { app: 'store' } },
      template: { metadata: { labels: { app: 'store' } }, spec: { containers: [{ name: 'thanos', image: 'quay.io/thanos/thanos:v0.40.1', args, ...container }] } },
    },
  }
}

const POD = '/api/v1/namespaces/default/pods/store-0'
const STORAGE = '--objstore.config=type: FILESYSTEM'

async function eventsOf(host: Host, name: string): Promise<JsonObject[]> {
  return itemsAt(await host.get(`/api/v1/namespaces/default/events?fieldSelector=involvedObject.name=${name}`), 'items')
}

const waitingFor = async (host: Host): Promise<string> => textAt(itemsAt(await host.get(POD), 'status', 'containerStatuses')[0], 'state', 'waiting', 'reason')

describe('a container that ends', () => {
  it('is started again and again, says when it ended and how, and logs why', async () => {
    const host = await start()
    await host.apply(store(['store', '--nonsense']))
    await expect.poll(async () => waitingFor(host)).toBe('CrashLoopBackOff')
    const [container] = itemsAt(await host.get(POD), 'status', 'containerStatuses')
    expect(valueAt(container, 'lastState', 'terminated')).toMatchObject({ exitCode: 2, reason: 'Error' })
    expect(textAt(container, 'state', 'waiting', 'message')).toMatch(/^back-off (\d+s|\dm\d+s) restarting failed container=thanos pod=store-0_default\(/)
    for (const query of ['', '?previous=true', '?container=thanos&tailLines=1']) {
      expect(await host.text(`${POD}/log${query}`)).toEqual([200, "error parsing commandline arguments: [thanos store]: unknown long flag '--nonsense'\n"])
    }
    await expect.poll(async () => (await eventsOf(host, 'store-0')).map(({ reason }) => reason)).toContain('BackOff')
  })

  it('keeps its count of restarts and its last end when it runs at last', async () => {
    let broken = true
    const podStarts: PodStarts = () => (broken ? { state: 'crash', log: 'no', exitCode: 137, reason: 'OOMKilled' } : { state: 'ready' })
    const host = await start({ podStarts })
    await host.apply(store([]))
    await expect.poll(async () => waitingFor(host)).toBe('CrashLoopBackOff')
    broken = false
    await expect.poll(async () => valueAt(itemsAt(await host.get(POD), 'status', 'containerStatuses')[0], 'ready')).toBe(true)
    const [container] = itemsAt(await host.get(POD), 'status', 'containerStatuses')
    expect(container).toMatchObject({ restartCount: expect.toSatisfy((count: number) => count > 0), lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } })
  })

  it('is ready in between when it comes and goes', async () => {
    const host = await start({ podStarts: () => ({ state: 'flap', log: 'no', exitCode: 1, upMs: 30 }) })
    await host.apply(store([]))
    const seen = new Set<unknown>()
    await expect.poll(async () => {
      const [container] = itemsAt(await host.get(POD), 'status', 'containerStatuses')
      seen.add(container?.ready)
      return seen.has(true) && Number(container?.restartCount) > 1
    }).toBe(true)
  })
})

describe('a log', () => {
  it('is that of a Thanos that starts, and has nothing from before', async () => {
    const host = await start()
    await host.apply(store(['store', STORAGE]))
    await expect.poll(async () => (await host.text(`${POD}/log`))[1]).toContain('msg="starting store node"')
    expect(await host.text(`${POD}/log?previous=true`)).toEqual([400, expect.stringContaining('previous terminated container \\"thanos\\" in pod \\"store-0\\" not found')])
    expect((await host.text(`${POD}/log?tailLines=2`))[1].trimEnd().split('\n')).toHaveLength(2)
  })

  it('wants to know the container where there are several', async () => {
    const host = await start({ podStarts: () => ({ state: 'ready' }) })
    const two = store([])
    for (const template of [valueAt(two, 'spec', 'template', 'spec', 'containers')]) if (Array.isArray(template)) template.push({ name: 'proxy', image: 'proxy:1' })
    await host.apply(two)
    await expect.poll(async () => host.text(`${POD}/log`)).toEqual([400, expect.stringContaining('a container name must be specified for pod store-0, choose one of: [thanos proxy]')])
    expect(await host.text(`${POD}/log?container=other`)).toEqual([400, expect.stringContaining('container other is not valid for pod store-0')])
  })

  it('is not there while the image cannot be pulled', async () => {
    const host = await start()
    await host.apply(store(['store'], { image: 'quay.io/thanos/thanos:v0.99.0' }))
    await expect.poll(async () => waitingFor(host)).toBe('ImagePullBackOff')
    expect(await host.text(`${POD}/log`)).toEqual([400, expect.stringContaining('is waiting to start: trying and failing to pull image')])
  })
})

describe('a pod that does not become ready', () => {
  it('waits for a node that has room for it, and says what lacks', async () => {
    const host = await start()
    await host.apply(store(['store', STORAGE], { resources: { requests: { memory: '512Gi' } } }))
    await expect.poll(async () => itemsAt(await host.get(POD), 'status', 'conditions')).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.' },
    ])
    expect(await eventsOf(host, 'store-0')).toMatchObject([{ type: 'Warning', reason: 'FailedScheduling', source: { component: 'default-scheduler' }, count: 1 }])
  })

  it('says that its readiness probe asks at the wrong port', async () => {
    const host = await start()
    await host.apply(store(['store', STORAGE], { readinessProbe: { httpGet: { path: '/-/ready', port: 9090 } } }))
    await expect.poll(async () => (await eventsOf(host, 'store-0')).map(({ message }) => message)).toContainEqual(expect.stringMatching(
      /^Readiness probe failed: Get "http:\/\/10\.244\.\d+\.\d+:9090\/-\/ready": dial tcp 10\.244\.\d+\.\d+:9090: connect: connection refused$/,
    ))
  })

  it('is killed for a liveness probe that asks for a path that Thanos does not have', async () => {
    const host = await start()
    await host.apply(store(['store', STORAGE], { livenessProbe: { httpGet: { path: '/-/alive', port: 10902 } } }))
    await expect.poll(async () => (await eventsOf(host, 'store-0')).map(({ message }) => message)).toContain('Liveness probe failed: HTTP probe failed with statuscode: 404')
    await expect.poll(async () => valueAt(itemsAt(await host.get(POD), 'status', 'containerStatuses')[0], 'lastState', 'terminated', 'reason')).toBe('Completed')
  })
})

it('tells what the controllers did, counted', async () => {
  const host = await start({ podStarts: () => ({ state: 'ready' }) })
  await host.apply(store([]))
  await expect.poll(async () => (await eventsOf(host, 'store')).map(({ message }) => message)).toEqual(['create Pod store-0 in StatefulSet store successful'])
  await expect.poll(async () => waitingFor(host)).toBe('')
  expect(await host.remove(POD)).toBe(200)
  await expect.poll(async () => (await eventsOf(host, 'store')).map(({ count }) => count)).toEqual([2])
})

it('serves the objects that the events are about', async () => {
  const host = await start()
  expect(isKubeObject(await host.get('/api/v1/nodes/sandbox'))).toBe(true)
})
