// Each sort of failure that the panel of the sandbox offers, switched on: the page that tells of it names the right cause.
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { until } from '../../testing/wait.ts'
import type { Diagnosis, Problem } from '../../thanos/live/diagnose/diagnosis.ts'
import { type EdgeRow, edgeRows } from '../../thanos/live/edges.ts'
import { endpointsSeen } from '../../thanos/live/endpoints.ts'
import type { Observation } from '../../thanos/live/observation.ts'
import { refusedSamples } from '../../thanos/live/refused.ts'
import type { SandboxFailure } from '../../thanos/live/sandbox-failure.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { history } from '../live/history.ts'
import { stopObservers } from '../live/hub.ts'
import { observe } from '../live/observe.ts'
import { get as getRevision } from '../revisions/get.ts'
import { failures } from '../sandbox/failures.ts'
import { switchFailure } from '../sandbox/switch-failure.ts'
import { ensureDemo } from '../stacks/ensure-demo.ts'
import { get } from '../stacks/get.ts'
import { check } from './check.ts'

vi.setConfig({ testTimeout: 60_000 })
const LIMIT_MS = 30_000
/** The world begins so long ago: what is told only after minutes is made then, and looked at now. */
let agoMs = 6 * 60_000
freshDatabase()
testSandbox({ demo: true, now: () => Date.now() - agoMs })

const slug = 'observability'
let stackId = ''
let spec: StackSpec
let on: SandboxFailure | undefined

beforeAll(async () => {
  process.env.GAUNTLET_LIVE_POLL_MS = '200'
  await ensureDemo()
  stackId = (await get(viewer, { slug })).id
  spec = (await getRevision(viewer, { stackId, number: 'head' })).spec
})
afterEach(async () => {
  if (on !== undefined) await switchFailure(operator, { stackId, failure: on, on: false })
  on = undefined
  stopObservers()
})

type Kind = SandboxFailure['kind']
type Of<K extends Kind> = Extract<SandboxFailure, { kind: K }>

async function verdict(problem: Problem, words: RegExp): Promise<Diagnosis | undefined> {
  return until(async () => (await check(viewer, { slug })).diagnoses.find((each) => each.problem === problem), (diagnosis) => diagnosis !== undefined && words.test(diagnosis.verdict.en), LIMIT_MS)
}

async function seen<Value>(read: (observation: Observation) => Value, isSo: (value: Value) => boolean): Promise<Value> {
  return until(async () => read(await observe(viewer, { slug })), isSo, LIMIT_MS)
}

async function edge(name: string, state: EdgeRow['state']): Promise<EdgeRow | undefined> {
  return seen((observation) => edgeRows(spec.edges ?? [], observation).find((row) => row.name === name), (row) => row?.state === state)
}

/** In the order in which they are tried: a silence is told only after minutes. */
const TOLD: { [K in Kind]: (failure: Of<K>) => Promise<void> } = {
  'edge-silent': async ({ edge: name }) => {
    agoMs = 0
    expect((await edge(name, 'silent'))?.what.en).toMatch(/^Silent for /)
  },
  'clock-skew': async ({ edge: name }) => { expect((await edge(name, 'late'))?.what.en).toContain('a clock that is behind') },
  'old-samples': async ({ edge: name }) => {
    const tenant = spec.edges?.find((declared) => declared.name === name)?.tenant
    const late = await seen((observation) => (refusedSamples(observation) ?? []).filter(({ reason }) => reason === 'out-of-order'), (all) => all.length > 0)
    expect([tenant, late.map((refused) => refused.tenant)]).toEqual(['payments', ['payments']])
  },
  'receiver-dies': async ({ pod }) => {
    const found = await verdict('receiver-gets-nothing', /does not run: CrashLoopBackOff/)
    expect(found).toMatchObject({ state: 'part', verdict: { en: expect.stringContaining(pod) } })
    expect(JSON.stringify(found?.steps)).toContain('input/output error')
  },
  'out-of-memory': async ({ pod }) => {
    const found = await verdict('out-of-memory', /needs more than its limit/)
    expect(found).toMatchObject({ state: 'cause', verdict: { en: expect.stringMatching(new RegExp(`^${pod} `)) }, fix: { edits: [{ op: 'resource.set', side: 'limits', resource: 'memory' }] } })
  },
  'compactor-halts': async () => { expect(await verdict('compactor-stuck', /^The compactor has halted on blocks .* which overlap/)).toMatchObject({ state: 'cause' }) },
  'bucket-refuses': async () => { expect(await verdict('bucket-refused', /^The bucket refuses /)).toMatchObject({ state: 'cause', way: 'object-storage', fix: { safe: false } }) },
  'store-unreachable': async () => { expect(await verdict('query-shows-nothing', /^(Query does not reach|Some query replicas do not see) thanos-store/)).toMatchObject({ state: 'part' }) },
  'query-blind': async ({ pod }) => {
    const rows = await seen((observation) => endpointsSeen({ observation, spec }).rows, (all) => all.some(({ state }) => state === 'partly'))
    const blind = rows.filter(({ state }) => state === 'partly')
    expect(blind.map(({ object, seenBy }) => [object, seenBy[pod]?.is])).toEqual(blind.map(() => ['StatefulSet/thanos-receiver', 'missing']))
  },
  'unscraped': async () => { expect(await history(viewer, { slug, hours: 6 })).toMatchObject({ state: 'fresh', value: { kind: 'unwatched' } }) },
}

// Safe because the keys are those of the record.
const KINDS = Object.keys(TOLD) as Kind[]

test('the panel offers each sort', async () => {
  expect([...new Set((await failures(viewer, { stackId })).map(({ failure }) => failure.kind))].toSorted()).toEqual(KINDS.toSorted())
})

test.each(KINDS)('%s, as the panel switches it on, is told by its cause', async (kind) => {
  const offered = (await failures(viewer, { stackId })).find(({ failure }) => failure.kind === kind)?.failure
  if (offered === undefined) throw new Error(`the panel does not offer ${kind}`)
  on = offered
  await switchFailure(operator, { stackId, failure: offered, on: true })
  // Safe because the failure was found by this kind.
  const told = TOLD[kind] as (failure: SandboxFailure) => Promise<void>
  await expect(told(offered)).resolves.toBeUndefined()
})
