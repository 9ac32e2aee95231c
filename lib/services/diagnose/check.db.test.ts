// What is told of an installation in which something is made to fail: the right problem, with its evidence, and nothing of the others.
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { adopt } from '../../thanos/adopt.ts'
import { example } from '../../testing/examples.ts'
import type { Diagnosis, Problem } from '../../thanos/live/diagnose/diagnosis.ts'
import type { SandboxFailure } from '../../thanos/live/sandbox-failure.ts'
import { stopObservers } from '../live/hub.ts'
import { save } from '../revisions/save.ts'
import { switchFailure } from '../sandbox/switch-failure.ts'
import { ensureDemo } from '../stacks/ensure-demo.ts'
import { get } from '../stacks/get.ts'
import { status } from '../stacks/status.ts'
import { check } from './check.ts'

vi.setConfig({ testTimeout: 60_000 })
freshDatabase()
const sandbox = testSandbox({ demo: true })

const namespace = 'observability'
let stackId = ''
const on: SandboxFailure[] = []

beforeAll(async () => {
  process.env.GAUNTLET_LIVE_POLL_MS = '200'
  await ensureDemo()
  stackId = (await get(viewer, { slug: namespace })).id
})
afterEach(async () => {
  for (const failure of on.splice(0)) await switchFailure(operator, { stackId, failure, on: false })
  stopObservers()
})

async function fail(failure: SandboxFailure): Promise<void> {
  on.push(failure)
  await switchFailure(operator, { stackId, failure, on: true })
}

/** The diagnosis once it says so: the world and whoever looks at it need a moment. */
async function whenSo(problem: Problem, isSo: (diagnosis: Diagnosis) => boolean): Promise<Diagnosis> {
  const seen = await until(async () => {
    const { diagnoses } = await check(viewer, { slug: namespace })
    return diagnoses.find((each) => each.problem === problem)
  }, (diagnosis) => diagnosis !== undefined && isSo(diagnosis), 30_000)
  if (seen === undefined) throw new Error(problem)
  return seen
}

describe('the demo that works', () => {
  test('runs as its first revision asks, with every edge declared', async () => {
    expect(await get(viewer, { slug: namespace })).toMatchObject({ head: 1, applied: 1 })
    expect(await status(viewer, { slug: namespace })).toMatchObject({ ok: true, health: 'Healthy', sync: 'Synced' })
  })

  test('has none of the five problems', async () => {
    const { diagnoses } = await check(viewer, { slug: namespace })
    expect(diagnoses.map(({ problem, state, verdict, unseen }) => [problem, state, state === 'fine' ? '' : `${verdict.en} ${unseen.map(({ en }) => en).join(' ')}`])).toEqual([
      ['receiver-gets-nothing', 'fine', ''], ['query-shows-nothing', 'fine', ''], ['compactor-stuck', 'fine', ''], ['out-of-memory', 'fine', ''], ['bucket-refused', 'fine', ''],
    ])
  })
})

test('counts from a look before, also where nobody has looked yet: what came since the pods began says nothing of now', async () => {
  for (const _ of ['the first look', 'a later one']) {
    const { diagnoses } = await check(viewer, { slug: namespace })
    const arrive = diagnoses.find(({ problem }) => problem === 'receiver-gets-nothing')?.steps.find(({ id }) => id === 'arrive')
    expect(arrive?.outcome).toMatchObject({ is: 'passed', answer: { en: expect.stringMatching(/^[\d,]+ in \d+ s/) } })
  }
})

test('opened by many within seconds it reads each log once', async () => {
  await check(viewer, { slug: namespace })
  const stack = await makeStack()
  await save(operator, { stackId: stack.id, base: 0, spec: adopt(example('corrected')).spec, message: 'As it should be' })
  const from = sandbox.requests().length
  const reports = await Promise.all(Array.from({ length: 12 }, async () => check(viewer, { slug: stack.slug })))
  reports.push(await check(viewer, { slug: stack.slug }))
  const logs = sandbox.requests(from).map(({ path }) => path).filter((path) => path.includes('/log?') || path.endsWith('/log'))
  expect(logs.length).toBeGreaterThan(3)
  expect(logs).toHaveLength(new Set(logs).size)
  expect(new Set(reports.map(({ at }) => at)).size).toBe(1)
})

describe('what is made to fail', () => {
  test('a compactor that halts over blocks that overlap: the log line, the blocks, and a fix that a person must choose', async () => {
    await fail({ kind: 'compactor-halts', namespace })
    const { verdict, fix, steps } = await whenSo('compactor-stuck', (diagnosis) => diagnosis.verdict.en.includes('halted on blocks') && JSON.stringify(diagnosis.steps).includes('Log of'))
    expect(verdict.en).toMatch(/^The compactor has halted on blocks .* which overlap/)
    expect(fix).toMatchObject({ safe: false, edits: [{ flag: 'compact.enable-vertical-compaction' }] })
    // Its pod is ready all the same: every page says that it does not work, as the table of workloads does.
    const { workloads, health } = await status(viewer, { slug: namespace }).then((told) => (told.ok ? told : { workloads: [], health: undefined }))
    expect([health, workloads.filter(({ kind }) => kind === 'compact').map((each) => [each.health, each.ready])]).toEqual(['Degraded', [['Degraded', 1]]])
    const halted = steps.find(({ id }) => id === 'halted')?.outcome
    expect(halted?.is === 'failed' && halted.evidence.map(({ asked }) => asked.en).join('; ')).toMatch(/thanos_compact_halted.*Log of .*thanos-compactor-0/)
  })

  test('a bucket that refuses: told with the line of a log', async () => {
    await fail({ kind: 'bucket-refuses', namespace })
    expect(await whenSo('bucket-refused', ({ state }) => state === 'cause')).toMatchObject({ way: 'object-storage' })
  })

  test('a store that cannot be reached is part of what is missing, and not why there is nothing', async () => {
    await fail({ kind: 'store-unreachable', namespace, pod: 'thanos-store-0' })
    const { verdict, state } = await whenSo('query-shows-nothing', (diagnosis) => diagnosis.state !== 'fine')
    expect(state).toBe('part')
    expect(verdict.en).toMatch(/^(Query does not reach|Some query replicas do not see) thanos-store/)
  })
})

describe('what cannot be looked at', () => {
  test('is told, and is no cause', async () => {
    const stack = await makeStack()
    await save(operator, { stackId: stack.id, base: 0, spec: adopt(example('corrected')).spec, message: 'As it should be' })
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 } }] })
    const { diagnoses } = await check(viewer, { slug: stack.slug })
    const receivers = diagnoses.find(({ problem }) => problem === 'receiver-gets-nothing')
    expect(receivers?.state).toBe('unknown')
    expect(receivers?.unseen.map(({ en }) => en).join()).toContain('forbidden')
    expect(diagnoses.map(({ state }) => state)).not.toContain('fine')
  })

  test('without a revision nothing is diagnosed', async () => {
    const { slug } = await makeStack()
    expect(await check(viewer, { slug })).toMatchObject({ diagnoses: [] })
  })

  test('NOT_FOUND for a stack that there is not', async () => {
    await expect(check(viewer, { slug: 'no-such-stack' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
