import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { admin, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { render } from '../../thanos/render.ts'
import { list as listConnections } from '../connections/list.ts'
import { test as testConnection } from '../connections/test.ts'
import { unreadable } from '../connections/unreadable.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import { create } from './create.ts'
import { ensureDemo } from './ensure-demo.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { setGateTimeout } from './set-gate-timeout.ts'
import { status } from './status.ts'

freshDatabase()
const sandbox = testSandbox()
const input = { name: 'Seoul', slug: 'seoul', namespace: 'monitoring', connection: { kind: 'sandbox' } as const }

describe('stacks/ensureDemo', () => {
  it('makes one stack without a revision when there is none, however many start at once, and only with the sandbox', async () => {
    const url = process.env.GAUNTLET_SANDBOX_URL
    delete process.env.GAUNTLET_SANDBOX_URL
    await ensureDemo()
    expect(await list(viewer, {})).toEqual([])
    process.env.GAUNTLET_SANDBOX_URL = url
    await Promise.all([ensureDemo(), ensureDemo(), ensureDemo()])
    await ensureDemo()
    expect(await list(viewer, {})).toEqual([{ id: expect.any(String), slug: 'monitoring', name: 'monitoring', namespace: 'monitoring', isProtected: false, connection: { kind: 'sandbox' } }])
  })
})

describe('stacks/create', () => {
  it('adds a stack and its event, and refuses a taken address', async () => {
    const stack = await create(admin, input)
    expect(await get(viewer, { slug: 'seoul' })).toEqual(stack)
    expect(await listEvents(db(), { filter: { stackId: stack.id }, limit: 5 })).toMatchObject([{ action: 'stack.create', outcome: 'ok', subject: 'seoul', actor: { name: admin.name } }])
    await expect(create(admin, input)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(get(viewer, { slug: 'busan' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is for admins', async () => {
    await expect(create(operator, { ...input, slug: 'busan' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await listEvents(db(), { filter: { outcome: 'refused' }, limit: 5 })).toContainEqual(expect.objectContaining({ action: 'stack.create', subject: 'busan' }))
  })

  it.each([{ slug: 'new' }, { slug: 'Seoul' }, { namespace: 'a_b' }, { connection: { kind: 'context' as const, context: 'nowhere' } }, { name: '' }])('refuses %j', async (wrong) => {
    await expect(create(admin, { ...input, slug: 'wrong', ...wrong })).rejects.toMatchObject({ code: 'INVALID' })
  })
})

describe('stacks/setGateTimeout', () => {
  it('is kept with its event, for whoever may apply, and lets nobody overwrite what they have not seen', async () => {
    const { id: stackId, slug } = await create(admin, { ...input, slug: 'slow-stores' })
    await setGateTimeout(operator, { stackId, seconds: 900, before: null })
    expect(await get(viewer, { slug })).toMatchObject({ gateTimeoutMs: 900_000 })
    await expect(setGateTimeout(operator, { stackId, seconds: 60, before: null })).rejects.toMatchObject({ code: 'CONFLICT' })
    const both = await Promise.allSettled([600, 700].map((seconds) => setGateTimeout(operator, { stackId, seconds, before: 900 })))
    expect(both.map(({ status: how }) => how).toSorted()).toEqual(['fulfilled', 'rejected'])
    const { gateTimeoutMs = 0 } = await get(viewer, { slug })
    await setGateTimeout(operator, { stackId, seconds: null, before: gateTimeoutMs / 1000 })
    expect(await get(viewer, { slug })).not.toHaveProperty('gateTimeoutMs')
    await expect(setGateTimeout(viewer, { stackId, seconds: 60, before: null })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const seconds of [9, 14_401, 10.5]) await expect(setGateTimeout(operator, { stackId, seconds, before: null })).rejects.toMatchObject({ code: 'INVALID' })
    expect(await listEvents(db(), { filter: { stackId, action: 'stack.set-gate-timeout', outcome: 'ok' }, limit: 9 })).toMatchObject([
      { before: { seconds: gateTimeoutMs / 1000 }, after: { seconds: null } }, { before: { seconds: 900 } }, { subject: slug, actor: { name: operator.name }, before: { seconds: null }, after: { seconds: 900 } },
    ])
  })
})

describe('connections', () => {
  it('offers what the server was started with, and says whether it works', async () => {
    expect(await listConnections(admin, {})).toEqual([{ kind: 'sandbox' }])
    expect(await testConnection(admin, { connection: { kind: 'sandbox' } })).toMatchObject({ ok: true, version: expect.stringMatching(/^v1\./) })
    expect(await testConnection(admin, { connection: { kind: 'context', context: 'nowhere' } })).toMatchObject({ ok: false, reason: expect.stringContaining('nowhere') })
    await expect(listConnections(operator, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('offers what is left when KUBECONFIG names a file that is not there, and tells of the file to admins alone', async () => {
    const before = process.env.KUBECONFIG
    process.env.KUBECONFIG = '/nowhere/kubeconfig'
    try {
      expect(await listConnections(admin, {})).toEqual([{ kind: 'sandbox' }])
      expect(await unreadable(admin, {})).toEqual([expect.objectContaining({ file: '/nowhere/kubeconfig', is: 'missing' })])
      await expect(unreadable(operator, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect(await testConnection(admin, { connection: { kind: 'context', context: 'prod' } })).toMatchObject({ ok: false, reason: expect.stringContaining('/nowhere/kubeconfig is not there') })
    } finally {
      if (before === undefined) delete process.env.KUBECONFIG
      else process.env.KUBECONFIG = before
    }
  })
})

describe('stacks/status', () => {
  const settled = (slug: string) => until(() => status(viewer, { slug }), (seen) => seen.ok && seen.workloads.every(({ health }) => health === 'Healthy'))

  it('shows the Thanos workloads of the namespace before anything is imported, and claims nothing of sync', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('found') })
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ ok: true, health: 'Unknown', sync: 'Unknown', workloads: [] })
    await sandbox.put(render(querySpec({ namespace: 'found', replicas: 2 })))
    expect(await settled(stack.slug)).toMatchObject({
      ok: true, health: 'Healthy', sync: 'Unknown', version: expect.stringMatching(/^v1\./),
      workloads: [{ object: 'Deployment/found/thanos-query', kind: 'query', ready: 2, want: 2, image: 'quay.io/thanos/thanos:v0.42.0', restarts: 0 }],
    })
  })

  it('says Synced only when the newest revision is applied and the workloads are as it says', async () => {
    const spec = querySpec({ namespace: 'sync' })
    const stack = await makeStack({ namespace: await sandbox.namespace('sync') })
    await save(operator, { stackId: stack.id, base: 0, spec, message: 'Import' })
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ ok: true, sync: 'OutOfSync', health: 'Missing', workloads: [{ health: 'Missing', ready: 0 }] })
    await sandbox.put(render(spec))
    await compute(operator, { stackId: stack.id })
    expect(await settled(stack.slug)).toMatchObject({ sync: 'Synced' })
    await sandbox.put(render(querySpec({ namespace: 'sync', replicas: 3 })), 'kubectl')
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ sync: 'OutOfSync' })
    await sandbox.put(render(spec), 'kubectl')
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'sync', replicas: 2 }), message: 'Two' })
    expect(await settled(stack.slug)).toMatchObject({ sync: 'OutOfSync' })
  })

  it('is in the language of the reader', async () => {
    const stack = await makeStack({ namespace: await sandbox.namespace('words') })
    await save(operator, { stackId: stack.id, base: 0, spec: querySpec({ namespace: 'words' }), message: 'Import' })
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ workloads: [{ message: 'the cluster does not have it' }] })
    expect(await status(viewer, { slug: stack.slug, locale: 'ko' })).toMatchObject({ workloads: [{ message: '클러스터에 없습니다' }] })
  })
})

describe('a cluster that does not answer', () => {
  const url = (): string | undefined => process.env.GAUNTLET_SANDBOX_URL
  const before: { url?: string } = {}
  afterEach(() => { if (before.url !== undefined) process.env.GAUNTLET_SANDBOX_URL = before.url })

  it('is said in words, not thrown, by the status of a stack', async () => {
    const stack = await makeStack()
    const { url: known = url() } = before
    if (known !== undefined) before.url = known
    process.env.GAUNTLET_SANDBOX_URL = 'http://127.0.0.1:1'
    expect(await status(viewer, { slug: stack.slug })).toEqual({ ok: false, at: expect.any(String), reason: expect.stringContaining('127.0.0.1:1') })
    delete process.env.GAUNTLET_SANDBOX_URL
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ ok: false, reason: expect.stringContaining('sandbox') })
  })

  it('is given up after five seconds', async () => {
    const stack = await makeStack()
    before.url = url() ?? ''
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const address = silent.address()
    process.env.GAUNTLET_SANDBOX_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const began = Date.now()
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ ok: false, reason: expect.stringContaining('5 s') })
    expect(Date.now() - began).toBeLessThan(7_000)
    silent.close()
  })
})
