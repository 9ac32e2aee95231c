// What many viewers of one stack cost, and what they are told.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import type { Observation } from '../../thanos/live/observation.ts'
import { patched, type ObservationPatch } from '../../thanos/live/observation-patch.ts'
import { save } from '../revisions/save.ts'
import { status } from '../stacks/status.ts'
import type { StackStatus } from '../views.ts'
import { follow, type Told } from './follow.ts'
import { stopObservers } from './hub.ts'
import { observe } from './observe.ts'

vi.setConfig({ testTimeout: 60_000 })
freshDatabase()
const sandbox = testSandbox({ demo: true })
afterEach(() => {
  stopObservers()
  delete process.env.GAUNTLET_LIVE_POLL_MS
})

/** Requests to the installation, without the discovery of the API that each new connection begins with. */
const upstream = (from: number): string[] => sandbox.requests(from).map(({ path }) => path).filter((path) => /\/(pods|statefulsets|deployments)(\/|$)/.test(path))

async function firstOf(slug: string, name: string, left: AbortController): Promise<Told | undefined> {
  for await (const told of follow(someone('viewer', name), { slug, signal: left.signal, quietMs: 60_000 })) if (told) return told
  return undefined
}

describe('one observer for all who look', () => {
  test('fifty viewers cost the installation the same requests as one', async () => {
    process.env.GAUNTLET_LIVE_POLL_MS = '600000'
    const [alone, crowded] = [await makeStack(), await makeStack()]
    const left = new AbortController()
    let from = sandbox.requests().length
    await firstOf(alone.slug, 'one', left)
    const one = upstream(from).toSorted()
    from = sandbox.requests().length
    const told = await Promise.all(Array.from({ length: 50 }, (_, index) => firstOf(crowded.slug, `viewer-${index}`, left)))
    const fifty = upstream(from).toSorted()
    left.abort()
    expect(fifty).toEqual(one)
    expect(one.length).toBeGreaterThan(20)
    expect(new Set(told.map((each) => each?.event))).toEqual(new Set(['whole']))
  })

  test('fifty who keep a stack in sight cost the cluster the status of one, each in their language; whoever asks once gets it read anew', async () => {
    process.env.GAUNTLET_LIVE_POLL_MS = '600000'
    const count = async (viewers: number): Promise<{ asked: number; told: StackStatus[] }> => {
      const { slug } = await makeStack()
      // The look at the installation itself is shared as well, and is under way by then.
      await observe(viewer, { slug })
      const from = sandbox.requests().length
      const told = await Promise.all(Array.from({ length: viewers }, (_, index) => status(someone('viewer', `viewer-${index}`), { slug, locale: index % 2 === 0 ? 'en' : 'ko', follow: true })))
      told.push(await status(viewer, { slug, follow: true }))
      const asked = upstream(from).length
      const anew = sandbox.requests().length
      await status(viewer, { slug })
      expect(upstream(anew)).toHaveLength(asked)
      return { asked, told }
    }
    const [one, fifty] = [await count(1), await count(50)]
    expect(one.asked).toBeGreaterThan(0)
    expect(fifty.asked).toBe(one.asked)
    expect(new Set(fifty.told.map(({ at }) => at)).size).toBe(1)
  })

  test('tells the whole once, and then patches that lead to what is seen by whoever asks anew', async () => {
    process.env.GAUNTLET_LIVE_POLL_MS = '300'
    const { slug } = await makeStack()
    const left = new AbortController()
    let seen: Observation | undefined
    let [wholes, patches] = [0, 0]
    for await (const told of follow(viewer, { slug, signal: left.signal, quietMs: 60_000 })) {
      if (told?.event === 'whole') {
        wholes += 1
        // Safe because that is what the event says.
        seen = JSON.parse(told.json) as Observation
      } else if (told && seen) {
        seen = patched(seen, JSON.parse(told.json) as ObservationPatch)
        patches += 1
      }
      if (patches === 5) break
    }
    expect(wholes).toBe(1)
    const now = await observe(viewer, { slug })
    const shape = ({ components, stores, blocks, edges, pods }: Observation): unknown => ({
      pods, blocks: Object.keys(blocks), stores: Object.keys(stores), edges: edges.state,
      components: components.map(({ pod, flags, version, metrics }) => [pod, flags.state, version, metrics.state === 'fresh' && metrics.value.map(({ name, labels }) => [name, labels])]),
    })
    const withoutTimes = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, held: unknown) => (key === 'at' ? undefined : held)))
    expect(withoutTimes(seen && shape(seen))).toEqual(withoutTimes(shape(now)))
  })

  test('says of a cluster that refuses what is wrong with each reading, and is no error', async () => {
    const { slug } = await makeStack()
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 } }] })
    const { pods, workloads } = await observe(viewer, { slug })
    expect(pods).toMatchObject({ state: 'dead', why: { en: 'forbidden: not yet ready to handle request. The Role of Gauntlet’s account in namespace monitoring lacks { apiGroups: [""], resources: [pods], verbs: [list, watch] }.' } })
    expect(workloads.state).toBe('dead')
  })

  test('NOT_FOUND for a stack that there is not', async () => {
    await expect(observe(viewer, { slug: 'no-such-stack' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('how a stack is', () => {
  const followed = async (slug: string, isDone: (seen: StackStatus) => boolean): Promise<StackStatus> => until(() => status(viewer, { slug, follow: true }), isDone)

  test('is told by what it does once it is followed: every pod is ready, nobody has imported it, and no write is taken', async () => {
    process.env.GAUNTLET_LIVE_POLL_MS = '300'
    const { slug } = await makeStack()
    expect(await status(viewer, { slug })).toMatchObject({ ok: true, health: 'Healthy', isWhole: false })
    expect(await followed(slug, (seen) => seen.ok && seen.isWhole)).toMatchObject({ health: 'Healthy', sync: 'Unknown', trouble: { en: 'thanos-receiver refuses writes' } })
  })

  test('of workloads in a namespace that may not be looked into is not known, and the others are told', async () => {
    const stack = await makeStack()
    const [own, far] = [querySpec(), querySpec({ namespace: 'elsewhere' })]
    await save(operator, { stackId: stack.id, base: 0, spec: { ...own, objects: [...own.objects, ...far.objects] }, message: 'Two places' })
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, path: '/namespaces/elsewhere/' }] })
    const seen = await status(viewer, { slug: stack.slug })
    expect(seen.ok && seen.workloads.map(({ object, health }) => `${object} ${health}`)).toEqual(['Deployment/monitoring/thanos-query Healthy', 'Deployment/elsewhere/thanos-query Unknown'])
    expect(seen.ok && seen.workloads[1]?.message).toContain('in namespace elsewhere lacks { apiGroups: ["apps"], resources: [deployments], verbs: [get, list, watch] }')
  })
})

describe('edges', () => {
  const world = async (edges: unknown): Promise<void> => {
    await fetch(`${sandbox.url()}/_sandbox/world/edges`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(edges) })
  }

  test('are told apart by the labels that the newest revision declares', async () => {
    process.env.GAUNTLET_LIVE_POLL_MS = '100'
    await world(['a', 'b'].map((shard) => ({ name: `seoul-${shard}`, labels: { cluster: 'seoul', shard }, series: 9000 })))
    const stack = await makeStack({ namespace: 'observability' })
    const seen = async (): Promise<unknown> => { const { edges } = await observe(viewer, { slug: stack.slug }); return edges.state === 'dead' ? [] : edges.value.map(({ labels }) => labels) }
    expect(await seen()).toEqual([{ cluster: 'seoul' }])
    const edges = ['a', 'b'].map((shard) => ({ name: `seoul-${shard}`, kind: 'prometheus' as const, labels: { cluster: 'seoul', shard }, samplesPerS: 0 }))
    await save(operator, { stackId: stack.id, base: 0, spec: { ...querySpec({ namespace: 'observability' }), edges }, message: 'Two shards' })
    await until(seen, (labels) => JSON.stringify(labels) === JSON.stringify([{ cluster: 'seoul', shard: 'a' }, { cluster: 'seoul', shard: 'b' }]))
  })
})
