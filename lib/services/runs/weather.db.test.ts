import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { courseSpec } from '../../testing/course.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, stackWith, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { operator } from '../../testing/actors.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import type { RunObject, RunView, StackView } from '../views.ts'
import { apply } from './apply.ts'

freshDatabase()
const sandbox = testSandbox()
afterEach(() => {
  process.env.GAUNTLET_WRITE_PATIENCE_MS = '10000'
  process.env.GAUNTLET_WRITE_TIMEOUT_MS = '60000'
  process.env.GAUNTLET_GATE_STABLE_MS = '40'
  process.env.GAUNTLET_GATE_TIMEOUT_MS = '10000'
})

const query = (namespace: string) => `Deployment/${namespace}/thanos-query`
const service = (namespace: string) => `Service/${namespace}/thanos-query`
const of = (run: RunView, id: string): RunObject | undefined => run.objects.find(({ object }) => object === id)
const newStack = async (namespace: string): Promise<StackView> => stackWith(await sandbox.namespace(namespace), querySpec({ namespace }))
const live = (namespace: string) => sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'thanos-query', namespace })
const WRITES = { methods: ['PATCH' as const], dryRun: false }

describe('trouble that passes is waited out, and nothing is lost', { timeout: 60_000 }, () => {
  it.each([
    ['cut', 'the API server is gone before an apply', { kind: 'drop', when: 'before' }, 3],
    ['after', 'it is gone after an apply, before it answered', { kind: 'drop', when: 'after' }, 2],
    ['storm', 'objects are changed under our hands', { kind: 'refuse', status: 409 }, 4],
    ['many', 'there are too many requests', { kind: 'refuse', status: 429, retryAfter: 1 }, 2],
    ['leader', 'it is changing its leader', { kind: 'refuse', status: 503 }, 2],
  ] as const)('%s: %s', async (namespace, _, effect, times) => {
    const stack = await newStack(namespace)
    sandbox.weather({ rules: [{ effect, ...WRITES, times }] })
    const run = await ended((await begin(stack)).run)
    expect(run).toMatchObject({ status: 'succeeded' })
    expect(sandbox.hits()).toEqual([times])
    expect(await live(namespace)).toMatchObject({ status: { readyReplicas: 1 } })
  })

  it('gone while a gate waits: the page says so meanwhile, and the run ends well', async () => {
    const stack = await newStack('gate')
    process.env.GAUNTLET_GATE_STABLE_MS = '1500'
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '30000'
    const { run } = await begin(stack)
    await when(run, (each) => of(each, query('gate'))?.status === 'waiting')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, methods: ['GET'], path: '/deployments/thanos-query', times: 8 }] })
    const said = await when(run, (each) => of(each, query('gate'))?.message?.includes('failed') === true || each.status !== 'running')
    expect(of(said, query('gate'))?.message).toMatch(/The API server .* failed/)
    expect(await ended(run, 30_000)).toMatchObject({ status: 'succeeded' })
  })

  it('watches are cut and expire: the gate looks by itself', async () => {
    const stack = await newStack('watch')
    sandbox.weather({ rules: [{ effect: { kind: 'cut-watch', afterMs: 0 } }, { effect: { kind: 'expire-watch' } }] })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
  })

  it('slow by 30 s, as seen by a tenth of the time: writes wait for it', async () => {
    process.env.GAUNTLET_WRITE_TIMEOUT_MS = '6000'
    const stack = await newStack('slow')
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 3_000 }, ...WRITES, times: 2 }] })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
  })
})

describe('trouble that stays stops the run, which says what is true', { timeout: 60_000 }, () => {
  it('gone for good: what is not known is said to be not known', async () => {
    process.env.GAUNTLET_WRITE_PATIENCE_MS = '600'
    const stack = await newStack('dead')
    sandbox.weather({ rules: [{ effect: { kind: 'drop', when: 'before' }, ...WRITES, path: '/deployments/' }] })
    const run = await ended((await begin(stack)).run)
    expect(run).toMatchObject({ status: 'failed', objects: [{ object: service('dead'), status: 'done' }, { status: 'failed' }] })
    expect(of(run, query('dead'))?.message).toMatch(/cannot be reached: the connection was cut\. It is not known whether it was applied\.$/)
    expect(run.message).toBe(`Stopped at ${query('dead')}. Applied: ${service('dead')}. Not applied: ${query('dead')}.`)
  })

  it('slower than may be waited for', async () => {
    process.env.GAUNTLET_WRITE_TIMEOUT_MS = '200'
    process.env.GAUNTLET_WRITE_PATIENCE_MS = '500'
    const stack = await newStack('slower')
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 2_000, when: 'after' }, ...WRITES, path: '/deployments/' }] })
    const run = await ended((await begin(stack)).run)
    expect(of(run, query('slower'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/did not answer within 0.2 s\. It is not known whether it was applied\.$/) })
  })

  it('a token that has expired', async () => {
    const stack = await newStack('token')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 401 }, ...WRITES }] })
    const run = await ended((await begin(stack)).run)
    expect(of(run, service('token'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/does not accept Gauntlet's credentials; they may have expired/) })
    expect(of(run, query('token'))?.status).toBe('skipped')
  })

  it('an admission webhook that refuses, in its own words', async () => {
    const stack = await newStack('deny')
    const { run } = await begin(stack)
    await ended(run)
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'deny', replicas: 2 }), message: 'Two' })
    const next = await compute(operator, { stackId: stack.id })
    sandbox.weather({ webhooks: [{ name: 'policy.example.com', kinds: ['Deployment'], does: { kind: 'deny', message: 'no owner label' } }] })
    const refused = await ended(await apply(operator, { planId: next.id }))
    expect(of(refused, query('deny'))).toMatchObject({ status: 'failed', message: expect.stringContaining('no owner label') })
  })

  it('a namespace that is going away', async () => {
    const stack = await newStack('ending')
    const { run } = await begin(stack)
    await ended(run)
    await save(operator, { stackId: stack.id, base: 1, spec: courseSpec('ending', 1), message: 'More' })
    const plan = await compute(operator, { stackId: stack.id })
    await sandbox.put([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', namespace: 'ending', finalizers: ['example.com/hold'] } }])
    await fetch(`${sandbox.url()}/api/v1/namespaces/ending`, { method: 'DELETE' })
    const refusal = await apply(operator, { planId: plan.id }).then(ended).then(({ objects }) => objects.find(({ status }) => status === 'failed')?.message).catch(({ message }: Error) => message)
    expect(refusal).toMatch(/being terminated|changed in the cluster/)
  })
})

describe('an admission webhook that adds what nobody asked for', () => {
  it('is no reason to stop, and the next plan shows nothing', async () => {
    const stack = await newStack('inject')
    sandbox.weather({ webhooks: [{ name: 'inject.example.com', kinds: ['Pod'], does: { kind: 'patch', sidecar: { name: 'proxy', image: 'envoyproxy/envoy:v1.36.0' } } }] })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
  })
})

describe('Postgres', () => {
  it('goes away in the middle of a run and comes back: the run goes on, and nothing is done twice', async () => {
    const stack = await stackWith(await sandbox.namespace('postgres'), courseSpec('postgres', 1))
    const { run } = await begin(stack)
    await when(run, ({ objects }) => objects.some(({ status }) => status === 'waiting'))
    const address = new URL(process.env.DATABASE_URL ?? '')
    const name = address.pathname.slice(1)
    address.pathname = '/postgres'
    const admin = new pg.Client({ connectionString: address.href })
    await admin.connect()
    try {
      // Nobody gets in, and whoever is in is thrown out: as far as the run sees it, Postgres is gone.
      await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} ALLOW_CONNECTIONS false`)
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
      const seen = sandbox.requests().length
      await expect(db().run.count()).rejects.toThrow()
      await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} ALLOW_CONNECTIONS true`)
      expect(sandbox.requests(seen).filter(({ method, dryRun }) => method !== 'GET' && !dryRun)).toEqual([])
    } finally {
      await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} ALLOW_CONNECTIONS true`)
      await admin.end()
    }
    expect(await ended(run, 40_000)).toMatchObject({ status: 'succeeded' })
    const writes = sandbox.requests().filter(({ agent, method, dryRun }) => agent.includes(run.id) && method === 'PATCH' && !dryRun)
    expect(new Set(writes.map(({ path }) => path)).size).toBe(writes.length)
  }, 60_000)
})
