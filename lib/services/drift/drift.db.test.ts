import { describe, expect, it, vi } from 'vitest'
import { SYSTEM } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { isJsonObject, type JsonObject, type KubeObject } from '../../manifest/types.ts'
import { operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { get as getRevision } from '../revisions/get.ts'
import { save } from '../revisions/save.ts'
import { compute } from '../plans/compute.ts'
import { apply } from '../runs/apply.ts'
import { get as getRun } from '../runs/get.ts'
import { status } from '../stacks/status.ts'
import { check } from './check.ts'
import { get } from './get.ts'
import { checkDue } from './schedule.ts'
import { take } from './take.ts'

freshDatabase()
const sandbox = testSandbox()

const deploymentOf = (namespace: string) => `Deployment/${namespace}/thanos-query`
const at = (namespace: string, kind: 'deployments' | 'services') => `${kind === 'services' ? 'api/v1' : 'apis/apps/v1'}/namespaces/${namespace}/${kind}/thanos-query`

/** A stack whose one revision was applied by Gauntlet. */
async function applied(namespace: string, spec: StackSpec = querySpec({ namespace })) {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  await save(operator, { stackId: stack.id, base: 0, spec, message: 'Import' })
  await applyNow(stack.id)
  const stackId = stack.id
  return { stack, stackId, look: () => get(viewer, { stackId }), events: () => db().event.findMany({ where: { stackId, action: { startsWith: 'drift.' } }, orderBy: { id: 'asc' } }) }
}

async function applyNow(stackId: string) {
  const { id: runId } = await apply(operator, { planId: (await compute(operator, { stackId })).id })
  await until(() => getRun(viewer, { runId }), (run) => run.status === 'succeeded')
}

/** As kubectl edit does: reads, changes, writes under its own name; again where a controller wrote the status meanwhile. */
async function edited(path: string, change: (object: JsonObject) => void, manager = 'kubectl-edit') {
  await vi.waitFor(async () => {
    const object = await (await fetch(`${sandbox.url()}/${path}`)).json() as JsonObject
    change(object)
    const answer = await fetch(`${sandbox.url()}/${path}?fieldManager=${manager}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) })
    expect(answer.status).toBe(200)
  }, { timeout: 5000 })
}

const replicas = (count: number) => ({ spec }: JsonObject) => { if (isJsonObject(spec)) spec.replicas = count }

describe('drift/check', () => {
  it('is none after a run, and says when it looked', async () => {
    const { stackId, look, events } = await applied('none')
    expect(await look()).toMatchObject({ revision: 1, objects: [], isOld: false })
    expect((await look()).at).toBeUndefined()
    expect(await check(operator, { stackId })).toBe(0)
    expect(await look()).toMatchObject({ revision: 1, at: expect.any(String), objects: [], isOld: false, isChecking: false })
    expect(await events()).toEqual([])
  })

  it('names each field that somebody edited, both values, who and since when', async () => {
    const { stackId, look } = await applied('edited')
    const before = new Date(Date.now() - 1000)
    await edited(at('edited', 'deployments'), replicas(4))
    expect(await check(operator, { stackId })).toBe(1)
    const [drift] = (await look()).objects
    expect(drift).toMatchObject({ object: deploymentOf('edited'), kind: 'changed', fields: [{ path: 'spec.replicas', theirs: 4, ours: 1, manager: { name: 'kubectl-edit', operation: 'Update' }, sinceIs: 'written' }] })
    expect(new Date(drift?.since ?? 0).getTime()).toBeGreaterThanOrEqual(Math.floor(before.getTime() / 1000) * 1000)
    expect(await status(viewer, { slug: (await db().stack.findUniqueOrThrow({ where: { id: stackId } })).slug })).toMatchObject({ sync: 'OutOfSync' })
  })

  it('names who took a field by server-side apply with force', async () => {
    const { stackId, look } = await applied('forced')
    await sandbox.put([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query', namespace: 'forced' }, spec: { replicas: 3 } }], 'flux')
    await check(operator, { stackId })
    expect((await look()).objects).toMatchObject([{ fields: [{ path: 'spec.replicas', theirs: 3, ours: 1, manager: { name: 'flux', operation: 'Apply' } }] }])
  })

  it('is seen of the others where a webhook refuses one object, which is told in its words', async () => {
    const { stackId, look } = await applied('denied')
    expect((await fetch(`${sandbox.url()}/${at('denied', 'services')}`, { method: 'DELETE' })).status).toBe(200)
    sandbox.weather({ webhooks: [{ name: 'policy.example.com', kinds: ['Deployment'], does: { kind: 'deny', message: 'no owner label' } }] })
    expect(await check(operator, { stackId })).toBe(2)
    expect((await look()).objects).toMatchObject([
      { object: 'Service/denied/thanos-query', kind: 'missing' }, { object: deploymentOf('denied'), kind: 'refused', message: { en: expect.stringContaining('no owner label') } },
    ])
  })

  it('is none for what others add: a label, an annotation, a field that we never set', async () => {
    const { stackId } = await applied('added')
    await sandbox.put([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query', namespace: 'added', labels: { team: 'obs' }, annotations: { 'a/b': 'c' } } }], 'webhook')
    await edited(at('added', 'deployments'), ({ spec }) => { if (isJsonObject(spec)) spec.minReadySeconds = 7 })
    expect(await check(operator, { stackId })).toBe(0)
  })

  it('says that an object is gone, and for how long, until it is there again', async () => {
    const { stackId, look, events } = await applied('deleted')
    expect((await fetch(`${sandbox.url()}/${at('deleted', 'services')}`, { method: 'DELETE' })).status).toBe(200)
    await check(operator, { stackId })
    const [first] = (await look()).objects
    expect(first).toMatchObject({ object: 'Service/deleted/thanos-query', kind: 'missing', fields: [] })
    await check(operator, { stackId })
    expect((await look()).objects).toEqual([first])
    expect((await events()).map(({ action, actorId, door }) => [action, actorId, door])).toEqual([['drift.found', 'system', 'system']])
    await applyNow(stackId)
    expect((await look()).isOld).toBe(true)
    await check(operator, { stackId })
    expect(await look()).toMatchObject({ objects: [], isOld: false })
    expect((await events()).map(({ action }) => action)).toEqual(['drift.found', 'drift.gone'])
    expect((await events()).at(-1)?.after).toMatchObject({ objects: ['Service/deleted/thanos-query'], count: 1, left: 0 })
  })

  it('says what an earlier revision had, a run has left, and nothing asks for any more', async () => {
    const { stackId, look } = await applied('extra')
    const { spec } = await getRevision(viewer, { stackId, number: 1 })
    await save(operator, { stackId, base: 1, spec: applyEdits(spec, [{ op: 'object.remove', object: 'Service/extra/thanos-query' }]), message: 'No Service' })
    await compute(operator, { stackId })
    // Not in place while it is there: what was applied last still asks for it.
    expect((await db().stack.findUniqueOrThrow({ where: { id: stackId } })).appliedRevision).toBe(1)
    await save(operator, { stackId, base: 2, spec: applyEdits(spec, [{ op: 'object.remove', object: 'Service/extra/thanos-query' }, { op: 'replicas.set', object: deploymentOf('extra'), replicas: 2 }]), message: 'Two' })
    await applyNow(stackId)
    await check(operator, { stackId })
    expect((await look()).objects).toMatchObject([{ object: 'Service/extra/thanos-query', kind: 'extra', fields: [] }])
  })

  it('says why when the cluster cannot even be found', async () => {
    const stack = await makeStack({ connection: { kind: 'context', context: 'nowhere' } })
    await save(operator, { stackId: stack.id, base: 0, spec: querySpec(), message: 'Import' })
    await db().stack.update({ where: { id: stack.id }, data: { appliedRevision: 1 } })
    expect(await check(operator, { stackId: stack.id })).toBeUndefined()
    const view = await get(viewer, { stackId: stack.id, locale: 'ko' })
    expect(view.failure).toMatch(/[가-힣]/)
    expect(view).toMatchObject({ failedAt: expect.any(String), objects: [] })
    expect(view.at).toBeUndefined()
  })

  it('refuses before anything was applied', async () => {
    const stack = await makeStack()
    await expect(check(operator, { stackId: stack.id })).rejects.toMatchObject({ code: 'BLOCKED' })
  })

  it('lets one of several look at a time, and writes one event', async () => {
    const { stackId, events } = await applied('once')
    await edited(at('once', 'deployments'), replicas(2))
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => check(SYSTEM, { stackId })))
    expect(all.filter(({ status: outcome }) => outcome === 'fulfilled').length).toBeGreaterThan(0)
    expect(all.filter(({ status: outcome }) => outcome === 'rejected').every((one) => one.status === 'rejected' && one.reason instanceof Error && 'code' in one.reason && one.reason.code === 'CONFLICT')).toBe(true)
    expect((await events()).filter(({ action }) => action === 'drift.found')).toHaveLength(1)
  })

  it('is due at its time, after a run, and for another applied revision, and not while it was just done', async () => {
    const { stackId, look } = await applied('due')
    await checkDue()
    const first = (await look()).at
    expect(first).toBeDefined()
    await checkDue()
    expect((await look()).at).toBe(first)
    await db().drift.update({ where: { stackId }, data: { dueAt: new Date(0) } })
    await checkDue()
    const second = (await look()).at
    expect(second).not.toBe(first)
    const { number, spec } = await getRevision(viewer, { stackId, number: 'head' })
    await save(operator, { stackId, base: number, spec: applyEdits(spec, [{ op: 'replicas.set', object: deploymentOf('due'), replicas: 2 }]), message: 'Two' })
    await applyNow(stackId)
    await checkDue()
    expect(await look()).toMatchObject({ revision: 2, isOld: false, objects: [] })
    expect((await look()).at).not.toBe(second)
  })
})

describe('drift/take', () => {
  it('saves the live value as a new revision, after which nothing differs', async () => {
    const { stackId, look } = await applied('take')
    await edited(at('take', 'deployments'), replicas(3))
    await check(operator, { stackId })
    const revision = await take(operator, { stackId, base: 1, objects: [{ object: deploymentOf('take'), fields: [{ path: 'spec.replicas', theirs: 3 }] }], message: 'Three, as it runs' })
    expect(revision).toMatchObject({ number: 2, message: 'Three, as it runs' })
    expect((await compute(operator, { stackId })).status).toBe('empty')
    await checkDue()
    expect(await look()).toMatchObject({ revision: 2, objects: [] })
  })

  it('takes arguments, and leaves the fields that were not chosen as they are asked for', async () => {
    const { stackId } = await applied('some')
    await edited(at('some', 'deployments'), (object) => {
      replicas(3)(object)
      const [container] = containersOf(object)
      if (container) container.args = ['query', '--http-address=0.0.0.0:10902', '--grpc-address=0.0.0.0:10901', '--query.timeout=9m']
    })
    const { number } = await take(operator, {
      stackId, base: 1, message: 'The timeout', objects: [{ object: deploymentOf('some'), fields: [{ path: 'spec.template.spec.containers[thanos].args[3]', theirs: '--query.timeout=9m' }] }],
    })
    const { spec } = await getRevision(viewer, { stackId, number })
    expect(spec.objects[0]).toMatchObject({ replicas: 1, args: expect.arrayContaining([expect.objectContaining({ flag: 'query.timeout', value: '9m' })]) })
  })

  it('takes an object out that somebody deleted', async () => {
    const { stackId } = await applied('out')
    await fetch(`${sandbox.url()}/${at('out', 'services')}`, { method: 'DELETE' })
    const { spec } = await take(operator, { stackId, base: 1, message: 'No Service', objects: [{ object: 'Service/out/thanos-query', fields: [] }] })
    expect(spec.objects.map(({ object }) => object)).toEqual(['Deployment'])
  })

  it('is a conflict when the value is another one by now, the object is back, or a newer revision changed it too', async () => {
    const { stackId } = await applied('raced')
    await edited(at('raced', 'deployments'), replicas(3))
    const chosen = (theirs: number) => [{ object: deploymentOf('raced'), fields: [{ path: 'spec.replicas', theirs }] }]
    await expect(take(operator, { stackId, base: 1, message: 'x', objects: chosen(4) })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(take(operator, { stackId, base: 1, message: 'x', objects: [{ object: 'Service/raced/thanos-query', fields: [] }] })).rejects.toMatchObject({ code: 'CONFLICT' })
    const { spec } = await getRevision(viewer, { stackId, number: 1 })
    await save(operator, { stackId, base: 1, spec: applyEdits(spec, [{ op: 'replicas.set', object: deploymentOf('raced'), replicas: 2 }]), message: 'Two' })
    await expect(take(operator, { stackId, base: 1, message: 'x', objects: chosen(3) })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(take(operator, { stackId, base: 2, message: 'x', objects: chosen(3) })).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('newer revision changed') })
  })

  it('never takes a credential', async () => {
    const { stackId, look } = await applied('secret')
    await edited(at('secret', 'deployments'), (object) => {
      const [container] = containersOf(object)
      if (container) container.args = ['query', '--http-address=0.0.0.0:10902', '--grpc-address=0.0.0.0:10901', '--objstore.config={type: S3, config: {secret_key: AKIACANARY7EXAMPLE00}}']
    })
    await check(operator, { stackId })
    const [drift] = (await look()).objects
    expect(JSON.stringify(drift)).not.toContain('CANARY')
    expect(drift?.fields).toMatchObject([{ secret: true }])
    const fields = drift?.fields.map(({ path, theirs }) => ({ path, ...(theirs === undefined ? {} : { theirs }) })) ?? []
    await expect(take(operator, { stackId, base: 1, message: 'x', objects: [{ object: deploymentOf('secret'), fields }] })).rejects.toMatchObject({ code: 'INVALID', message: expect.stringContaining('credential') })
  })
})

describe('a cluster that goes away', () => {
  it('leaves the last sight as it was, with its age, and is Unknown, never Synced', async () => {
    const { stack, stackId, look, events } = await applied('away')
    await edited(at('away', 'deployments'), replicas(2))
    await check(operator, { stackId })
    const before = await look()
    const told = await events()
    await sandbox.stop()
    expect(await check(operator, { stackId })).toBeUndefined()
    expect(await look()).toMatchObject({ at: before.at, objects: before.objects, failure: expect.any(String) })
    expect(await events()).toEqual(told)
    expect(await status(viewer, { slug: stack.slug })).toMatchObject({ ok: false })
  })
})

function containersOf(object: JsonObject): JsonObject[] {
  // Safe because the sandbox answers with a Deployment.
  return (object as KubeObject & { spec: { template: { spec: { containers: JsonObject[] } } } }).spec.template.spec.containers
}
