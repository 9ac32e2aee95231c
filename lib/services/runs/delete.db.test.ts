import { describe, expect, it } from 'vitest'
import { setAppliedRevision } from '../../db/stacks.ts'
import { db } from '../../db/client.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, objectOf, stackWith, usualTimes, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { render } from '../../thanos/render.ts'
import { save } from '../revisions/save.ts'
import type { StackView } from '../views.ts'
import { cancel } from './cancel.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

const store = (namespace: string) => `StatefulSet/${namespace}/old-store`
const straggler = (namespace: string): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'straggler', namespace, labels: { app: 'old-store' } }, spec: { containers: [{ name: 'thanos', image: 'quay.io/thanos/thanos:v0.42.0' }] } })
const setOf = (namespace: string) => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'old-store', namespace })
const storeSpec = (namespace: string) => specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: old-store, namespace: ${namespace} }
spec:
  serviceName: old-store
  selector: { matchLabels: { app: old-store } }
  template:
    metadata: { labels: { app: old-store } }
    spec: { containers: [{ name: thanos, image: quay.io/thanos/thanos:v0.42.0, args: [store, "--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}"] }] }
`)

/** A stack whose newest revision has no store any more, which runs; one pod that it selects outlives it. */
async function leftStore(namespace: string): Promise<StackView> {
  const before = storeSpec(namespace)
  const stack = await stackWith(await sandbox.namespace(namespace), { ...querySpec({ namespace }), objects: [...querySpec({ namespace }).objects, ...before.objects] })
  await setAppliedRevision(db(), stack.id, 1)
  await sandbox.put(render(before), 'gauntlet')
  await sandbox.put([straggler(namespace)])
  await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace }), message: 'No store' })
  return stack
}

const letGo = (namespace: string) => fetch(`${sandbox.url()}/api/v1/namespaces/${namespace}/pods/straggler`, { method: 'DELETE' })

describe('a step that deletes', { timeout: 60_000 }, () => {
  it('deletes what was ticked, waits until none of its pods is left, and says so meanwhile', async () => {
    const stack = await leftStore('gone')
    const { run } = await begin(stack, { remove: [store('gone')] })
    const waiting = await when(run, (each) => objectOf(each, store('gone'))?.message === '1 of its pods are still there')
    expect(objectOf(waiting, store('gone'))).toMatchObject({ action: 'delete', status: 'waiting', isApplied: true, uid: expect.any(String), message: '1 of its pods are still there' })
    expect(await sandbox.cluster().get(setOf('gone'))).toBeUndefined()
    await letGo('gone')
    expect(await ended(run)).toMatchObject({ status: 'succeeded' })
    expect(await sandbox.cluster().list('v1', 'Pod', 'gone', { labelSelector: 'app=old-store' })).toEqual([])
  })

  it('that is never through is late, and nothing after it is done', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '600'
    const stack = await leftStore('held')
    const run = await ended((await begin(stack, { remove: [store('held')] })).run)
    expect(run.status).toBe('failed')
    expect(objectOf(run, store('held'))).toMatchObject({ status: 'failed', message: 'It was applied and did not become ready within 0.6 s: 1 of its pods are still there.' })
  })

  it('leaves alone what somebody changed after it was reviewed', async () => {
    const stack = await leftStore('edited')
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 1_500 }, methods: ['PATCH'], dryRun: false, path: '/deployments/', times: 1 }] })
    const { run } = await begin(stack, { remove: [store('edited')] })
    await when(run, ({ objects }) => objects.some(({ object, status }) => object.startsWith('Deployment/') && status === 'applying'))
    await sandbox.put([{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'old-store', namespace: 'edited', labels: { keep: 'yes' } } }])
    expect(objectOf(await ended(run), store('edited'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/^It changed in the cluster after this plan was computed; it was not deleted\./) })
    expect(await sandbox.cluster().get(setOf('edited'))).toBeDefined()
  })

  it('is left by whoever stops the run', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '60000'
    const stack = await leftStore('stopped')
    const { run } = await begin(stack, { remove: [store('stopped')] })
    await when(run, (each) => objectOf(each, store('stopped'))?.status === 'waiting')
    await cancel(operator, { runId: run.id })
    expect(objectOf(await ended(run), store('stopped'))).toMatchObject({ status: 'done', message: expect.stringContaining('was not waited for') })
  })
})
