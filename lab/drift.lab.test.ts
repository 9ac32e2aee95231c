// Drift on a real API server: who changed what, through which door of Kubernetes, and since when, as managedFields tell it there.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { check } from '#lib/services/drift/check.ts'
import { get } from '#lib/services/drift/get.ts'
import { take } from '#lib/services/drift/take.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { save } from '#lib/services/revisions/save.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import { create } from '#lib/services/stacks/create.ts'
import type { DriftObject } from '#lib/services/views.ts'
import { admin, operator, viewer } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { querySpec } from '#lib/testing/specs.ts'
import { labApi } from './api.ts'
import { eventually } from './eventually.ts'
import { grantNamespace } from './rbac.ts'
import { createStatusStub, keepPassing } from './status-stub.ts'

const NAMESPACE = 'drift'
const QUERY = `Deployment/${NAMESPACE}/thanos-query`
const DEPLOYMENT = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/thanos-query`
const SERVICE = `/api/v1/namespaces/${NAMESPACE}/services/thanos-query`
const AUTOSCALERS = `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers`
const { url, adminToken, ca } = inject('lab')
const api = labApi({ url, token: adminToken, ca })

freshDatabase()
let stopPassing: () => Promise<void>
let stackId: string
beforeAll(async () => {
  await grantNamespace(api, NAMESPACE)
  stopPassing = keepPassing(await createStatusStub({ api, namespace: NAMESPACE }), 100)
  stackId = (await create(admin, { name: 'Drift', slug: 'drift', namespace: NAMESPACE, connection: { kind: 'context', context: 'gauntlet' } })).id
  await save(operator, { stackId, base: 0, spec: querySpec({ namespace: NAMESPACE }), message: 'Import' })
  await applyNow()
})
afterAll(async () => { await stopPassing() })

/** Puts ours back, by force where somebody else has taken a field. */
async function applyNow(): Promise<void> {
  const plan = await compute(admin, { stackId })
  if (plan.status === 'empty') return
  const force = plan.objects.filter(({ verdict }) => verdict === 'conflict').map(({ object }) => object)
  const { id: runId } = await apply(admin, { planId: plan.id, force })
  const run = await eventually('the run has ended', async () => {
    const now = await getRun(viewer, { runId })
    return now.status === 'running' ? undefined : now
  }, 50_000)
  expect(run).toMatchObject({ status: 'succeeded' })
}

async function found(): Promise<DriftObject[]> {
  await check(operator, { stackId })
  return (await get(viewer, { stackId })).objects
}

/** The time of a manager's entry as the API server has it. */
async function writtenAt(manager: string): Promise<string> {
  const { metadata } = await api.must('GET', DEPLOYMENT)
  // Safe because every object of a real API server has these.
  const entries = (metadata as unknown as { managedFields: { manager: string; time: string }[] }).managedFields
  return new Date(entries.find((entry) => entry.manager === manager)?.time ?? '').toISOString()
}

describe('drift on a real API server', () => {
  it('is none after a run: defaults, status and what controllers write are no drift', async () => {
    expect(await found()).toEqual([])
  })

  it('names kubectl-edit, the field, both values, and the second in which it was written', async () => {
    await api.must('PATCH', `${DEPLOYMENT}?fieldManager=kubectl-edit`, { spec: { replicas: 2 } }, 'application/merge-patch+json')
    const since = await writtenAt('kubectl-edit')
    expect(await found()).toEqual([{
      object: QUERY, kind: 'changed', since,
      fields: [{ path: 'spec.replicas', theirs: 2, ours: 1, manager: { name: 'kubectl-edit', operation: 'Update' }, since, sinceIs: 'written' }],
    }])
  })

  it('keeps that time when the same manager writes something else later', async () => {
    const since = await writtenAt('kubectl-edit')
    await eventually('the next second', () => (Date.now() > Date.parse(since) + 1_100 ? true : undefined))
    await api.must('PATCH', `${DEPLOYMENT}?fieldManager=kubectl-edit`, { metadata: { annotations: { note: 'later' } } }, 'application/merge-patch+json')
    expect(await writtenAt('kubectl-edit')).not.toBe(since)
    expect((await found()).map((drift) => drift.since)).toEqual([since])
  })

  it('takes it over: the next revision asks for two, and nothing differs', async () => {
    await take(operator, { stackId, base: 1, message: 'Two, as it runs', objects: [{ object: QUERY, fields: [{ path: 'spec.replicas', theirs: 2 }] }] })
    expect((await compute(operator, { stackId })).status).toBe('empty')
    expect(await found()).toEqual([])
  })

  it('names kubectl scale by its subresource, and takes an autoscaler\'s scale for no drift as long as there is an autoscaler', async () => {
    // Kubernetes keeps no time of what comes through scale, so it is told when that was first seen.
    await api.must('PATCH', `${DEPLOYMENT}/scale?fieldManager=kubectl`, { spec: { replicas: 4 } }, 'application/merge-patch+json')
    expect((await found()).flatMap(({ fields }) => fields)).toMatchObject([{ path: 'spec.replicas', theirs: 4, ours: 2, manager: { name: 'kubectl', operation: 'Update', subresource: 'scale' }, sinceIs: 'seen' }])
    await api.must('POST', AUTOSCALERS, { metadata: { name: 'thanos-query' }, spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'thanos-query' }, minReplicas: 1, maxReplicas: 5 } })
    await api.must('PATCH', `${DEPLOYMENT}/scale?fieldManager=kube-controller-manager`, { spec: { replicas: 5 } }, 'application/merge-patch+json')
    expect(await found()).toEqual([])
    // Its mark outlives it.
    await api.must('DELETE', `${AUTOSCALERS}/thanos-query`)
    expect((await found()).flatMap(({ fields }) => fields)).toMatchObject([{ path: 'spec.replicas', theirs: 5, ours: 2 }])
    await applyNow()
    expect(await found()).toEqual([])
  })

  it('names who applied by force, and arguments that were changed within one list', async () => {
    const container = { name: 'thanos', image: 'quay.io/thanos/thanos:v0.42.0', args: ['query', '--http-address=0.0.0.0:10902', '--grpc-address=0.0.0.0:10901', '--query.timeout=9m'] }
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query', namespace: NAMESPACE }, spec: { template: { spec: { containers: [container] } } } }
    await api.must('PATCH', `${DEPLOYMENT}?fieldManager=flux&force=true`, object, 'application/apply-patch+yaml')
    const since = await writtenAt('flux')
    expect(await found()).toEqual([{
      object: QUERY, kind: 'changed', since,
      fields: [{ path: 'spec.template.spec.containers[thanos].args[3]', theirs: '--query.timeout=9m', manager: { name: 'flux', operation: 'Apply' }, since, sinceIs: 'written' }],
    }])
    await applyNow()
    expect(await found()).toEqual([])
  })

  it('is none for a label and an annotation that others add, and says when an object is gone', async () => {
    await api.must('PATCH', `${SERVICE}?fieldManager=webhook`, { metadata: { labels: { team: 'obs' }, annotations: { 'a.b/c': 'd' } } }, 'application/merge-patch+json')
    expect(await found()).toEqual([])
    await api.must('DELETE', SERVICE)
    expect(await found()).toMatchObject([{ object: `Service/${NAMESPACE}/thanos-query`, kind: 'missing' }])
    await applyNow()
    expect(await found()).toEqual([])
  })

  it('wrote when each drift began and ended, and nothing for the checks between', async () => {
    const events = await db().event.findMany({ where: { stackId, action: { startsWith: 'drift.' } }, orderBy: { id: 'asc' } })
    expect(events.map(({ action }) => action)).toEqual(['drift.found', 'drift.gone', 'drift.found', 'drift.gone', 'drift.found', 'drift.gone', 'drift.found', 'drift.gone', 'drift.found', 'drift.gone'])
  })
})
