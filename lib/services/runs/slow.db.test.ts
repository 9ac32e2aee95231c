import { beforeEach, describe, expect, it } from 'vitest'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { ended, liveQuery, queryStack } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { compute } from '../plans/compute.ts'
import { freshness } from '../plans/freshness.ts'
import { apply } from './apply.ts'

freshDatabase()
const sandbox = testSandbox()
const SLOW_MS = 30_000
/** Longer than whoever reads a page is made to wait. */
const SLOW_READ_MS = 12_000

beforeEach(() => {
  // The times that a server has by default.
  delete process.env.GAUNTLET_WRITE_TIMEOUT_MS
  delete process.env.GAUNTLET_GATE_TIMEOUT_MS
  delete process.env.GAUNTLET_WRITE_PATIENCE_MS
})

/** Both at once, for a minute in all: what they wait for is somebody else's sleep. */
describe('an API server that takes 30 s to answer', { timeout: 150_000 }, () => {
  it('is waited for by plans, by the start of a run, by its writes and by the reads around them; a page says meanwhile that it does not answer', async () => {
    const [stack, planned] = [await queryStack(sandbox, 'slow'), await queryStack(sandbox, 'planned')]
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ rules: [
      { effect: { kind: 'slow', ms: SLOW_MS }, methods: ['PATCH'], dryRun: false, path: '/slow/deployments/', times: 1 },
      // The read before the write, and the first one of the gate.
      { effect: { kind: 'slow', ms: SLOW_READ_MS }, methods: ['GET'], path: '/slow/deployments/thanos-query$', times: 2 },
      { effect: { kind: 'slow', ms: SLOW_MS }, methods: ['PATCH'], dryRun: true, path: '/planned/deployments/', times: 1 },
      // Not the plan's own look, but the one before its run begins, and a page's.
      { effect: { kind: 'slow', ms: SLOW_MS }, methods: ['GET'], path: '/planned/deployments$', skip: 1, times: 2 },
    ] })
    await Promise.all([written(stack.id, plan.id), begun(planned.id)])
    expect(sandbox.hits()).toEqual([1, 2, 1, 2])
  })
})

async function written(stackId: string, planId: string): Promise<void> {
  const run = await apply(operator, { planId })
  expect(run.stackId).toBe(stackId)
  const began = Date.parse(run.startedAt)
  const done = await ended(run, 90_000)
  expect(done).toMatchObject({ status: 'succeeded' })
  expect(Date.parse(done.finishedAt ?? '') - began).toBeGreaterThan(SLOW_MS + 2 * SLOW_READ_MS)
  expect(sandbox.requests().filter(({ method, dryRun, path }) => method === 'PATCH' && !dryRun && path.includes('/slow/deployments/'))).toHaveLength(1)
  expect(await liveQuery(sandbox, 'slow')).toMatchObject({ status: { readyReplicas: 1 } })
}

async function begun(stackId: string): Promise<void> {
  const began = performance.now()
  const plan = await compute(operator, { stackId })
  expect(performance.now() - began).toBeGreaterThan(SLOW_MS)
  expect(plan.status).toBe('ready')
  const [run, seen] = await Promise.all([apply(operator, { planId: plan.id }), freshness(operator, { planId: plan.id })])
  expect(seen).toMatchObject({ ok: false, reason: expect.stringContaining('did not answer within 10 s') })
  expect(performance.now() - began).toBeGreaterThan(2 * SLOW_MS)
  expect(await ended(run, 60_000)).toMatchObject({ status: 'succeeded' })
}
