import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../../scripts/migrate.mjs'
import { ensurePostgres } from '../../../scripts/pg.mjs'
import { closeDatabase, db } from '../../db/client.ts'
import { courseSpec } from '../../testing/course.ts'
import { begin, ended, stackWith, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { stopWorker } from './worker.ts'

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
})
