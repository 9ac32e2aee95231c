// kill -9 of Gauntlet at each step of an apply on real Thanos: another one goes on, and the end is that of an apply that nobody disturbed.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { apply } from '#lib/services/runs/apply.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { get as getRun } from '#lib/services/runs/get.ts'
import type { PlanView, RunView } from '#lib/services/views.ts'
import { admin } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { edit, importGuide } from '../guide-install.ts'
import { listPods } from '../pod.ts'
import { givenInstalled, type Installed } from './given.ts'

const NAMESPACE = 'crash'
const REPLICA = join(import.meta.dirname, '../../lib/testing/worker-process.ts')
/** A run that was taken up more than ten times is given up, by design. */
const MOST_KILLS = 9
const LOOK_EVERY_MS = 10

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

async function startReplica(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--disable-warning=ExperimentalWarning', REPLICA], { env: { ...process.env, GAUNTLET_WORKER: 'on' }, stdio: ['pipe', 'pipe', 'inherit'] })
  await once(createInterface({ input: child.stdout }), 'line')
  return child
}

/** Applies a plan; whatever carries it out is killed at each object that may be hit, once, and started again. Gives where that was. */
async function applyAndKill(plan: PlanView, mayHit: (object: string) => boolean): Promise<{ run: RunView; hit: string[] }> {
  const { id: runId } = await apply(admin, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey) })
  const hit: string[] = []
  for (;;) {
    const run = await getRun(admin, { runId })
    if (run.status !== 'running') return { run, hit }
    const now = run.objects.find(({ object, status }) => (status === 'applying' || status === 'waiting') && !hit.includes(object) && mayHit(object))
    if (now === undefined || hit.length >= MOST_KILLS) {
      await pause(LOOK_EVERY_MS)
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
  // What is done in a moment may be over before it is seen; workloads are waited for.
  expect(hit.length).toBeGreaterThanOrEqual(WORKLOADS.length)
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
