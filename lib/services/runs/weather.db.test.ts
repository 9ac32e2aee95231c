import { describe, expect, it } from 'vitest'
import { courseSpec } from '../../testing/course.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, liveQuery, objectOf, query, queryStack, service, usualTimes, when } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { operator, viewer } from '../../testing/actors.ts'
import { findingKey } from '../../thanos/finding.ts'
import { render } from '../../thanos/render.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import { apply } from './apply.ts'
import { list } from './list.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

const WRITES = { methods: ['PATCH' as const], dryRun: false }

describe('trouble that passes is waited out, and nothing is lost', { timeout: 60_000 }, () => {
  it.each([
    ['cut', 'the API server is gone before an apply', { kind: 'drop', when: 'before' }, 3],
    ['after', 'it is gone after an apply, before it answered', { kind: 'drop', when: 'after' }, 2],
    ['storm', 'objects are changed under our hands', { kind: 'refuse', status: 409 }, 4],
    ['many', 'there are too many requests', { kind: 'refuse', status: 429, retryAfter: 1 }, 2],
    ['leader', 'it is changing its leader', { kind: 'refuse', status: 503 }, 2],
  ] as const)('%s: %s', async (namespace, _, effect, times) => {
    const stack = await queryStack(sandbox, namespace)
    sandbox.weather({ rules: [{ effect, ...WRITES, times }] })
    const run = await ended((await begin(stack)).run)
    expect(run).toMatchObject({ status: 'succeeded' })
    expect(sandbox.hits()).toEqual([times])
    expect(await liveQuery(sandbox, namespace)).toMatchObject({ status: { readyReplicas: 1 } })
  })

  it('gone before an apply is asked for: nothing begins, and the same plan is applied once it is back', async () => {
    const stack = await queryStack(sandbox, 'early')
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ rules: [{ effect: { kind: 'drop', when: 'before' } }] })
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'UPSTREAM' })
    expect(await list(viewer, { stackId: stack.id })).toEqual([])
    sandbox.calm()
    expect(await ended(await apply(operator, { planId: plan.id }))).toMatchObject({ status: 'succeeded' })
  })

  it('gone for a moment while a step is read, before it is written', async () => {
    const stack = await queryStack(sandbox, 'unread')
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, methods: ['GET'], path: '/deployments/thanos-query$', times: 6 }] })
    expect(await ended(await apply(operator, { planId: plan.id }))).toMatchObject({ status: 'succeeded' })
    expect(sandbox.hits()).toEqual([6])
  })

  it('gone while a gate waits: the page says so meanwhile, and the run ends well', async () => {
    const stack = await queryStack(sandbox, 'gate')
    process.env.GAUNTLET_GATE_STABLE_MS = '1500'
    process.env.GAUNTLET_GATE_TIMEOUT_MS = '30000'
    const { run } = await begin(stack)
    await when(run, (each) => objectOf(each, query('gate'))?.status === 'waiting')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, methods: ['GET'], path: '/deployments/thanos-query', times: 8 }] })
    const said = await when(run, (each) => objectOf(each, query('gate'))?.message?.includes('failed') === true || each.status !== 'running')
    expect(objectOf(said, query('gate'))?.message).toMatch(/The API server .* failed/)
    expect(await ended(run, 30_000)).toMatchObject({ status: 'succeeded' })
  })

  it('watches are cut and expire: the gate looks by itself', async () => {
    const stack = await queryStack(sandbox, 'watch')
    sandbox.weather({ rules: [{ effect: { kind: 'cut-watch', afterMs: 0 } }, { effect: { kind: 'expire-watch' } }] })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
  })
})

describe('trouble that stays stops the run, which says what is true', { timeout: 60_000 }, () => {
  it('gone for good: what is not known is said to be not known', async () => {
    process.env.GAUNTLET_WRITE_PATIENCE_MS = '600'
    const stack = await queryStack(sandbox, 'dead')
    sandbox.weather({ rules: [{ effect: { kind: 'drop', when: 'before' }, ...WRITES, path: '/deployments/' }] })
    const run = await ended((await begin(stack)).run)
    expect(run).toMatchObject({ status: 'failed', objects: [{ object: service('dead'), status: 'done' }, { status: 'failed' }] })
    expect(objectOf(run, query('dead'))?.message).toMatch(/cannot be reached: the connection was cut\. It is not known whether it was applied\.$/)
    expect(run.message).toBe(`Stopped at ${query('dead')}. Applied: ${service('dead')}. Not applied: ${query('dead')}.`)
  })

  it('gone while a step is read, before it is written: that nothing is known is not said', async () => {
    process.env.GAUNTLET_WRITE_PATIENCE_MS = '600'
    const stack = await queryStack(sandbox, 'blind')
    const plan = await compute(operator, { stackId: stack.id })
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 503 }, methods: ['GET'], path: '/deployments/thanos-query$' }] })
    const run = await ended(await apply(operator, { planId: plan.id }))
    expect(objectOf(run, query('blind'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/^The API server .* failed/) })
    expect(objectOf(run, query('blind'))?.message).not.toContain('not known whether')
  })

  it('slower than may be waited for', async () => {
    process.env.GAUNTLET_WRITE_TIMEOUT_MS = '2000'
    process.env.GAUNTLET_WRITE_PATIENCE_MS = '500'
    const stack = await queryStack(sandbox, 'slower')
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 6_000, when: 'after' }, ...WRITES, path: '/deployments/' }] })
    const run = await ended((await begin(stack)).run)
    expect(objectOf(run, query('slower'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/did not answer within 2 s\. It is not known whether it was applied\.$/) })
  })

  it('a token that has expired', async () => {
    const stack = await queryStack(sandbox, 'token')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 401 }, ...WRITES }] })
    const run = await ended((await begin(stack)).run)
    expect(objectOf(run, service('token'))).toMatchObject({ status: 'failed', message: expect.stringMatching(/does not accept Gauntlet's credentials; they may have expired/) })
    expect(objectOf(run, query('token'))?.status).toBe('skipped')
  })

  it('an admission webhook that refuses, in its own words', async () => {
    const stack = await queryStack(sandbox, 'deny')
    const { run } = await begin(stack)
    await ended(run)
    await save(operator, { stackId: stack.id, base: 1, spec: querySpec({ namespace: 'deny', replicas: 2 }), message: 'Two' })
    const next = await compute(operator, { stackId: stack.id })
    sandbox.weather({ webhooks: [{ name: 'policy.example.com', kinds: ['Deployment'], does: { kind: 'deny', message: 'no owner label' } }] })
    const refused = await ended(await apply(operator, { planId: next.id }))
    expect(objectOf(refused, query('deny'))).toMatchObject({ status: 'failed', message: expect.stringContaining('no owner label') })
  })

  it('a namespace that is going away: what is new is refused in the API server\'s own words, and no later step is tried', async () => {
    const stack = await queryStack(sandbox, 'ending')
    await ended((await begin(stack)).run)
    // Held by a finalizer, the namespace keeps what it has and takes nothing new.
    for (const { apiVersion, kind, metadata } of render(querySpec({ namespace: 'ending' }))) await sandbox.put([{ apiVersion, kind, metadata: { name: metadata.name, namespace: 'ending', finalizers: ['example.com/hold'] } }])
    await save(operator, { stackId: stack.id, base: 1, spec: courseSpec('ending', 1), message: 'More' })
    const plan = await compute(operator, { stackId: stack.id })
    await fetch(`${sandbox.url()}/api/v1/namespaces/ending`, { method: 'DELETE' })
    const [first] = plan.objects.filter(({ verdict }) => verdict === 'create')
    const run = await apply(operator, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey) }).then(ended)
    expect(run.status).toBe('failed')
    expect(objectOf(run, first?.object ?? '')).toMatchObject({ status: 'failed', message: expect.stringContaining('because it is being terminated') })
    // What was as asked already is told from what was not reached; nothing is applied any more.
    const later = run.objects.slice(run.objects.findIndex(({ status }) => status === 'failed') + 1)
    expect(new Set(later.map(({ status }) => status))).toEqual(new Set(['skipped', 'unchanged']))
  })
})

describe('an admission webhook that adds what nobody asked for', () => {
  it.each(['Pod', 'Deployment'])('to a %s is no reason to stop, and the next plan shows nothing', async (kind) => {
    const namespace = `inject-${kind.toLowerCase()}`
    const stack = await queryStack(sandbox, namespace)
    sandbox.weather({ webhooks: [{ name: 'inject.example.com', kinds: [kind], does: { kind: 'patch', labels: { injected: 'yes' }, sidecar: { name: 'proxy', image: 'envoyproxy/envoy:v1.36.0' } } }] })
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded' })
    const [pod] = await sandbox.cluster().list('v1', 'Pod', namespace)
    expect(pod?.spec).toMatchObject({ containers: [{ name: 'thanos' }, { name: 'proxy' }] })
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  })
})

describe('an admission webhook that changes or takes away what was asked for', () => {
  it.each([
    ['changed', { set: { '/spec/template/spec/containers/0/image': 'mirror.example.com/thanos:v0.42.0' } }, 'image: mirror.example.com/thanos:v0.42.0'],
    ['taken', { remove: ['/spec/template/spec/containers/0/ports'] }, 'image: quay.io/thanos/thanos:v0.42.0'],
  ])('%s: the plan shows what will be there, not what was asked for, and the next one asks for nothing in vain', async (namespace, patch, shown) => {
    const stack = await queryStack(sandbox, `webhook-${namespace}`)
    sandbox.weather({ webhooks: [{ name: 'mirror.example.com', kinds: ['Deployment'], does: { kind: 'patch', ...patch } }] })
    const { plan, run } = await begin(stack)
    const predicted = plan.objects.find(({ object }) => object === query(`webhook-${namespace}`))
    expect(predicted).toMatchObject({ verdict: 'create', predictedYaml: expect.stringContaining(shown) })
    expect(predicted?.predictedYaml.includes('containerPort')).toBe(namespace === 'changed')
    expect(await ended(run)).toMatchObject({ status: 'succeeded' })
    expect(JSON.stringify((await liveQuery(sandbox, `webhook-${namespace}`))?.spec).includes('containerPort')).toBe(namespace === 'changed')
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
    // Without the webhook, what it did is a difference like any other.
    sandbox.calm()
    const later = await compute(operator, { stackId: stack.id })
    expect(later.objects.map(({ object, verdict }) => [object, verdict])).toContainEqual([query(`webhook-${namespace}`), 'change'])
  })
})
