import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { db, transaction } from '../../db/client.ts'
import { claimRun, findRun, finishRun, saveProgress } from '../../db/runs.ts'
import { text } from '../../text.ts'
import { operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, eventsOf, liveQuery, objectOf, query, queryStack, remakeNamespace, service, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { until } from '../../testing/wait.ts'
import { querySpec } from '../../testing/specs.ts'
import { render } from '../../thanos/render.ts'
import { compute } from '../plans/compute.ts'
import type { PlanView } from '../views.ts'
import { cancel } from './cancel.ts'
import { follow } from './follow.ts'
import { handOver, startWorker } from './worker.ts'

freshDatabase()
const sandbox = testSandbox()
beforeAll(() => { process.env.GAUNTLET_RUN_LEASE_MS = '2000' })
afterEach(() => { process.env.GAUNTLET_RUN_RESUME_MS = '900000' })

/** A run whose holder has been silent for so long. */
async function leftBehind(plan: PlanView, { objects, silentMs = 3_000, owner = 'a replica that is gone' }: { objects: { object: string; status: string; waitsMostMs?: number }[]; silentMs?: number; owner?: string | null }): Promise<{ id: string }> {
  const at = new Date(Date.now() - silentMs)
  return db().run.create({
    data: {
      planId: plan.id, stackId: plan.stackId, revision: plan.revision, status: 'running', startedById: 'x', startedByName: 'x', startedAt: at, heartbeatAt: at,
      objects, owner, epoch: owner === null ? 0 : 1,
    },
  })
}

describe('a run whose holder is gone', () => {
  it('is gone on with from what was saved, and the object that was being applied is applied again', async () => {
    const stack = await queryStack(sandbox, 'resume')
    const plan = await compute(operator, { stackId: stack.id })
    await sandbox.put(render(querySpec({ namespace: 'resume' })).filter(({ kind }) => kind === 'Service'), 'gauntlet')
    await startWorker()
    const run = await leftBehind(plan, { objects: [{ object: service('resume'), status: 'done' }, { object: query('resume'), status: 'applying' }] })
    expect(await ended(run)).toMatchObject({ status: 'succeeded', objects: [{ status: 'done' }, { object: query('resume'), status: 'done', ready: { now: 1, want: 1 } }] })
    expect(await eventsOf(stack.id, 'run.resume')).toMatchObject([{ door: 'system', outcome: 'ok', after: { epoch: 2 } }])
    expect(await findRun(db(), run.id)).toMatchObject({ epoch: 2 })
  })

  it('looks at what it left from a slow API server together, not one after the other', async () => {
    const stack = await queryStack(sandbox, 'slowly')
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 3_000 }, methods: ['GET'], path: '/slowly/(services|deployments)/thanos-query$', times: 2 }] })
    await startWorker()
    const run = await leftBehind(plan, { objects: [{ object: service('slowly'), status: 'pending' }, { object: query('slowly'), status: 'pending' }] })
    const hits = (count: number): Promise<unknown> => until(async () => sandbox.hits()[0] ?? 0, (now) => now >= count, 15_000)
    await hits(1)
    const first = performance.now()
    await hits(2)
    expect(performance.now() - first).toBeLessThan(2_500)
    expect(await ended(run)).toMatchObject({ status: 'succeeded' })
  })

  it('goes on also where the last object was applied before its holder went', async () => {
    const stack = await queryStack(sandbox, 'after')
    const plan = await compute(operator, { stackId: stack.id })
    const first = await begin(stack)
    await when(first.run, ({ objects }) => objects[1]?.status === 'waiting' || objects[1]?.status === 'done')
    await ended(first.run)
    await startWorker()
    const run = await leftBehind(plan, { objects: [{ object: service('after'), status: 'done' }, { object: query('after'), status: 'applying' }] })
    expect(await ended(run)).toMatchObject({ status: 'succeeded' })
  })

  it('watches whether pods stay ready that its holder had just rolled', async () => {
    const stack = await queryStack(sandbox, 'fresh')
    const plan = await compute(operator, { stackId: stack.id })
    await ended((await begin(stack)).run)
    process.env.GAUNTLET_GATE_STABLE_MS = '800'
    await startWorker()
    const done = objectOf(await ended(await leftBehind(plan, { objects: [{ object: service('fresh'), status: 'done' }, { object: query('fresh'), status: 'waiting' }] })), query('fresh'))
    process.env.GAUNTLET_GATE_STABLE_MS = '40'
    expect(done?.status).toBe('done')
    expect(Date.parse(done?.finishedAt ?? '') - Date.parse(done?.waitsSince ?? '')).toBeGreaterThanOrEqual(750)
  })

  it('waits for what it has still to do as long as was said when it began', async () => {
    const stack = await queryStack(sandbox, 'limit')
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ fates: [{ pods: query('limit'), fate: 'unready' }] })
    await startWorker()
    const seen = await ended(await leftBehind(plan, { objects: [{ object: service('limit'), status: 'pending' }, { object: query('limit'), status: 'pending', waitsMostMs: 400 }] }))
    expect(objectOf(seen, query('limit'))).toMatchObject({ status: 'failed', waitsMostMs: 400, message: expect.stringMatching(/did not become ready within 0\.4 s/) })
  })

  it('is marked interrupted where someone else changed what it has still to do, and says who stands how', async () => {
    const stack = await queryStack(sandbox, 'moved')
    const plan = await compute(operator, { stackId: stack.id })
    await sandbox.put(render(querySpec({ namespace: 'moved', replicas: 5 })), 'kubectl')
    await startWorker()
    const run = await leftBehind(plan, { objects: [{ object: service('moved'), status: 'done' }, { object: query('moved'), status: 'pending' }] })
    const seen = await ended(run)
    expect(seen).toMatchObject({ status: 'interrupted', objects: [{ status: 'done' }, { status: 'skipped' }] })
    expect(seen.message).toBe(`Gauntlet ended while it carried this out, and did not go on with it: ${query('moved')} was changed by someone else meanwhile. Applied: ${service('moved')}. Not applied, or not known: ${query('moved')}. Compute a new plan; applying again is safe.`)
    expect(await liveQuery(sandbox, 'moved')).toMatchObject({ spec: { replicas: 5 } })
    expect(await eventsOf(stack.id, 'run.interrupt')).toMatchObject([{ door: 'system', actor: { id: 'system' }, outcome: 'failed', after: { status: 'interrupted' } }])
  })

  it('is marked interrupted where the namespace was made anew, and nothing is applied there', async () => {
    const stack = await queryStack(sandbox, 'remade')
    const plan = await compute(operator, { stackId: stack.id })
    await remakeNamespace(sandbox, 'remade')
    await startWorker()
    const run = await leftBehind(plan, { objects: [{ object: service('remade'), status: 'pending' }, { object: query('remade'), status: 'pending' }] })
    expect(await ended(run)).toMatchObject({ status: 'interrupted', message: expect.stringContaining('the namespace remade is not') })
    expect(await liveQuery(sandbox, 'remade')).toBeUndefined()
  })

  it('fails before its first object where the replica that is the first to take it is led to another namespace of the name', async () => {
    const stack = await queryStack(sandbox, 'first')
    const plan = await compute(operator, { stackId: stack.id })
    await remakeNamespace(sandbox, 'first')
    await startWorker()
    const run = await leftBehind(plan, { silentMs: 0, owner: null, objects: [{ object: service('first'), status: 'pending' }, { object: query('first'), status: 'pending' }] })
    await transaction((tx) => handOver(tx, run.id))
    const seen = await ended(run)
    expect(seen).toMatchObject({ status: 'failed', objects: [{ status: 'skipped' }, { status: 'skipped' }] })
    expect(seen.message).toBe('The run was not begun: the namespace first is not, or cannot be told to be, the one that the plan was computed for. Nothing was applied. Compute a new plan.')
    expect(await liveQuery(sandbox, 'first')).toBeUndefined()
    expect(await eventsOf(stack.id, 'run.resume')).toEqual([])
  })

  it('is marked interrupted where nobody went on with it for too long, and the stack can be applied to again', async () => {
    process.env.GAUNTLET_RUN_RESUME_MS = '5000'
    const stack = await queryStack(sandbox, 'old')
    const plan = await compute(operator, { stackId: stack.id })
    const run = await leftBehind(plan, { silentMs: 6_000, objects: [{ object: service('old'), status: 'applying' }, { object: query('old'), status: 'pending' }] })
    const next = await begin(stack)
    expect(await ended(run)).toMatchObject({ status: 'interrupted', objects: [{ status: 'failed', message: 'It is not known whether this was applied.' }, { status: 'skipped' }] })
    expect((await ended(next.run)).status).toBe('succeeded')
  })

  it('is left alone while its heart beats', async () => {
    const stack = await queryStack(sandbox, 'alive')
    const plan = await compute(operator, { stackId: stack.id })
    const run = await leftBehind(plan, { silentMs: 0, objects: [] })
    expect(await claimRun(db(), run.id, { owner: 'another', leaseMs: 60_000 })).toBeUndefined()
    await expect(begin(stack)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await finishRun(db(), { id: run.id, epoch: 1 }, { status: 'failed', objects: [], message: text('x', 'x'), at: new Date() })).toBe(true)
  })

  it('is nobody\'s but the newest holder\'s: who had it before saves and closes nothing', async () => {
    const stack = await queryStack(sandbox, 'fence')
    const plan = await compute(operator, { stackId: stack.id })
    const run = await leftBehind(plan, { silentMs: 60_000, objects: [] })
    const taken = await Promise.all(['a', 'b', 'c'].map((owner) => claimRun(db(), run.id, { owner, leaseMs: 30_000 })))
    const [claim, ...rest] = taken.filter((each) => each !== undefined)
    expect(rest).toEqual([])
    expect(claim).toMatchObject({ wasOwned: true, run: { epoch: 2 } })
    expect(await saveProgress(db(), { id: run.id, epoch: 1 }, [])).toBeUndefined()
    expect(await finishRun(db(), { id: run.id, epoch: 1 }, { status: 'succeeded', objects: [], message: text('x', 'x'), at: new Date() })).toBe(false)
    expect(await saveProgress(db(), { id: run.id, epoch: 2 })).toEqual({ unstick: [] })
    expect(await finishRun(db(), { id: run.id, epoch: 2 }, { status: 'failed', objects: [], message: text('x', 'x'), at: new Date() })).toBe(true)
  })
})

describe('stopping a run', () => {
  it('leaves a gate at once, says what is applied and who stopped it, and writes its event', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '60000'
    const stack = await queryStack(sandbox, 'stop')
    // Nothing of it is hopeless: on a slow machine too, the run ends by being stopped and not by itself.
    sandbox.weather({ fates: [{ pods: query('stop'), fate: 'unready' }] })
    const { run } = await begin(stack)
    await when(run, ({ objects }) => objects[1]?.status === 'waiting')
    expect(await cancel(someone('operator', 'jihoon'), { runId: run.id })).toMatchObject({ cancelledBy: 'jihoon' })
    const seen = await ended(run)
    expect(seen).toMatchObject({ status: 'cancelled', objects: [{ status: 'done' }, { status: 'done' }] })
    expect(seen.message).toBe(`jihoon stopped it. Applied: ${service('stop')}, ${query('stop')}. Not applied: nothing. Applying again is safe.`)
    expect(await eventsOf(stack.id, 'run.cancel')).toMatchObject([{ outcome: 'ok', actor: { name: 'jihoon' } }])
    expect(await eventsOf(stack.id, 'run.finish')).toMatchObject([{ outcome: 'failed', after: { status: 'cancelled' } }])
    await expect(cancel(operator, { runId: run.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('ends a run that nobody has taken yet before anything is applied, and is refused to viewers', async () => {
    const stack = await queryStack(sandbox, 'never')
    const plan = await compute(operator, { stackId: stack.id })
    const run = await leftBehind(plan, { silentMs: 0, objects: [{ object: service('never'), status: 'pending' }, { object: query('never'), status: 'pending' }] })
    await expect(cancel(viewer, { runId: run.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await cancel(operator, { runId: run.id })
    await startWorker()
    expect(await ended(run)).toMatchObject({ status: 'cancelled', objects: [{ status: 'skipped' }, { status: 'skipped' }] })
    expect(await sandbox.cluster().get({ apiVersion: 'v1', kind: 'Service', name: 'thanos-query', namespace: 'never' })).toBeUndefined()
    await expect(cancel(operator, { runId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('following a run', () => {
  it('tells each of many who look what was saved, until it has ended', async () => {
    const stack = await queryStack(sandbox, 'follow')
    const { run } = await begin(stack)
    const told = await Promise.all(Array.from({ length: 20 }, async () => {
      const versions: number[] = []
      let last = 'none'
      for await (const view of follow(viewer, { runId: run.id, locale: 'en', signal: AbortSignal.timeout(15_000), quietMs: 5_000 })) {
        if (view) [last] = [view.status, versions.push(view.version)]
      }
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
      return last
    }))
    expect(new Set(told)).toEqual(new Set(['succeeded']))
  })

  it('says that nothing new came, and ends with whoever listened', async () => {
    const stack = await queryStack(sandbox, 'quiet')
    const plan = await compute(operator, { stackId: stack.id })
    const run = await leftBehind(plan, { silentMs: -60_000, objects: [] })
    const left = new AbortController()
    const heard: unknown[] = []
    for await (const view of follow(viewer, { runId: run.id, locale: 'en', signal: left.signal, quietMs: 20 })) {
      heard.push(view?.status)
      if (heard.length === 3) left.abort()
    }
    expect(heard).toEqual(['running', undefined, undefined])
  })
})
