import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { migrate } from '../../../scripts/migrate.mjs'
import { ensurePostgres } from '../../../scripts/pg.mjs'
import { closeDatabase, db } from '../../db/client.ts'
import { findRun } from '../../db/runs.ts'
import { operator } from '../../testing/actors.ts'
import { courseSpec } from '../../testing/course.ts'
import { truthOf } from '../../testing/kill-truth.ts'
import { begin, ended, eventsOf, stackWith, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { until } from '../../testing/wait.ts'
import { compute } from '../plans/compute.ts'
import { stopWorker } from './worker.ts'

const LEASE_MS = 2_000
const OUTAGE_MS = 4_000

const sandbox = testSandbox({ rollMs: 400 })
const folder = mkdtempSync(join(tmpdir(), 'gauntlet-gone-'))
const start = (port?: number) => ensurePostgres(join(folder, 'postgres'), 'gauntlet', { settings: { fsync: 'off' }, ...(port === undefined ? {} : { port }) })
let postgres: Awaited<ReturnType<typeof start>>

beforeAll(async () => {
  postgres = await start()
  await migrate(postgres.url)
  process.env.DATABASE_URL = postgres.url
})
afterAll(async () => {
  await stopWorker()
  await closeDatabase()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

afterEach(() => { delete process.env.GAUNTLET_RUN_LEASE_MS })

describe('Postgres', () => {
  it('is stopped in the middle of a run and started again: nothing is written meanwhile, the run goes on, and nothing is done twice', async () => {
    const stack = await stackWith(await sandbox.namespace('postgres'), courseSpec('postgres', 1))
    const { run } = await begin(stack)
    await when(run, ({ objects }) => objects.some(({ status }) => status === 'waiting'))
    await postgres.stop()
    const seen = sandbox.requests().length
    await expect(db().run.count()).rejects.toThrow()
    // Whatever was under way when it went is over once the gate of the object at hand asks the cluster again.
    expect(sandbox.requests(seen).filter(({ method, dryRun }) => method !== 'GET' && !dryRun)).toEqual([])
    postgres = await start(Number(new URL(postgres.url).port))
    expect(await ended(run, 60_000)).toMatchObject({ status: 'succeeded' })
    const writes = sandbox.requests().filter(({ agent, method, dryRun }) => agent.includes(run.id) && method === 'PATCH' && !dryRun)
    expect(writes.length).toBeGreaterThan(1)
    expect(new Set(writes.map(({ path }) => path)).size).toBe(writes.length)
  }, 120_000)

  it.each([
    ['while a gate is waited for', 'gate'],
    ['while a write is under way whose answer never comes', 'write'],
  ])('is away for longer than a lease, %s: whoever held the run lets go of it, it is taken up anew, and no two holders write at once', async (_, name) => {
    // A worker that looks for what was left behind as often as this lease asks for.
    await stopWorker()
    process.env.GAUNTLET_RUN_LEASE_MS = String(LEASE_MS)
    const namespace = `away-${name}`
    const stack = await stackWith(await sandbox.namespace(namespace), courseSpec(namespace, 1))
    if (name === 'write') sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 60_000, when: 'after' }, methods: ['PATCH'], dryRun: false, path: '/statefulsets/', times: 1 }] })
    const { run } = await begin(stack)
    await (name === 'write' ? until(async () => sandbox.hits(), ([hits]) => hits === 1) : when(run, ({ objects }) => objects.some(({ status }) => status === 'waiting')))
    const writes = (): { epoch: string; path: string }[] => sandbox.requests().filter(({ agent, method, dryRun }) => agent.includes(run.id) && method !== 'GET' && !dryRun)
      .map(({ agent, path }) => ({ epoch: /epoch (\d+)/.exec(agent)?.[1] ?? '?', path }))
    await postgres.stop()
    const before = writes()
    await pause(OUTAGE_MS)
    expect(writes()).toEqual(before)
    postgres = await start(Number(new URL(postgres.url).port))
    // Once it answers again: the first question after an outage may still meet a connection that was cut.
    await vi.waitFor(() => db().run.count(), { timeout: 20_000 })
    expect(await ended(run, 60_000)).toMatchObject({ status: 'succeeded' })
    expect(await findRun(db(), run.id)).toMatchObject({ epoch: 2 })
    expect(await eventsOf(stack.id, 'run.resume')).toMatchObject([{ after: { epoch: 2 } }])
    expect(await eventsOf(stack.id, 'run.finish')).toHaveLength(1)
    const epochs = writes().map(({ epoch }) => epoch)
    expect(epochs).toEqual(epochs.toSorted())
    expect(new Set(epochs)).toEqual(new Set(['1', '2']))
    // What was under way may be written by both, one after the other; everything else once.
    const twice = [...Map.groupBy(writes(), ({ path }) => path).values()].filter(({ length }) => length > 1)
    expect(twice.length).toBeLessThanOrEqual(1)
    const said = await findRun(db(), run.id)
    expect(said && await truthOf(said, sandbox.cluster())).toEqual({ claims: said?.objects.length, untrue: [] })
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  }, 120_000)
})
