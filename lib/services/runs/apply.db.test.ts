import { afterEach, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { findPlan } from '../../db/plans.ts'
import { operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, eventsOf, liveQuery, query, queryStack, remakeNamespace, stackWith } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { toYamlStream } from '../../manifest/yaml.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { findingKey } from '../../thanos/finding.ts'
import { render } from '../../thanos/render.ts'
import { compute } from '../plans/compute.ts'
import { NAMESPACE_UID } from '../plans/fingerprint.ts'
import { freshness } from '../plans/freshness.ts'
import { get as getPlan } from '../plans/get.ts'
import { restore } from '../revisions/restore.ts'
import { save } from '../revisions/save.ts'
import { get as getStack } from '../stacks/get.ts'
import type { RunView, StackView } from '../views.ts'
import { apply } from './apply.ts'
import { get } from './get.ts'
import { list } from './list.ts'

freshDatabase()
const sandbox = testSandbox()

const reload = (stack: StackView): Promise<StackView> => getStack(viewer, { slug: stack.slug })

const roll = async (stack: StackView): Promise<RunView> => ended((await begin(stack)).run)

afterEach(() => { process.env.GAUNTLET_GATE_TIMEOUT_MS = '5000' })

describe('runs/apply', () => {
  it('goes from plan to cluster, object by object in order, waits until pods are ready, and notes the revision', async () => {
    const stack = await queryStack(sandbox, 'journey')
    const plan = await compute(operator, { stackId: stack.id })
    const started = await apply(operator, { planId: plan.id })
    expect(started).toMatchObject({ status: 'running', startedBy: operator.name, revision: 1, objects: [{ status: 'pending' }, { status: 'pending' }] })
    const run = await ended(started)
    expect(run).toMatchObject({
      status: 'succeeded', message: 'Revision 1 is applied: 2 objects changed, 0 as before.',
      objects: [{ object: 'Service/journey/thanos-query', status: 'done' }, { object: query('journey'), status: 'done', ready: { now: 1, want: 1 } }],
    })
    expect((await get(viewer, { runId: run.id, locale: 'ko' })).message).toMatch(/리비전 1 적용을 마쳤습니다/)
    expect(await liveQuery(sandbox, 'journey')).toMatchObject({ metadata: { annotations: { 'gauntlet.dev/revision': '1' } }, status: { readyReplicas: 1 } })
    expect(await reload(stack)).toMatchObject({ head: 1, applied: 1 })
    expect((await getPlan(viewer, { planId: plan.id })).status).toBe('applied')
    expect(await list(viewer, { stackId: stack.id })).toEqual([run])
    expect(await eventsOf(stack.id, 'run.start')).toMatchObject([{ outcome: 'ok', subject: `run ${run.id}`, after: { plan: plan.id, revision: 1 } }])
    expect(await eventsOf(stack.id, 'run.finish')).toMatchObject([{ outcome: 'ok', subject: `run ${run.id}`, door: 'system', actor: { name: operator.name }, after: { status: 'succeeded' } }])
  })

  it('changes only what changes, owns the rest from then on, and rolls back by an old spec as a new revision', async () => {
    const stack = await queryStack(sandbox, 'back')
    await roll(stack)
    const service = await sandbox.cluster().get({ apiVersion: 'v1', kind: 'Service', name: 'thanos-query', namespace: 'back' })
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'back', replicas: 2 }), message: 'Two' })
    const second = await roll(stack)
    expect(second.objects).toMatchObject([{ status: 'unchanged' }, { status: 'done', ready: { now: 2, want: 2 } }])
    expect(second.message).toBe('Revision 2 is applied: 1 object changed, 1 as before.')
    expect(await sandbox.cluster().get({ apiVersion: 'v1', kind: 'Service', name: 'thanos-query', namespace: 'back' })).toEqual(service)

    await restore(operator, { stackId: stack.id, base: 2, number: 1 })
    expect((await roll(stack)).status).toBe('succeeded')
    expect(await liveQuery(sandbox, 'back')).toMatchObject({ spec: { replicas: 1 }, metadata: { annotations: { 'gauntlet.dev/revision': '3' } } })
    expect(await reload(stack)).toMatchObject({ head: 3, applied: 3 })
  })

  it('refuses a plan when an object changed since, and names it', async () => {
    const stack = await queryStack(sandbox, 'stale')
    await roll(stack)
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'stale', replicas: 2 }), message: 'Two' })
    const plan = await compute(operator, { stackId: stack.id })
    await sandbox.put(render(querySpec({ namespace: 'stale', replicas: 5 })), 'kubectl')
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({
      code: 'STALE_PLAN', message: expect.stringContaining(query('stale')), details: { objects: [query('stale')] },
    })
    expect(await liveQuery(sandbox, 'stale')).toMatchObject({ spec: { replicas: 5 } })
    expect(await eventsOf(stack.id, 'run.start')).toMatchObject([{ outcome: 'refused', after: { code: 'STALE_PLAN' } }, { outcome: 'ok' }])
  })

  it('applies nothing in a namespace that was made anew since, though a plan of new objects alone sees no other difference', async () => {
    const stack = await queryStack(sandbox, 'anew')
    const plan = await compute(operator, { stackId: stack.id })
    const before = await findPlan(db(), plan.id)
    await remakeNamespace(sandbox, 'anew')
    expect(await freshness(viewer, { planId: plan.id })).toMatchObject({ ok: true, moved: ['Namespace/anew'] })
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({
      code: 'STALE_PLAN', message: expect.stringContaining('The namespace anew is another one'), details: { objects: ['Namespace/anew'] },
    })
    expect(await liveQuery(sandbox, 'anew')).toBeUndefined()
    // A plan from before this was kept is judged by its objects alone.
    const { [NAMESPACE_UID]: uid, ...live } = before?.live ?? {}
    expect(uid).toEqual(expect.any(String))
    await db().plan.update({ where: { id: plan.id }, data: { live } })
    expect((await ended(await apply(operator, { planId: plan.id }))).status).toBe('succeeded')
  })

  it('does not take a pod that comes and goes for a change of the world', async () => {
    const stack = await queryStack(sandbox, 'flap')
    const first = await roll(stack)
    expect(first.status).toBe('succeeded')
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'flap', replicas: 2 }), message: 'Two' })
    const plan = await compute(operator, { stackId: stack.id })
    const deployment = await liveQuery(sandbox, 'flap')
    if (!deployment) throw new Error('the Deployment is there')
    const before = deployment.metadata.resourceVersion
    const response = await fetch(`${sandbox.url()}/apis/apps/v1/namespaces/flap/deployments/thanos-query/status`, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...deployment, status: { ...Object(deployment.status), collisionCount: 7 } }),
    })
    expect(response.status).toBe(200)
    expect((await liveQuery(sandbox, 'flap'))?.metadata.resourceVersion).not.toBe(before)
    expect((await ended(await apply(operator, { planId: plan.id }))).status).toBe('succeeded')
  })

  it('refuses any but the newest plan, one that is applied, one that changes nothing and one that is blocked', async () => {
    const stack = await queryStack(sandbox, 'only')
    const older = await compute(operator, { stackId: stack.id })
    const newer = await compute(operator, { stackId: stack.id })
    await expect(apply(operator, { planId: older.id })).rejects.toMatchObject({ code: 'STALE_PLAN' })
    await ended(await apply(operator, { planId: newer.id }))
    await expect(apply(operator, { planId: newer.id })).rejects.toMatchObject({ code: 'STALE_PLAN' })
    const empty = await compute(operator, { stackId: stack.id })
    await expect(apply(operator, { planId: empty.id })).rejects.toMatchObject({ code: 'BLOCKED' })
    await sandbox.put(render(querySpec({ namespace: 'only', replicas: 4 })), 'kubectl')
    const undecided = await compute(operator, { stackId: stack.id })
    await expect(apply(operator, { planId: undecided.id })).rejects.toMatchObject({ code: 'BLOCKED', details: { objects: [query('only')] } })
    await expect(apply(operator, { planId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('wants every error that is live already acknowledged', async () => {
    const broken = applyEdits(querySpec({ namespace: 'ack' }), [{ op: 'flag.set', object: query('ack'), flag: 'no-such-flag', values: ['1'] }])
    await sandbox.namespace('ack')
    await sandbox.put(render(broken), 'gauntlet')
    const stack = await stackWith('ack', applyEdits(broken, [{ op: 'replicas.set', object: query('ack'), replicas: 0 }]))
    const plan = await compute(operator, { stackId: stack.id })
    const keys = plan.acknowledge.map(findingKey)
    expect(keys.length).toBeGreaterThan(0)
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED', details: { unseen: keys } })
    const run = await apply(operator, { planId: plan.id, acknowledge: keys })
    expect(await eventsOf(stack.id, 'run.start')).toMatchObject([{ outcome: 'ok', after: { acknowledged: keys } }, { outcome: 'refused' }])
    await ended(run)
  })

  it('stops at the first failure and says what is and is not applied', async () => {
    const first = applyEdits(querySpec({ namespace: 'stops' }), [{ op: 'image.set', object: query('stops'), image: 'quay.io/thanos/does-not-exist:v0.42.0' }])
    const second = specOf(toYamlStream(render(querySpec({ namespace: 'stops' }))).replaceAll('thanos-query', 'second'))
    const stack = await stackWith(await sandbox.namespace('stops'), { version: 1, objects: [...first.objects, ...second.objects] })
    const run = await roll(stack)
    expect(run.status).toBe('failed')
    expect(run.objects.map(({ object, status }) => `${object}: ${status}`)).toEqual([
      'Service/stops/thanos-query: done', 'Service/stops/second: done', `${query('stops')}: failed`, 'Deployment/stops/second: skipped',
    ])
    expect(run.objects[2]?.message).toMatch(/^It was applied and does not become ready by itself: .*ImagePull.*: Failed to pull image "quay.io\/thanos\/does-not-exist:v0.42.0": not found\.$/)
    expect(run.message).toContain(`Stopped at ${query('stops')}. Applied: Service/stops/thanos-query, Service/stops/second, ${query('stops')}. Not applied: Deployment/stops/second.`)
    expect((await reload(stack)).applied).toBeUndefined()
    expect(await sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'second', namespace: 'stops' })).toBeUndefined()
    expect(await eventsOf(stack.id, 'run.finish')).toMatchObject([{ outcome: 'failed', after: { status: 'failed' } }])
  })

  it('gives the API server\'s words when an object is refused on the way', async () => {
    const stack = await queryStack(sandbox, 'late')
    const plan = await compute(operator, { stackId: stack.id })
    const finished = ended(await apply(operator, { planId: plan.id }))
    expect((await finished).status).toBe('succeeded')
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'late', replicas: 2 }), message: 'Two' })
    const next = await compute(operator, { stackId: stack.id })
    // The same live text, another owner: nothing moved that a person could see, and the field is not ours any more.
    await sandbox.put(render(querySpec({ namespace: 'late' })).map((object) => ({ ...object, metadata: { ...object.metadata, annotations: { 'gauntlet.dev/revision': '1' } } })), 'flux')
    const run = await ended(await apply(operator, { planId: next.id }))
    expect(run.status).toBe('failed')
    expect(run.objects.at(-1)).toMatchObject({ status: 'failed', message: expect.stringMatching(/conflicts? with "flux"/) })
    expect(await liveQuery(sandbox, 'late')).toMatchObject({ spec: { replicas: 1 } })
  })

  it('lets one of several who apply at once begin', async () => {
    const stack = await queryStack(sandbox, 'race')
    const plan = await compute(operator, { stackId: stack.id })
    const settled = await Promise.allSettled([1, 2, 3, 4].map((index) => apply(someone('operator', `op${index}`), { planId: plan.id })))
    const begun = settled.filter((result) => result.status === 'fulfilled')
    expect(begun).toHaveLength(1)
    const lost = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(lost).toEqual([1, 2, 3].map(() => expect.objectContaining({ code: expect.stringMatching(/CONFLICT|STALE_PLAN/) })))
    for (const { value } of begun) expect((await ended(value)).status).toBe('succeeded')
    expect(await db().run.count({ where: { stackId: stack.id } })).toBe(1)
  })

  it('refuses a viewer, touches nothing, and files the attempt under the stack', async () => {
    const stack = await queryStack(sandbox, 'viewer')
    const plan = await compute(operator, { stackId: stack.id })
    await expect(apply(viewer, { planId: plan.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await liveQuery(sandbox, 'viewer')).toBeUndefined()
    expect(await eventsOf(stack.id, 'run.start')).toMatchObject([{ outcome: 'refused', subject: `plan ${plan.id}`, actor: { name: viewer.name } }])
  })
})
