import { describe, expect, it } from 'vitest'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { ended, query, queryStack } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { compute } from '../plans/compute.ts'
import { apply } from './apply.ts'

freshDatabase()
const sandbox = testSandbox()
const SLOW_MS = 30_000
/** Longer than whoever reads a page is made to wait. */
const SLOW_READ_MS = 12_000

describe('an API server that takes 30 s to answer', { timeout: 120_000 }, () => {
  it('is waited for by a write and by the reads around it, with the times that a server has by default; a plan says meanwhile that it does not answer', async () => {
    delete process.env.GAUNTLET_WRITE_TIMEOUT_MS
    delete process.env.GAUNTLET_GATE_TIMEOUT_MS
    delete process.env.GAUNTLET_WRITE_PATIENCE_MS
    const stack = await queryStack(sandbox, 'slow')
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ rules: [
      { effect: { kind: 'slow', ms: SLOW_MS }, methods: ['PATCH'], dryRun: false, path: '/deployments/', times: 1 },
      { effect: { kind: 'slow', ms: SLOW_MS }, methods: ['PATCH'], dryRun: true, path: '/deployments/' },
      // The read before the write, and the first one of the gate.
      { effect: { kind: 'slow', ms: SLOW_READ_MS }, methods: ['GET'], path: '/deployments/thanos-query$', times: 2 },
    ] })
    const run = await apply(operator, { planId: plan.id })
    await expect(compute(operator, { stackId: stack.id })).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('did not answer within 10 s') })
    const began = Date.parse(run.startedAt)
    const done = await ended(run, 90_000)
    expect(done).toMatchObject({ status: 'succeeded' })
    expect(Date.parse(done.finishedAt ?? '') - began).toBeGreaterThan(SLOW_MS + 2 * SLOW_READ_MS)
    expect(sandbox.requests().filter(({ method, dryRun, path }) => method === 'PATCH' && !dryRun && path.includes('/deployments/'))).toHaveLength(1)
    expect(await sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'Deployment', name: query('slow').split('/').at(-1) ?? '', namespace: 'slow' })).toMatchObject({ status: { readyReplicas: 1 } })
  })
})
