// kill -9 of Gauntlet at each step of an apply on real Thanos: another one goes on, and the end is that of the same applies elsewhere that nobody disturbed.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { isIP } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { db } from '#lib/db/client.ts'
import { findRun, type RunRow } from '#lib/db/runs.ts'
import { apply } from '#lib/services/runs/apply.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { compute } from '#lib/services/plans/compute.ts'
import type { PlanView } from '#lib/services/views.ts'
import { admin } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { startReplica } from '#lib/testing/replica.ts'
import { Edit } from '#lib/thanos/edit.ts'
import { findingKey } from '#lib/thanos/finding.ts'
import { specObjectId } from '#lib/thanos/spec.ts'
import { edit, importGuide } from '../guide-install.ts'
import { listPods } from '../pod.ts'
import { givenInstalled, type Installed } from './given.ts'

const NAMESPACE = 'crash'
/** Where the same is applied, and nobody is killed. */
const CALM = 'calm'
/** A run that is taken up for the eleventh time is given up, by design. On a busy machine a replica that is stopped so often loses its lease by itself. */
const MOST_TAKEN = 7
/** More than are needed where some steps go by unseen. */
const MOST_ROUNDS = 8
/**
 * How long a replica that is to be hit goes on at a time: a step is a request and two writes, some tens of milliseconds. Where a look at the run takes long,
 * so does a step, and a replica that is stopped nearly all the time would not come to renewing its lease.
 */
const SLICE_MS = 4
const SLICE_OF_LOOK = 0.25
/** Between looks at a run whose replica is let alone. */
const LOOK_MS = 20

freshDatabase()
let lab: Installed
let calm: Installed
let stackId: string
let replica: ChildProcess
beforeAll(async () => {
  // A second is five times what a file takes here.
  Object.assign(process.env, { GAUNTLET_RUN_LEASE_MS: '3000', GAUNTLET_GATE_STABLE_MS: '500', GAUNTLET_GATE_REFRESH_MS: '1000', GAUNTLET_WORKER: 'off' })
  lab = await givenInstalled(NAMESPACE, { edges: 0 })
  calm = await givenInstalled(CALM, { edges: 0 })
  replica = await startReplica()
})
afterAll(async () => {
  replica.kill('SIGKILL')
  await once(replica, 'exit')
  await Promise.all([lab.remove(), calm.remove()])
})

/** A step in one of its phases, "Deployment/crash/thanos-query waiting": `applying` until the cluster has it, `waiting` while its gate is closed. */
type Phase = string
const phases = (objects: readonly string[], ...statuses: ('applying' | 'waiting')[]): Phase[] => objects.flatMap((object) => statuses.map((status) => `${object} ${status}`))
const phasesOf = ({ objects }: RunRow): Phase[] => objects.map(({ object, status }) => `${object} ${status}`)

async function rowOf(runId: string): Promise<RunRow> {
  const run = await findRun(db(), runId)
  if (!run) throw new Error(`run ${runId} is gone`)
  return run
}

/**
 * Applies a plan, what is left over ticked; whatever carries it out is killed in each wanted phase that it comes to, once, and started again. Gives in which
 * it was. It is stopped whenever it is looked at, so that no step is over before it is seen. Only whoever holds the run is killed, and only in what it has
 * saved itself: what is under way by the database may be what the one before was killed in, whose lease has yet to end.
 */
async function applyAndKill(plan: PlanView, wanted: readonly Phase[] = []): Promise<Phase[]> {
  const remove = plan.objects.filter(({ verdict }) => verdict === 'orphan').map(({ object }) => object)
  const { id } = await apply(admin, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey), remove })
  const left = new Set(wanted)
  let run = await rowOf(id)
  let kills = 0
  let deadEpoch = 0
  // A claim counts as one version, and each save after it as another.
  let claimedAt = 1
  while (run.status === 'running') {
    const isHunted = run.epoch > deadEpoch && run.epoch < MOST_TAKEN && left.size > 0
    if (isHunted) replica.kill('SIGSTOP')
    const lookedAt = performance.now()
    const seen = await rowOf(id)
    const lookMs = performance.now() - lookedAt
    if (seen.epoch > run.epoch) claimedAt = run.version + 1
    run = seen
    const isAtHand = isHunted && run.status === 'running' && run.epoch < MOST_TAKEN && run.version > claimedAt
    if (!isAtHand || !phasesOf(run).some((phase) => left.has(phase))) {
      if (isHunted) replica.kill('SIGCONT')
      await pause(isHunted ? Math.max(SLICE_MS, lookMs * SLICE_OF_LOOK) : LOOK_MS)
      continue
    }
    replica.kill('SIGKILL')
    await once(replica, 'exit')
    kills++
    deadEpoch = run.epoch
    // What it was saving may have come through: it was killed in that in which the next one finds the run.
    run = await rowOf(id)
    const phase = phasesOf(run).find((each) => left.delete(each))
    console.error(`killed in ${phase ?? 'nothing that was wanted'}`)
    replica = await startReplica()
  }
  expect(run.status, run.message?.en).toBe('succeeded')
  // Whoever was killed held the run, so that each time it was taken anew.
  expect(run.epoch).toBeGreaterThan(kills)
  return wanted.filter((phase) => !left.has(phase))
}

/** Where one pod tells as much as several, and rolls in a third of the time. */
const fewer = (namespace: string): Edit[] => ['StatefulSet/thanos-store', 'StatefulSet/thanos-ruler', 'Deployment/thanos-query', 'Deployment/thanos-query-frontend']
  .map((id) => ({ op: 'replicas.set', object: id.replace('/', `/${namespace}/`), replicas: 1 }))
const STATEFUL = ['thanos-compactor', 'thanos-receiver', 'thanos-ruler', 'thanos-store'].map((name) => `StatefulSet/${NAMESPACE}/${name}`)
const FRONTEND = `Deployment/${NAMESPACE}/thanos-query-frontend`
const WORKLOADS = [...STATEFUL, `Deployment/${NAMESPACE}/thanos-query`, FRONTEND]
/** Created by one run and deleted by another. */
const NOTE = `ConfigMap/${NAMESPACE}/a-note`
/** In which phases of workloads it is still to be killed. */
const leftOfWorkloads = new Set(phases(WORKLOADS, 'applying', 'waiting'))

const importTo = async ({ namespace, bucket, accessKey, secretKey }: Installed): Promise<{ stackId: string; plan: PlanView }> =>
  importGuide(admin, { namespace, release: '0.42.4', bucket, accessKey, secretKey, edits: fewer(namespace) })

const KINDS_OF_WORKLOADS = ['/apis/apps/v1 deployments', '/apis/apps/v1 statefulsets']
const KINDS = ['/api/v1 services', '/api/v1 configmaps', ...KINDS_OF_WORKLOADS, '/apis/policy/v1 poddisruptionbudgets']
const Listed = z.object({ items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string(), generation: z.number().optional() }) })) })
type Listed = z.infer<typeof Listed>['items']

/** What no two objects share, and what their controllers say of them. */
const OF_THE_OBJECT = ['uid', 'resourceVersion', 'creationTimestamp', 'time', 'status', 'f:status']
/** Of files that name the namespace; that it is right is what an empty plan says. */
const CHECKSUM = 'gauntlet.dev/config-checksum'
const Owners = z.array(z.looseObject({ manager: z.string(), operation: z.string(), subresource: z.string().optional() }))

async function list({ api, namespace }: Installed, kinds: readonly string[] = KINDS): Promise<Listed> {
  const lists = await Promise.all(kinds.map(async (kind) => {
    const [base, resource] = kind.split(' ')
    return Listed.parse(await api.must('GET', `${base}/namespaces/${namespace}/${resource}`)).items
  }))
  return lists.flat()
}

/** Every object of these kinds as it is, generations, revisions and owners of fields included, but for what is of that one object or its namespace. */
async function everything(where: Installed): Promise<unknown[]> {
  const text = JSON.stringify(await list(where), (key, value: unknown) => {
    if (OF_THE_OBJECT.includes(key)) return undefined
    if (key === CHECKSUM) return 'checksum'
    if (typeof value === 'string' && isIP(value) !== 0) return 'address'
    // In the order of their times.
    if (key === 'managedFields') return Owners.parse(value).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
    return value
  })
  return z.array(z.unknown()).parse(JSON.parse(text.replaceAll(new RegExp(`\\b(${NAMESPACE}|${CALM})\\b`, 'g'), 'namespace')))
}
const nameOf = ({ manager, operation, subresource = '' }: z.infer<typeof Owners>[number]): string => `${manager} ${operation} ${subresource}`

async function generations(): Promise<Record<string, number | undefined>> {
  return Object.fromEntries((await list(lab, KINDS_OF_WORKLOADS)).map(({ metadata }) => [metadata.name, metadata.generation]))
}
const eachAt = (generation: number): Record<string, number> => Object.fromEntries(WORKLOADS.map((id) => [id.split('/').at(-1) ?? '', generation]))

/** What was applied after the installation, and how everything was after each apply, the installation included. */
const applied: { message: string; edits: Edit[] }[] = []
const ends: unknown[][] = []

/** Applies a change under kills; gives where. */
async function change(message: string, edits: Edit[], wanted: readonly Phase[]): Promise<Phase[]> {
  applied.push({ message, edits })
  const hit = await applyAndKill(await edit(admin, stackId, { message, edits }), wanted)
  expect((await compute(admin, { stackId })).status).toBe('empty')
  ends.push(await everything(lab))
  return hit
}

it('installs the guide all the same, killed at every workload, before or after the cluster has it, and creates each once', async () => {
  const imported = await importTo(lab)
  stackId = imported.stackId
  // As many as a run may bear; the other phase of each is hit below.
  const hit = await applyAndKill(imported.plan, WORKLOADS.flatMap((id, index) => phases([id], index % 2 === 0 ? 'applying' : 'waiting')))
  for (const phase of hit) leftOfWorkloads.delete(phase)
  // On a busy machine a lease that was lost counts as well; what it costs is made good below, too.
  expect(hit.length).toBeGreaterThanOrEqual(WORKLOADS.length - 2)
  for (const status of ['applying', 'waiting']) expect(hit.filter((phase) => phase.endsWith(` ${status}`)), status).not.toEqual([])
  expect((await compute(admin, { stackId })).status).toBe('empty')
  expect(await generations()).toEqual(eachAt(1))
  expect((await listPods(lab.api, NAMESPACE)).filter(({ isReady }) => !isReady)).toEqual([])
  ends.push(await everything(lab))
})

it('changes every workload all the same, killed in the phases that are left, and changes each once', async () => {
  let round = 0
  while (leftOfWorkloads.size > 0 && round < MOST_ROUNDS) {
    round++
    const level = round % 2 === 1 ? 'debug' : 'warn'
    const edits = WORKLOADS.map((object): Edit => ({ op: 'flag.set', object, flag: 'log.level', values: [level] }))
    for (const phase of await change(`Say ${level}`, edits, [...leftOfWorkloads])) leftOfWorkloads.delete(phase)
    expect(await generations()).toEqual(eachAt(1 + round))
  }
  expect([...leftOfWorkloads]).toEqual([])
})

it('changes and creates everything else all the same, killed at each', async () => {
  const { spec } = await getRevision(admin, { stackId, number: 'head' })
  const others = spec.objects.map(specObjectId).filter((id) => !id.startsWith('Secret/') && !WORKLOADS.includes(id))
  const note = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NOTE.split('/').at(-1) ?? '', namespace: NAMESPACE }, data: { note: 'made by a run' } }
  const left = new Set(phases([NOTE, ...others], 'applying'))
  for (let round = 1; left.size > 0 && round <= MOST_ROUNDS; round++) {
    const labels = others.map((object): Edit => ({ op: 'field.set', object, pointer: '/metadata/labels/round', value: `round-${round}` }))
    const edits: Edit[] = round === 1 ? [{ op: 'object.add', manifest: note }, ...labels] : labels
    for (const phase of await change(`Round ${round}`, edits, [...left])) left.delete(phase)
  }
  expect([...left]).toEqual([])
})

it('deletes what is left over all the same, killed before and after it is gone', async () => {
  const wanted = [...phases([FRONTEND], 'applying', 'waiting'), ...phases([NOTE], 'applying')]
  const hit = await change('No frontend', [FRONTEND, NOTE].map((object): Edit => ({ op: 'object.remove', object })), wanted)
  expect(hit).toEqual(wanted)
  expect((await list(lab)).map(({ metadata }) => metadata.name)).not.toContain('a-note')
})

it('comes to the same end after each of them as where nobody was killed', async () => {
  // Its pods are nobody's burden meanwhile.
  await lab.remove()
  const { stackId: calmId, plan } = await importTo(calm)
  expect(await applyAndKill(plan)).toEqual([])
  expect(await everything(calm)).toEqual(ends[0])
  for (const [index, { message, edits }] of applied.entries()) {
    const there = z.array(Edit).parse(JSON.parse(JSON.stringify(edits).replaceAll(`"${NAMESPACE}"`, `"${CALM}"`).replaceAll(`/${NAMESPACE}/`, `/${CALM}/`)))
    await applyAndKill(await edit(admin, calmId, { message, edits: there }))
    expect(await everything(calm), message).toEqual(ends[index + 1])
  }
})
