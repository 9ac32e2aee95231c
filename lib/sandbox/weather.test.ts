// Bad weather over HTTP: each kind of it as a client meets it, and nothing of it when it is over.
import { describe, expect, it } from 'vitest'
import { connect } from '../kube/cluster.ts'
import type { KubeObject } from '../manifest/types.ts'
import { testSandbox } from '../testing/sandbox.ts'

const sandbox = testSandbox()
const REAL = { dryRun: false, force: false }

function files(namespace: string, data: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files', namespace }, data }
}

async function stored(namespace: string): Promise<KubeObject | undefined> {
  return sandbox.cluster().get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'files', namespace })
}

describe('the connection', () => {
  it('is cut before the work is done, or after it', async () => {
    for (const when of ['before', 'after'] as const) {
      const namespace = await sandbox.namespace(`drop-${when}`)
      sandbox.weather({ rules: [{ effect: { kind: 'drop', when }, methods: ['PATCH'], times: 1 }] })
      await expect(sandbox.cluster().apply(files(namespace), { ...REAL, patienceMs: 0 })).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('the connection was cut') })
      expect(await stored(namespace) !== undefined).toBe(when === 'after')
      expect(sandbox.hits()).toEqual([1])
    }
  })

  it('is slow: who does not wait gets nothing, and what was asked is done only where the work came first', async () => {
    for (const when of ['before', 'after'] as const) {
      const namespace = await sandbox.namespace(`slow-${when}`)
      sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 400, when }, methods: ['PATCH'] }] })
      const hasty = connect({ kind: 'sandbox', url: sandbox.url() }, { timeoutMs: 200 })
      await expect(hasty.apply(files(namespace), REAL)).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('did not answer within') })
      sandbox.calm()
      expect(await stored(namespace) !== undefined).toBe(when === 'after')
    }
  })
})

describe('the server', () => {
  it.each([
    [409, 'Conflict', 'the object has been modified; please apply your changes to the latest version and try again'],
    [401, 'Unauthorized', 'Unauthorized'],
    [500, 'InternalError', 'etcdserver: request timed out'],
    [503, 'ServiceUnavailable', 'the server is currently unable to handle the request'],
  ] as const)('refuses with %i', async (status, reason, words) => {
    await sandbox.namespace('refused')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status }, path: '/configmaps/', times: 1 }] })
    const answer = await fetch(`${sandbox.url()}/api/v1/namespaces/refused/configmaps/files`)
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ kind: 'Status', reason, message: expect.stringContaining(words) })])
    expect((await fetch(`${sandbox.url()}/api/v1/namespaces/refused/configmaps`)).status).toBe(200)
  })

  it('is busy, and says when to come again', async () => {
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 429, retryAfter: 7 } }] })
    const answer = await fetch(`${sandbox.url()}/api/v1/namespaces`)
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([429, '7', 'Too many requests, please try again later.\n'])
  })

  it('lets pass what a rule does not mean: the first requests, and dry runs', async () => {
    const namespace = await sandbox.namespace('passing')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, methods: ['PATCH'], dryRun: false, skip: 1 }] })
    await sandbox.cluster().apply(files(namespace, { a: '1' }), REAL)
    await sandbox.cluster().apply(files(namespace, { a: '2' }), { ...REAL, dryRun: true })
    await expect(sandbox.cluster().apply(files(namespace, { a: '2' }), REAL)).rejects.toMatchObject({ code: 'UPSTREAM' })
    expect((await stored(namespace))?.data).toEqual({ a: '1' })
  })
})

describe('a watch', () => {
  const following = async (namespace: string, resourceVersion: string, begun: () => void): Promise<string[]> => {
    const told: string[] = []
    try {
      for await (const event of sandbox.cluster().watch('v1', 'ConfigMap', namespace, { resourceVersion, signal: AbortSignal.timeout(5_000) })) {
        told.push(event.type)
        begun()
      }
      return [...told, 'end']
    } catch (error) {
      return [...told, error instanceof Error ? error.message : '']
    }
  }

  it.each([
    ['is cut in the middle', { kind: 'cut-watch' } as const, expect.stringContaining('the connection was cut')],
    ['is told in the middle that its history is gone', { kind: 'expire-watch' } as const, 'EXPIRED'],
  ])('%s', async (_, effect, last) => {
    const namespace = await sandbox.namespace(`watched-${effect.kind}`)
    const first = await sandbox.cluster().apply(files(namespace), REAL)
    const told = following(namespace, String(first.metadata.resourceVersion), () => { sandbox.weather({ rules: [{ effect }] }) })
    await sandbox.cluster().apply(files(namespace, { a: '1' }), REAL)
    expect((await told).filter((word) => word !== 'end')).toEqual(['MODIFIED', last])
  })

  it('begins when the server that turned it away asks to come again, and says so when that is too long', async () => {
    const namespace = await sandbox.namespace('turned-away')
    await sandbox.cluster().apply(files(namespace), REAL)
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 429, retryAfter: 1 }, watch: true, times: 1 }] })
    for await (const { type } of sandbox.cluster().watch('v1', 'ConfigMap', namespace, { signal: AbortSignal.timeout(5_000) })) {
      expect(type).toBe('ADDED')
      break
    }
    expect(sandbox.hits()).toEqual([1])
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 429, retryAfter: 60 }, watch: true }] })
    expect(await following(namespace, '0', () => {})).toEqual([expect.stringContaining('asks to try again later')])
  })

  it('cannot be resumed while its history is gone', async () => {
    const namespace = await sandbox.namespace('expired')
    const first = await sandbox.cluster().apply(files(namespace), REAL)
    sandbox.weather({ rules: [{ effect: { kind: 'expire-watch' } }] })
    expect(await following(namespace, String(first.metadata.resourceVersion), () => {})).toEqual(['EXPIRED', 'end'])
  })
})

describe('an admission webhook', () => {
  const workload = (namespace: string): KubeObject => ({
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'query', namespace },
    spec: { replicas: 0, selector: { matchLabels: { app: 'query' } }, template: { metadata: { labels: { app: 'query' } }, spec: { containers: [{ name: 'thanos', image: 'thanos:1' }] } } },
  })

  it('refuses by kind and name, in a dry run as well', async () => {
    const namespace = await sandbox.namespace('denied')
    sandbox.weather({ webhooks: [{ name: 'policy.example.com', kinds: ['Deployment'], object: 'query', does: { kind: 'deny', message: 'no owner label' } }] })
    for (const dryRun of [true, false]) {
      await expect(sandbox.cluster().apply(workload(namespace), { dryRun, force: false })).rejects.toMatchObject({ message: expect.stringContaining('admission webhook "policy.example.com" denied the request: no owner label') })
    }
    await sandbox.cluster().apply(files(namespace), REAL)
  })

  it('changes what is written, and what it added belongs to nobody', async () => {
    const namespace = await sandbox.namespace('injected')
    sandbox.weather({ webhooks: [{ name: 'inject.example.com', kinds: ['Deployment'], does: { kind: 'patch', labels: { team: 'metrics' }, sidecar: { name: 'proxy', image: 'envoy:1' } } }] })
    const predicted = await sandbox.cluster().apply(workload(namespace), { dryRun: true, force: false })
    const made = await sandbox.cluster().apply(workload(namespace), REAL)
    for (const object of [predicted, made]) {
      expect(object.metadata.labels).toEqual({ team: 'metrics' })
      expect(JSON.stringify(object.spec)).toContain('"name":"proxy"')
      expect(JSON.stringify(object.metadata.managedFields)).not.toMatch(/proxy|team/)
    }
    const again = await sandbox.cluster().apply(workload(namespace), REAL)
    expect([again.metadata.generation, again.metadata.labels]).toEqual([made.metadata.generation, made.metadata.labels])
  })
})

it('is set, read and ended over HTTP, and its requests are told', async () => {
  const address = `${sandbox.url()}/_sandbox/weather`
  const put = async (body: unknown, type = 'application/json'): Promise<number> => (await fetch(address, { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': type } })).status
  expect(await put({ fates: [{ pods: 'StatefulSet/ns/store', fate: 'crash' }] })).toBe(200)
  expect(await (await fetch(address)).json()).toEqual({ weather: { rules: [], webhooks: [], fates: [{ pods: 'StatefulSet/ns/store', fate: 'crash' }] }, hits: [] })
  expect([await put({ rules: [{ effect: { kind: 'hail' } }] }), await put({}, 'text/plain')]).toEqual([400, 415])
  expect((await (await fetch(address, { method: 'DELETE' })).json()).weather.fates).toEqual([])
  await fetch(`${sandbox.url()}/api/v1/nodes`)
  const { requests } = await (await fetch(`${sandbox.url()}/_sandbox/requests`)).json()
  expect(requests.at(-1)).toEqual({ method: 'GET', path: '/api/v1/nodes', dryRun: false, user: 'kubernetes-admin', agent: 'node', status: 200 })
})

it('makes the pods of one workload fail on one image alone, and lets them go again', async () => {
  const namespace = await sandbox.namespace('fates')
  sandbox.weather({ fates: [{ pods: `StatefulSet/${namespace}/store`, image: 'store:2', fate: 'out-of-memory', upMs: 30 }] })
  const store = (image: string): KubeObject => ({
    apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store', namespace },
    spec: { selector: { matchLabels: { app: 'store' } }, template: { metadata: { labels: { app: 'store' } }, spec: { containers: [{ name: 'c', image }] } } },
  })
  const lastEnd = async (): Promise<string> => JSON.stringify((await sandbox.cluster().get({ apiVersion: 'v1', kind: 'Pod', name: 'store-0', namespace }))?.status)
  await sandbox.cluster().apply(store('store:1'), REAL)
  await expect.poll(lastEnd).toContain('"ready":true')
  await sandbox.cluster().apply(store('store:2'), REAL)
  await expect.poll(lastEnd).toContain('"exitCode":137,"reason":"OOMKilled"')
})
