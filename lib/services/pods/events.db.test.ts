import { describe, expect, it, vi } from 'vitest'
import { viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { events } from './events.ts'

vi.setConfig({ testTimeout: 60_000 })
freshDatabase()
const sandbox = testSandbox()

/** A namespace that takes no pod, with a workload that wants one. */
async function crowded(name: string, args: string[]): Promise<string> {
  const namespace = await sandbox.namespace(name)
  await sandbox.put([
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none', namespace }, spec: { hard: { pods: '0' } } },
    {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'thanos-query', namespace },
      spec: { replicas: 1, selector: { matchLabels: { app: 'q' } }, template: { metadata: { labels: { app: 'q' } }, spec: { containers: [{ name: 'main', image: 'quay.io/thanos/thanos:v0.42.4', args }] } } },
    },
  ])
  return (await makeStack({ namespace })).slug
}

describe('pods/events', () => {
  it('tells of a workload that has no pod why it has none: its ReplicaSet was refused one', async () => {
    const slug = await crowded('no-room', ['query'])
    const told = await until(async () => events(viewer, { slug, object: 'Deployment/thanos-query' }), ({ events: { ok, ...noted } }) => ok && 'value' in noted && noted.value.some(({ reason }) => reason === 'FailedCreate'))
    expect(told.events).toMatchObject({ ok: true, value: expect.arrayContaining([expect.objectContaining({ type: 'Warning', about: expect.stringMatching(/^ReplicaSet\/thanos-query-/), message: expect.stringContaining('quota') })]) })
  })

  it('says of what cannot be read that it cannot, and of what runs no Thanos or is not there nothing at all', async () => {
    const slug = await crowded('hidden', ['query'])
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, methods: ['GET'], path: '/events' }] })
    expect(await events(viewer, { slug, object: 'Deployment/thanos-query' })).toMatchObject({ events: { ok: false, why: { en: expect.stringMatching(/\S/) } } })
    sandbox.calm()
    await expect(events(viewer, { slug, object: 'StatefulSet/thanos-query' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const other = await crowded('other', ['serve'])
    await expect(events(viewer, { slug: other, object: 'Deployment/thanos-query' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(events(viewer, { slug: 'no-such-stack', object: 'Deployment/thanos-query' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
