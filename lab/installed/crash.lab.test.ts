// kill -9 of Gauntlet at each step of an apply on real Thanos: another one goes on, and the end is that of an apply that nobody disturbed.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { apply } from '#lib/services/runs/apply.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import type { PlanView, RunView } from '#lib/services/views.ts'
import { admin } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { startReplica } from '#lib/testing/replica.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { applyPlan, edit, importGuide } from '../guide-install.ts'
import { listPods } from '../pod.ts'
import { givenInstalled, type Installed } from './given.ts'

const NAMESPACE = 'crash'
/** A run that was taken up more than ten times is given up, by design. On a busy machine a replica that is stopped so often loses its lease by itself. */
const MOST_KILLS = 7
/**
 * How long a replica that is to be hit goes on at a time: a step is a request and two writes, some tens of milliseconds. Where a look at the run takes long,
 * so does a step, and a replica that is stopped nearly all the time would not come to renewing its lease.
 */
const SLICE_MS = 4
const SLICE_OF_LOOK = 0.25

freshDatabase()
let lab: Installed
let stackId: string
let replica: ChildProcess
beforeAll(async () => {
  Object.assign(process.env, { GAUNTLET_RUN_LEASE_MS: '3000', GAUNTLET_GATE_STABLE_MS: '500', GAUNTLET_WORKER: 'off' })
  lab = await givenInstalled(NAMESPACE, { edges: 0 })
  replica = await startReplica()
})
afterAll(async () => {
  replica.kill('SIGKILL')
  await once(replica, 'exit')
  await lab.remove()
})

/**
 * Applies a plan; whatever carries it out is killed at each object that may be hit, once, and started again. Gives where that was. It is stopped whenever
 * it is looked at, so that no step is over before it is seen.
 */
async function applyAndKill(plan: PlanView, mayHit: (object: string) => boolean): Promise<{ run: RunView; hit: string[] }> {
  const { id: runId } = await apply(admin, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey) })
  const hit: string[] = []
  for (;;) {
    replica.kill('SIGSTOP')
    const lookedAt = performance.now()
    const run = await getRun(admin, { runId })
    const sliceMs = Math.max(SLICE_MS, (performance.now() - lookedAt) * SLICE_OF_LOOK)
    const now = run.objects.find(({ object, status }) => (status === 'applying' || status === 'waiting') && !hit.includes(object) && mayHit(object))
    if (run.status !== 'running' || now === undefined || hit.length >= MOST_KILLS) {
      replica.kill('SIGCONT')
      if (run.status !== 'running') return { run, hit }
      await pause(sliceMs)
      continue
    }
    replica.kill('SIGKILL')
    await once(replica, 'exit')
    hit.push(now.object)
    console.error(`killed at ${now.object}, ${now.status}`)
    replica = await startReplica()
  }
}

const Generations = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string(), generation: z.number() }) })) })

async function generations(): Promise<Record<string, number>> {
  const lists = await Promise.all(['deployments', 'statefulsets'].map(async (kind) => Generations.parse(await lab.api.must('GET', `/apis/apps/v1/namespaces/${NAMESPACE}/${kind}`))))
  return Object.fromEntries(lists.flatMap(({ items }) => items).map(({ metadata }) => [metadata.name, metadata.generation]))
}

/** Where one pod tells as much as several, and rolls in a third of the time. */
const FEWER: Edit[] = ['StatefulSet/crash/thanos-store', 'StatefulSet/crash/thanos-ruler', 'Deployment/crash/thanos-query', 'Deployment/crash/thanos-query-frontend']
  .map((object) => ({ op: 'replicas.set', object, replicas: 1 }))
const WORKLOADS = ['thanos-compactor', 'thanos-query', 'thanos-query-frontend', 'thanos-receiver', 'thanos-ruler', 'thanos-store']

it('installs the guide all the same, each object once', async () => {
  const { accessKey, secretKey } = lab
  const imported = await importGuide(admin, { namespace: NAMESPACE, release: '0.42.4', bucket: lab.bucket, accessKey, secretKey, edits: FEWER })
  stackId = imported.stackId
  const { run, hit } = await applyAndKill(imported.plan, () => true)
  expect(run.status, run.message).toBe('succeeded')
  // As many as a run may bear; the others are hit below.
  expect(hit).toHaveLength(MOST_KILLS)
  expect((await compute(admin, { stackId })).status).toBe('empty')
  expect(await generations()).toEqual(Object.fromEntries(WORKLOADS.map((name) => [name, 1])))
  expect((await listPods(lab.api, NAMESPACE)).filter(({ isReady }) => !isReady)).toEqual([])
})

it('changes every workload all the same, killed at each, and each is changed once', async () => {
  const objects = WORKLOADS.map((name) => `${name.includes('query') ? 'Deployment' : 'StatefulSet'}/${NAMESPACE}/${name}`)
  const plan = await edit(admin, stackId, { message: 'Say more', edits: objects.map((object) => ({ op: 'flag.set', object, flag: 'log.level', values: ['debug'] })) })
  const { run, hit } = await applyAndKill(plan, (object) => objects.includes(object))
  expect(run.status, run.message).toBe('succeeded')
  expect(hit.toSorted()).toEqual(objects.toSorted())
  expect((await compute(admin, { stackId })).status).toBe('empty')
  expect(await generations()).toEqual(Object.fromEntries(WORKLOADS.map((name) => [name, 2])))
})

const KINDS = ['/api/v1 services', '/api/v1 configmaps', '/apis/apps/v1 deployments', '/apis/apps/v1 statefulsets', '/apis/policy/v1 poddisruptionbudgets']
const Listed = z.object({ items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })) })

/**
 * What differs from round to round: versions, times, and the number of the revision, an annotation, for which alone a Deployment counts another generation
 * (pkg/registry/apps/deployment/strategy.go).
 */
const OF_THE_ROUND = ['status', 'resourceVersion', 'time', 'generation', 'gauntlet.dev/revision']

/** Every object of these kinds as it is, owners of fields included, but for what is of the round. */
async function everything(): Promise<unknown[]> {
  const lists = await Promise.all(KINDS.map(async (kind) => {
    const [base, resource] = kind.split(' ')
    return Listed.parse(await lab.api.must('GET', `${base}/namespaces/${NAMESPACE}/${resource}`)).items
  }))
  return lists.flat().map((object): unknown => JSON.parse(JSON.stringify(object, (key, value: unknown) => (OF_THE_ROUND.includes(key) ? undefined : value)).replaceAll(/round-\d+/g, 'round')))
}

/** A plan that changes every object that Gauntlet renders and restarts nothing. */
async function round(number: number): Promise<PlanView> {
  const { spec } = await getRevision(admin, { stackId, number: 'head' })
  const objects = spec.objects.map(specObjectId).filter((id) => !id.startsWith('Secret/'))
  return edit(admin, stackId, { message: `Round ${number}`, edits: objects.map((object) => ({ op: 'field.set', object, pointer: '/metadata/labels/round', value: `round-${number}` })) })
}

it('changes every object all the same, killed at each, and the end is that of a run that nobody disturbed', async () => {
  const all = (await round(0)).objects.filter(({ verdict }) => verdict === 'change').map(({ object }) => object)
  expect(all.length).toBeGreaterThan(MOST_KILLS)
  const left = new Set(all)
  for (let number = 1; left.size > 0; number++) {
    const wanted = [...left].slice(0, MOST_KILLS)
    const { run, hit } = await applyAndKill(await round(number), (object) => wanted.includes(object))
    expect(run.status, run.message).toBe('succeeded')
    expect(hit.toSorted()).toEqual(wanted.toSorted())
    for (const object of hit) left.delete(object)
  }
  const killed = await everything()
  expect(killed.length).toBeGreaterThanOrEqual(all.length)
  const undisturbed = await applyPlan(admin, await round(99))
  expect(undisturbed.status, undisturbed.message).toBe('succeeded')
  expect(killed).toEqual(await everything())
})
