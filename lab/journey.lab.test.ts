// The journey of an operator through Gauntlet's own verbs, with Postgres under them and a real API server in front: from the guide's YAML to
// an applied change, a conflict, a failure, and back. Each step stands on the one before.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { listEvents } from '#lib/db/events.ts'
import { isKubeObject, type KubeObject } from '#lib/manifest/types.ts'
import { write } from '#lib/services/credentials/write.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { get as getPlan } from '#lib/services/plans/get.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { restore } from '#lib/services/revisions/restore.ts'
import { save } from '#lib/services/revisions/save.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import { create } from '#lib/services/stacks/create.ts'
import type { PlanView, RunView } from '#lib/services/views.ts'
import { admin, operator, viewer } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { specObjectId, type StackSpec } from '#lib/thanos/spec.ts'
import { labApi } from './api.ts'
import { eventually } from './eventually.ts'
import { guideFiles } from './guide.ts'
import { listPods } from './pod.ts'
import { grantNamespace } from './rbac.ts'
import type { StatusStub } from './status-stub.ts'
import { createStatusStub, keepPassing } from './status-stub.ts'

const NAMESPACE = 'monitoring'
const SECRET = `Secret/${NAMESPACE}/thanos-s3-config`
const COMPACTOR = `StatefulSet/${NAMESPACE}/thanos-compactor`
const STORE = `StatefulSet/${NAMESPACE}/thanos-store`
const QUERY = `Deployment/${NAMESPACE}/thanos-query`
const CREDENTIALS = { accessKey: 'AKIALAB0000000EXAMPLE', secretKey: 'lab/secret/never/seen/anywhere' }
const APPS = `/apis/apps/v1/namespaces/${NAMESPACE}`
const { url, adminToken, ca } = inject('lab')
const api = labApi({ url, token: adminToken, ca })

freshDatabase()
let stub: StatusStub
let stopPassing: () => Promise<void>
let stackId: string
beforeAll(async () => {
  await grantNamespace(api, NAMESPACE)
  stub = await createStatusStub({ api, namespace: NAMESPACE })
  stopPassing = keepPassing(stub, 100)
  const stack = await create(admin, { name: 'The guide', slug: 'guide', namespace: NAMESPACE, connection: { kind: 'context', context: 'gauntlet' } })
  stackId = stack.id
})
afterAll(async () => { await stopPassing() })

async function head(): Promise<{ number: number; spec: StackSpec }> {
  return getRevision(operator, { stackId, number: 'head' })
}

async function edit(message: string, ...edits: Edit[]): Promise<PlanView> {
  const { number, spec } = await head()
  await save(operator, { stackId, base: number, spec: applyEdits(spec, edits), message })
  return compute(operator, { stackId })
}

async function applyPlan(plan: PlanView): Promise<RunView> {
  const { id: runId } = await apply(operator, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey) })
  return eventually('the run has ended', async () => {
    const run = await getRun(viewer, { runId })
    return run.status === 'running' ? undefined : run
  }, 60_000)
}

/** What a plan says of the objects that it does not leave as they are. */
function changes(plan: PlanView): Record<string, string> {
  return Object.fromEntries(plan.objects.filter(({ verdict }) => verdict !== 'unchanged').map(({ object, verdict }) => [object, verdict]))
}

async function live(id: string): Promise<KubeObject> {
  const [kind, , name] = id.split('/')
  const object = await api.must('GET', `${APPS}/${kind === 'Deployment' ? 'deployments' : 'statefulsets'}/${name}`)
  if (!isKubeObject(object)) throw new Error(`${id} is not there`)
  return object
}

/** As someone at a terminal does who knows nothing of Gauntlet. */
async function byHand(id: string, spec: { replicas: number }): Promise<void> {
  await api.must('PATCH', `${APPS}/statefulsets/${id.split('/')[2]}?fieldManager=kubectl-edit`, { spec }, 'application/merge-patch+json')
}

describe('an operator with the guide and an empty namespace', () => {
  it('imports it as printed, and the plan does not let its mistakes into the cluster', async () => {
    const { spec, problems } = adopt(await guideFiles(NAMESPACE))
    expect(problems).toEqual([])
    const saved = await save(operator, { stackId, base: 0, spec, message: 'The guide as printed' })
    expect(saved.findings.error).toBeGreaterThanOrEqual(4)
    const plan = await compute(operator, { stackId })
    expect(plan.status).toBe('blocked')
    expect(changes(plan)[SECRET]).toBe('missing')
    expect(plan.blockers.map(({ code }) => code)).toContain('receive/no-local-endpoint')
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED' })
    expect(await listPods(api, NAMESPACE)).toEqual([])
  })

  it('writes credentials, takes the fixes that are offered, and applies: all that the plan foretold is there and ready', async () => {
    const reference = await write(operator, {
      stackId, secret: 'thanos-s3-config', settings: { bucket: 'thanos', endpoint: 's3.example.com' }, credentials: CREDENTIALS,
    })
    const { number, spec, findingList } = await getRevision(operator, { stackId, number: 'head' })
    const referring = { ...spec, objects: spec.objects.map((object) => (specObjectId(object) === SECRET ? reference : object)) }
    const fixed = applyEdits(referring, [
      ...findingList.flatMap(({ fix }) => (fix?.safe === true ? fix.edits : [])),
      { op: 'resource.set', object: STORE, side: 'limits', resource: 'memory', quantity: '8Gi' },
    ])
    await save(operator, { stackId, base: number, spec: fixed, message: 'Fixes' })
    const plan = await compute(operator, { stackId })
    expect(plan.blockers).toEqual([])
    expect(plan.status).toBe('ready')
    expect(new Set(Object.values(changes(plan)))).toEqual(new Set(['create']))

    const run = await applyPlan(plan)
    expect(run.message).toMatch(/^Revision 2 is applied/)
    expect(run.status).toBe('succeeded')
    for (const { object } of plan.objects.filter(({ object: id }) => /^(StatefulSet|Deployment)\//.test(id))) {
      expect((await live(object)).metadata.annotations, object).toMatchObject({ 'gauntlet.dev/revision': '2' })
    }
    const pods = await listPods(api, NAMESPACE)
    expect(pods).toHaveLength(11)
    expect(pods.every(({ isReady }) => isReady)).toBe(true)
    const again = await compute(operator, { stackId })
    expect([again.status, changes(again)]).toEqual(['empty', {}])
  })

  it('changes the raw retention: one object, one argument, one pod', async () => {
    const plan = await edit('Keep raw data for 14 days', { op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['14d'] })
    expect(changes(plan)).toEqual({ [COMPACTOR]: 'change' })
    const change = plan.objects.find(({ object }) => object === COMPACTOR)
    expect(change?.restarts).toBe(1)
    expect(change?.fields).toContainEqual(expect.objectContaining({ before: '--retention.resolution-raw=7d', after: '--retention.resolution-raw=14d' }))
    const before = (await listPods(api, NAMESPACE)).map(({ uid }) => uid)
    expect((await applyPlan(plan)).status).toBe('succeeded')
    expect(JSON.stringify((await live(COMPACTOR)).spec)).toContain('--retention.resolution-raw=14d')
    const replaced = (await listPods(api, NAMESPACE)).filter(({ uid }) => !before.includes(uid))
    expect(replaced.map(({ name }) => name)).toEqual(['thanos-compactor-0'])
    expect(await getPlan(viewer, { planId: plan.id })).toMatchObject({ status: 'applied' })
  })

  it('is told that the plan is stale when someone changed the object meanwhile, and nothing of it is applied', async () => {
    const plan = await edit('Two stores', { op: 'replicas.set', object: STORE, replicas: 2 })
    expect([plan.status, changes(plan)]).toEqual(['ready', { [STORE]: 'change' }])
    await byHand(STORE, { replicas: 4 })
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'STALE_PLAN', details: { objects: [STORE] } })
    expect((await live(STORE)).spec).toMatchObject({ replicas: 4 })
  })

  it('sees the field and who owns it now, and does not take it', async () => {
    const plan = await compute(operator, { stackId })
    expect(plan.status).toBe('ready')
    expect(plan.objects.find(({ object }) => object === STORE)).toMatchObject({ verdict: 'conflict', conflicts: [{ field: 'spec.replicas', owner: 'kubectl-edit' }] })
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED' })
    expect((await live(STORE)).spec).toMatchObject({ replicas: 4 })
  })

  it('has no conflict any more when the two agree, and owns the field with the other', async () => {
    await byHand(STORE, { replicas: 2 })
    await eventually('two stores are left', async () => (await listPods(api, NAMESPACE)).filter(({ name }) => name.startsWith('thanos-store-')).length === 2 || undefined)
    const plan = await compute(operator, { stackId })
    expect([plan.status, changes(plan)]).toEqual(['empty', {}])
  })

  it('is stopped by a pod that cannot start, told why, and what was not applied', async () => {
    stub.setFate('Deployment/thanos-query', 'ImagePullBackOff')
    const plan = await edit('A release that is not there', { op: 'image.set', object: QUERY, image: 'quay.io/thanos/thanos:v0.31.99' },
      { op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['21d'] })
    const run = await applyPlan(plan)
    expect(run.status).toBe('failed')
    expect(run.message).toBe(`Stopped at ${QUERY}. Applied: ${QUERY}. Not applied: ${COMPACTOR}.`)
    const results = new Map(run.objects.map((object) => [object.object, object]))
    expect(results.get(QUERY)).toMatchObject({ status: 'failed', message: expect.stringContaining('ImagePullBackOff') })
    expect(results.get(COMPACTOR)).toMatchObject({ status: 'skipped' })
    expect(JSON.stringify((await live(COMPACTOR)).spec)).toContain('--retention.resolution-raw=14d')
    expect((await live(QUERY)).status).toMatchObject({ availableReplicas: expect.toSatisfy((count: number) => count >= 1) })
  })

  it('rolls back to the revision before the changes, through a plan of its own', async () => {
    const old = await getRevision(viewer, { stackId, number: 2 })
    const restored = await restore(operator, { stackId, base: (await head()).number, number: 2 })
    expect([restored.restoredFrom, restored.spec]).toEqual([2, old.spec])
    // The stores were agreed upon by hand, so that field is shared; its other owner gives it up first.
    await byHand(STORE, { replicas: 3 })
    const plan = await compute(operator, { stackId })
    expect(changes(plan)).toEqual({ [QUERY]: 'change', [COMPACTOR]: 'change' })
    stub.setFate('Deployment/thanos-query', 'ready')
    expect(await applyPlan(plan)).toMatchObject({ status: 'succeeded' })
    expect(JSON.stringify((await live(COMPACTOR)).spec)).toContain('--retention.resolution-raw=7d')
    expect(changes(await compute(operator, { stackId }))).toEqual({})
  })

  it('finds every step in the audit, in order, and its secret key nowhere', async () => {
    const events = (await listEvents(db(), { filter: { stackId }, limit: 200 })).toReversed()
    const did = events.map(({ action, outcome }) => `${action} ${outcome}`)
    expect(did.filter((step) => !step.startsWith('plan.compute'))).toEqual([
      'stack.create ok', 'revision.save ok', 'run.start refused', 'credentials.write ok', 'credentials.result ok',
      'revision.save ok', 'run.start ok', 'run.finish ok', 'revision.save ok', 'run.start ok', 'run.finish ok',
      'revision.save ok', 'run.start refused', 'run.start refused', 'revision.save ok', 'run.start ok', 'run.finish failed',
      'revision.restore ok', 'run.start ok', 'run.finish ok',
    ])
    const rows = await Promise.all([db().event.findMany(), db().revision.findMany(), db().plan.findMany(), db().run.findMany()])
    const everything = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    expect(everything).toContain('thanos-s3-config')
    for (const secret of [CREDENTIALS.accessKey, CREDENTIALS.secretKey]) {
      expect(everything).not.toContain(secret)
      expect(everything).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20))
    }
  })
})
