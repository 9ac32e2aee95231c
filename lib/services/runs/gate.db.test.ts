import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { setProtected } from '../../db/stacks.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { courseSpec } from '../../testing/course.ts'
import { operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, eventsOf, objectOf, query, queryStack, service, stackWith, usualTimes, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { until } from '../../testing/wait.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import { setGateTimeout } from '../stacks/set-gate-timeout.ts'
import type { StackView } from '../views.ts'
import { get } from './get.ts'
import { unstick } from './unstick.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

const store = (namespace: string) => `StatefulSet/${namespace}/thanos-store`

describe('a gate tells why a workload does not get ready', { timeout: 60_000 }, () => {
  it('a container that ends again and again: its last lines, and no more waiting once it ended often enough', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '50000'
    const stack = await queryStack(sandbox, 'crash')
    sandbox.weather({ fates: [{ pods: query('crash'), fate: 'crash', log: 'level=info msg=starting\nlevel=error err="no space left on device"' }] })
    const run = await ended((await begin(stack)).run, 50_000)
    expect(run.status).toBe('failed')
    expect(objectOf(run, query('crash'))).toMatchObject({
      status: 'failed', message: expect.stringMatching(/^It was applied and does not become ready by itself: thanos of thanos-query-.*CrashLoopBackOff.*no space left on device/),
      log: { container: 'thanos', isPrevious: true, lines: ['level=info msg=starting', 'level=error err="no space left on device"'] },
      pods: [{ isReady: false, isNew: true, restarts: expect.any(Number) }],
    })
    expect((await get(viewer, { runId: run.id, locale: 'ko' })).objects.at(-1)?.message).toMatch(/저절로 준비되지 않습니다/)
  })

  it.each([
    ['unschedulable', /finds no node: Unschedulable \(.*Insufficient memory/],
    ['unready', /runs and does not answer its probe/],
    ['out-of-memory', /OOMKilled/],
  ] as const)('%s, in words', async (fate, words) => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '1500'
    // Longer than a container is up that is killed.
    process.env.GAUNTLET_GATE_STABLE_MS = '900'
    const stack = await queryStack(sandbox, fate)
    sandbox.weather({ fates: [{ pods: query(fate), fate, upMs: 50 }] })
    const run = await ended((await begin(stack)).run, 50_000)
    expect(objectOf(run, query(fate))).toMatchObject({ status: 'failed', message: expect.stringMatching(words) })
  })

  it('a store that is not ready, which does not say why at first', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '1500'
    const stack = await stackWith(await sandbox.namespace('silent'), courseSpec('silent', 1))
    sandbox.weather({ fates: [{ pods: store('silent'), fate: 'unready' }] })
    const run = await ended((await begin(stack)).run, 50_000)
    expect(objectOf(run, store('silent'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/does not answer its probe: .*\. A store is ready once it has listed its bucket\./) })
    expect((await get(viewer, { runId: run.id, locale: 'ko' })).objects.find(({ object }) => object === store('silent'))?.message).toMatch(/버킷 목록을 읽어야 준비됩니다/)
  })

  it.each([
    ['pods', { pods: '0' }, 'requested: pods=1, used: pods=0, limited: pods=0'],
    ['memory', { 'requests.memory': '1Gi' }, 'requested: requests.memory=2Gi, used: requests.memory=0, limited: requests.memory=1Gi'],
  ] as const)('a quota of %s that is used up, and does not wait for the whole time', async (what, hard, words) => {
    process.env.GAUNTLET_GATE_HOPELESS_MS = '300'
    const namespace = `quota-${what}`
    const spec = applyEdits(querySpec({ namespace }), [{ op: 'resource.set', object: query(namespace), side: 'requests', resource: 'memory', quantity: '2Gi' }])
    const stack = await stackWith(await sandbox.namespace(namespace), spec)
    await sandbox.put([{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none', namespace }, spec: { hard } }])
    const run = await ended((await begin(stack)).run, 50_000)
    expect(objectOf(run, query(namespace))).toMatchObject({ status: 'failed', message: expect.stringMatching(/does not become ready by itself: .*exceeded quota: none/) })
    expect(objectOf(run, query(namespace))?.message).toContain(words)
  })
})

describe('a gate asks for stability', { timeout: 60_000 }, () => {
  it('counts the time from when its pods are ready, however long that took', async () => {
    process.env.GAUNTLET_GATE_STABLE_MS = '1500'
    const stack = await queryStack(sandbox, 'slow')
    sandbox.weather({ fates: [{ pods: query('slow'), fate: 'unready' }] })
    const { run } = await begin(stack)
    const waiting = await when(run, (each) => objectOf(each, query('slow'))?.status === 'waiting')
    await until(async () => Date.now() - Date.parse(objectOf(waiting, query('slow'))?.waitsSince ?? ''), (waited) => waited > 2_000)
    // No pod is ready before: a bound that holds however late the test itself looks.
    const unreadyUntil = Date.now()
    sandbox.calm()
    const ready = await when(run, (each) => objectOf(each, query('slow'))?.message?.startsWith('ready;') === true)
    expect(objectOf(ready, query('slow'))?.status).toBe('waiting')
    expect((await ended(run)).status).toBe('succeeded')
    expect(Date.now() - unreadyUntil).toBeGreaterThanOrEqual(1_500)
  })

  it('one Ready is not enough: a pod that comes and goes keeps it closed', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '2500'
    process.env.GAUNTLET_GATE_STABLE_MS = '900'
    const stack = await queryStack(sandbox, 'flap')
    sandbox.weather({ fates: [{ pods: query('flap'), fate: 'flap', upMs: 150 }] })
    const run = await ended((await begin(stack)).run, 50_000)
    expect(objectOf(run, query('flap'))?.status).toBe('failed')
  })
})

describe('a compactor that takes the place of another', { timeout: 60_000 }, () => {
  const compactors = (old: number): StackSpec => specOf((old === 1 ? ['old'] : ['old', 'new']).map((name) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: swap }
spec:
  replicas: ${name === 'old' ? old : 1}
  strategy: { type: Recreate }
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: t, image: quay.io/thanos/thanos:v0.42.0, args: [compact, --wait, "--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}"] }] }
`).join('---'))
  const podsOf = async (name: string): Promise<KubeObject[]> => sandbox.cluster().list('v1', 'Pod', 'swap', { labelSelector: `app=${name}` })

  it('starts when the pod of the other has ended, and not when its Deployment says that it has none', async () => {
    const stack = await stackWith(await sandbox.namespace('swap'), compactors(1))
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
    sandbox.weather({ fates: [{ pods: 'Deployment/swap/old', fate: 'lost' }] })
    await save(operator, { stackId: stack.id, base: 1, spec: compactors(0), message: 'Another compactor' })
    const { run } = await begin(stack)
    const waiting = await when(run, (each) => objectOf(each, 'Deployment/swap/old')?.message?.startsWith('waiting until old-') === true)
    expect(objectOf(waiting, 'Deployment/swap/new')?.status).toBe('pending')
    expect(await podsOf('new')).toEqual([])
    sandbox.calm()
    expect(await ended(run)).toMatchObject({ status: 'succeeded' })
    expect([(await podsOf('old')).length, (await podsOf('new')).length]).toEqual([0, 1])
  })
})

describe('the time limit of a gate', () => {
  it('is told of each step that waits before its turn, and since when it waits once it does', async () => {
    process.env.GAUNTLET_GATE_STABLE_MS = '700'
    const { run } = await begin(await queryStack(sandbox, 'told'))
    const before = await when(run, ({ objects }) => objects.some(({ startedAt }) => startedAt !== undefined))
    expect(objectOf(before, query('told'))?.waitsMostMs).toBe(15_000)
    expect(objectOf(before, service('told'))?.waitsMostMs).toBeUndefined()
    const waiting = objectOf(await when(run, (each) => objectOf(each, query('told'))?.status === 'waiting'), query('told'))
    expect(Date.parse(waiting?.waitsSince ?? '')).toBeGreaterThanOrEqual(Date.parse(waiting?.startedAt ?? ''))
    expect((await ended(run)).status).toBe('succeeded')
  })

  it('is the stack\'s own where it has one, and the server\'s otherwise', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '1'
    const hurried = await ended((await begin(await queryStack(sandbox, 'hurried'))).run)
    expect(objectOf(hurried, query('hurried'))).toMatchObject({ status: 'failed', message: expect.stringContaining('did not become ready within 0.001 s') })
    const stack = await queryStack(sandbox, 'patient')
    await setGateTimeout(operator, { stackId: stack.id, seconds: 60, before: null })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
  })
})

describe('a StatefulSet that waits for a broken pod of an old template', { timeout: 90_000 }, () => {
  /** A run of a good revision over a set whose first pod crash-loops with the one before. */
  async function stuckStack(namespace: string, fate: 'crash' | 'unready' = 'crash'): Promise<StackView> {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '1500'
    const stack = await stackWith(await sandbox.namespace(namespace), courseSpec(namespace, 1))
    sandbox.weather({ fates: [{ pods: store(namespace), image: 'quay.io/thanos/thanos:v0.42.0', fate, log: 'level=error err="bad flag"' }] })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'failed' })
    await save(operator, { stackId: stack.id, base: 1, spec: courseSpec(namespace, 2), message: 'A good image' })
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '50000'
    return stack
  }
  const podUid = async (namespace: string): Promise<unknown> => (await sandbox.cluster().get({ apiVersion: 'v1', kind: 'Pod', name: 'thanos-store-0', namespace }))?.metadata.uid

  it('is said with its log, and goes on when somebody gives that pod up; each is deleted once, and the audit has both', async () => {
    const stack = await stuckStack('stuck')
    const uid = await podUid('stuck')
    const { run } = await begin(stack)
    const seen = await when(run, (each) => objectOf(each, store('stuck'))?.message?.includes('thanos-store-0') === true && objectOf(each, store('stuck'))?.log !== undefined)
    expect(objectOf(seen, store('stuck'))).toMatchObject({
      status: 'waiting', message: 'thanos-store waits for thanos-store-0, which still has the old template and does not get ready: its controller goes on only when that pod is deleted',
      log: { lines: ['level=error err="bad flag"'] },
    })
    expect(objectOf(seen, store('stuck'))?.pods).toContainEqual(expect.objectContaining({ name: 'thanos-store-0', isStuck: true, isNew: false }))
    await expect(unstick(viewer, { runId: run.id, object: store('stuck') })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(unstick(operator, { runId: run.id, object: 'StatefulSet/stuck/other' })).rejects.toMatchObject({ code: 'INVALID' })
    await setProtected(db(), stack.id, true)
    await expect(unstick(operator, { runId: run.id, object: store('stuck') })).rejects.toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('another person') })
    expect((await get(viewer, { runId: run.id })).choices.unstick).toEqual([])
    // The plan is being applied and cannot be approved any more: the second person gives that word by doing it.
    await unstick(someone('approver', 'sora'), { runId: run.id, object: store('stuck') })
    const done = await ended(run, 50_000)
    expect(done).toMatchObject({ status: 'succeeded' })
    expect(objectOf(done, store('stuck'))).toMatchObject({ status: 'done', unstuck: [uid], ready: { now: 2, want: 2 } })
    expect(await eventsOf(stack.id, 'run.unstick')).toMatchObject([{ outcome: 'ok', actor: { name: 'sora' } }, { outcome: 'refused', actor: { name: operator.name } }, { outcome: 'refused', actor: { name: viewer.name } }])
    expect(await eventsOf(stack.id, 'run.delete-pod')).toMatchObject([{ outcome: 'ok', after: { pod: 'thanos-store-0', uid } }])
    await expect(unstick(someone('approver', 'sora'), { runId: run.id, object: store('stuck') })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('counts one that runs and never gets ready, once it was watched for as long as what is hopeless is given', async () => {
    const stack = await stuckStack('mute', 'unready')
    process.env.GAUNTLET_GATE_HOPELESS_MS = '400'
    const run = await ended((await begin(stack, { unstick: [store('mute')] })).run, 50_000)
    expect(run).toMatchObject({ status: 'succeeded' })
    expect(objectOf(run, store('mute'))?.unstuck).toHaveLength(1)
  })

  it('goes on by itself where the reviewer ticked so before', async () => {
    const stack = await stuckStack('ticked')
    const run = await ended((await begin(stack, { unstick: [store('ticked')] })).run, 50_000)
    expect(run).toMatchObject({ status: 'succeeded' })
    expect(objectOf(run, store('ticked'))?.unstuck).toHaveLength(1)
  })
})

describe('what is never deleted', () => {
  it.each(['PersistentVolumeClaim', 'Namespace', 'CustomResourceDefinition'])('a %s, whoever asks', async (kind) => {
    const apiVersion = kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io/v1' : 'v1'
    const object: KubeObject = { apiVersion, kind, metadata: { name: 'x', namespace: 'default' } }
    const before = sandbox.requests().length
    await expect(sandbox.cluster().remove({ apiVersion, kind, name: object.metadata.name, namespace: 'default' }, { uid: 'any' })).rejects.toMatchObject({ code: 'INVALID' })
    expect(sandbox.requests(before).filter(({ method }) => method === 'DELETE')).toEqual([])
  })
})
