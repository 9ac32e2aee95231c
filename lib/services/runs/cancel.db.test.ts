import { describe, expect, it } from 'vitest'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, objectOf, query, queryStack, service, usualTimes, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { until } from '../../testing/wait.ts'
import { cancel } from './cancel.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

/** A read that hangs for as long as a run would give it. */
const hanging = () => ({ effect: { kind: 'slow' as const, ms: 60_000 }, methods: ['GET' as const], path: '/deployments/thanos-query$' })
const hung = async (): Promise<unknown> => until(async () => Promise.resolve(sandbox.hits()[0] ?? 0), (hits) => hits > 0)

describe('a run that is asked to stop while the cluster keeps it waiting for an answer', { timeout: 60_000 }, () => {
  it('lets the read before a write go: nothing of that object was applied', async () => {
    sandbox.weather({ rules: [hanging()] })
    const { run } = await begin(await queryStack(sandbox, 'before'))
    await hung()
    await cancel(operator, { runId: run.id })
    const done = await ended(run)
    expect(done.status).toBe('cancelled')
    expect([objectOf(done, service('before'))?.status, objectOf(done, query('before'))?.status]).toEqual(['done', 'skipped'])
    expect(await sandbox.cluster().list('apps/v1', 'Deployment', 'before')).toEqual([])
  })

  it('lets the reads of a gate go: what was applied is told as applied, and as not waited for', async () => {
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '60000'
    const fates = [{ pods: query('gate'), fate: 'unready' as const }]
    sandbox.weather({ fates })
    const { run } = await begin(await queryStack(sandbox, 'gate'))
    await when(run, (each) => objectOf(each, query('gate'))?.status === 'waiting')
    sandbox.weather({ fates, rules: [hanging()] })
    await hung()
    await cancel(operator, { runId: run.id })
    const done = await ended(run)
    expect(done.status).toBe('cancelled')
    expect(objectOf(done, query('gate'))).toMatchObject({ status: 'done', message: expect.stringContaining('was not waited for') })
  })
})
