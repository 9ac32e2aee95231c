import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../kube/cluster.ts'
import { isJsonObject } from '../manifest/types.ts'
import type { Sandbox, SandboxOptions } from './server.ts'
import { startSandbox } from './server.ts'

const running: Sandbox[] = []
async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ rollMs: 10, ...options })
  running.push(sandbox)
  return sandbox
}
afterEach(async () => { await Promise.all(running.splice(0).map((sandbox) => sandbox.close())) })

const NAMESPACE = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kept' } })

async function createNamespace({ url }: Sandbox): Promise<number> {
  return (await fetch(`${url}/api/v1/namespaces`, { method: 'POST', body: NAMESPACE, headers: { 'content-type': 'application/json' } })).status
}

describe('the state file', () => {
  let folder: string
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'sandbox-')) })
  afterEach(async () => { await rm(folder, { recursive: true }) })

  it('keeps the cluster between two starts, and nobody else may read it', async () => {
    const stateFile = join(folder, 'state.json')
    const first = await start({ stateFile })
    await createNamespace(first)
    const before = await (await fetch(`${first.url}/api/v1/namespaces/kept`)).json()
    await first.close()
    running.length = 0
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600)
    const second = await start({ stateFile })
    expect(await (await fetch(`${second.url}/api/v1/namespaces/kept`)).json()).toEqual(before)
  })

  it('is written soon after a change, not only at the end', async () => {
    const stateFile = join(folder, 'state.json')
    await createNamespace(await start({ stateFile }))
    await expect.poll(() => readFile(stateFile, 'utf8').catch(() => '')).toContain('"kept"')
  })

  it('is refused by its name when it is no state', async () => {
    const stateFile = join(folder, 'state.json')
    await writeFile(stateFile, '{"half":')
    await expect(startSandbox({ stateFile })).rejects.toThrow(`${stateFile} does not hold a sandbox cluster`)
  })
})

describe('the demo', { timeout: 30_000 }, () => {
  it('runs the guide in namespace monitoring, every pod ready, and has done so for days', async () => {
    const { url } = await start({ demo: true })
    const { items }: { items: unknown[] } = await (await fetch(`${url}/apis/apps/v1/namespaces/monitoring/statefulsets`)).json()
    const ready = items.filter(isJsonObject).map(({ metadata, status }) => [isJsonObject(metadata) && metadata.name, isJsonObject(status) && status.readyReplicas])
    expect(ready).toEqual([['thanos-compactor', 1], ['thanos-receiver', 3], ['thanos-ruler', 2], ['thanos-store', 3]])
    const pod = await (await fetch(`${url}/api/v1/namespaces/monitoring/pods/thanos-store-0`)).json()
    expect(Date.now() - Date.parse(pod.metadata.creationTimestamp)).toBeGreaterThan(2 * 86_400_000)
  })

  it('runs the same, put right, in namespace observability', async () => {
    const { url } = await start({ demo: true })
    const { items }: { items: unknown[] } = await (await fetch(`${url}/apis/apps/v1/namespaces/observability/statefulsets`)).json()
    const ready = items.filter(isJsonObject).map(({ metadata, status }) => [isJsonObject(metadata) && metadata.name, isJsonObject(status) && status.readyReplicas])
    expect(ready).toEqual([['prometheus', 2], ['thanos-compactor', 1], ['thanos-receiver', 3], ['thanos-ruler', 2], ['thanos-store', 3]])
  })

  it('names each block of its bucket once', async () => {
    const { url } = await start({ demo: true })
    const { data }: { data: { blocks: { ulid: string }[] } } = await (await fetch(`${url}/api/v1/namespaces/observability/pods/thanos-compactor-0:10902/proxy/api/v1/blocks?view=global`)).json()
    // The fewest are there when a fortnight has just ended, and all of it is compacted.
    expect(data.blocks.length).toBeGreaterThan(20)
    expect(new Set(data.blocks.map(({ ulid }) => ulid)).size).toBe(data.blocks.length)
  })

  it('does not touch a namespace monitoring that is there already', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
    const stateFile = join(folder, 'state.json')
    const first = await start({ stateFile })
    await fetch(`${first.url}/api/v1/namespaces`, { method: 'POST', body: NAMESPACE.replace('kept', 'monitoring'), headers: { 'content-type': 'application/json' } })
    await first.close()
    running.length = 0
    const second = await start({ stateFile, demo: true })
    expect((await (await fetch(`${second.url}/apis/apps/v1/namespaces/monitoring/statefulsets`)).json()).items).toEqual([])
    await second.close()
    running.length = 0
    await rm(folder, { recursive: true })
  })
})

describe('a watch', () => {
  it('cannot go on from before the sandbox was started, and says so', async () => {
    const { url } = await start()
    const events = []
    for await (const event of connect({ kind: 'sandbox', url }).watch('v1', 'Namespace', undefined, { resourceVersion: '1', signal: AbortSignal.timeout(5_000) })) events.push(event)
    expect(events).toEqual([{ type: 'EXPIRED' }])
  })

  it('refuses a version that is none', async () => {
    const { url } = await start()
    const asking = connect({ kind: 'sandbox', url }).watch('v1', 'Namespace', undefined, { resourceVersion: 'soon', signal: AbortSignal.timeout(5_000) }).next()
    await expect(asking).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('"soon"') })
  })
})

describe('who may speak to it', () => {
  it('answers no other name than loopback, so that a web page cannot reach it under one of its own', async () => {
    const { url } = await start()
    const status = await new Promise((resolve, reject) => {
      request(`${url}/api/v1/secrets`, { headers: { host: 'evil.example.com' } }, (response) => { resolve(response.statusCode) }).once('error', reject).end()
    })
    expect(status).toBe(403)
  })

  it('takes no body that a web page could send without asking first', async () => {
    const { url } = await start()
    const answer = await fetch(`${url}/api/v1/namespaces`, { method: 'POST', body: NAMESPACE, headers: { 'content-type': 'text/plain' } })
    expect(answer.status).toBe(415)
  })

  it('refuses a body that is larger than Kubernetes takes', async () => {
    const { url } = await start()
    const answer = await fetch(`${url}/api/v1/namespaces`, { method: 'POST', body: 'x'.repeat(3 * 1024 * 1024 + 1), headers: { 'content-type': 'application/json' } })
    expect(answer.status).toBe(413)
  })
})

describe('what it does not have', () => {
  it.each([['/api/v1/namespaces/default/gadgets', 404], ['/apis/gadgets.example.com/v1', 404], ['/', 404]])('answers %s with %i', async (path, status) => {
    const { url } = await start()
    expect((await fetch(url + path)).status).toBe(status)
  })
})
