import { describe, expect, it } from 'vitest'
import { viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, liveQuery, stackWith } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import type { StackView } from '../views.ts'
import { tell } from './tell.ts'

freshDatabase()
const sandbox = testSandbox()
const OBJECT = 'Deployment/thanos-query'

/** A stack whose querier runs, in a namespace of its own or `elsewhere`, and the name of its pod. */
async function running(namespace: string, elsewhere = namespace): Promise<{ stack: StackView; pod: string }> {
  const stack = await stackWith(await sandbox.namespace(namespace), querySpec({ namespace: await sandbox.namespace(elsewhere) }))
  await ended((await begin(stack)).run)
  const live = await liveQuery(sandbox, elsewhere)
  const [pod] = live === undefined ? [] : await sandbox.cluster().podsOf(live)
  if (pod === undefined) throw new Error('no pod')
  return { stack, pod: pod.metadata.name }
}

describe('pods/tell', () => {
  it('reads the log and the events of a pod for whoever may look at the stack', async () => {
    const { stack, pod } = await running('told')
    const told = await tell(viewer, { slug: stack.slug, object: OBJECT, pod })
    expect(told).toMatchObject({ pod, lines: { ok: true }, before: { ok: true, value: [] }, events: { ok: true } })
  })

  it('finds a workload that the newest revision has in another namespace than the stack, and none that it does not have', async () => {
    const { stack, pod } = await running('here', 'elsewhere')
    expect(await tell(viewer, { slug: stack.slug, object: OBJECT, pod })).toMatchObject({ pod, lines: { ok: true }, events: { ok: true } })
    const { stack: other } = await running('nearby')
    await expect(tell(viewer, { slug: other.slug, object: OBJECT, pod })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('tells of each part for itself when the cluster does not give it', async () => {
    const { stack, pod } = await running('partly')
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, methods: ['GET'], path: '/log' }] })
    const told = await tell(viewer, { slug: stack.slug, object: OBJECT, pod })
    expect(told.lines).toMatchObject({ ok: false, why: { en: expect.stringMatching(/\S/), ko: expect.stringMatching(/\S/) } })
    expect(told.events.ok).toBe(true)
  })

  it('gives no log of a pod that is not one of the workload, nor of a workload that does not run Thanos', async () => {
    const { stack, pod } = await running('others')
    await expect(tell(viewer, { slug: stack.slug, object: OBJECT, pod: 'somebody-else' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(tell(viewer, { slug: stack.slug, object: 'StatefulSet/thanos-query', pod })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await sandbox.put([{
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'vault', namespace: 'others' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'vault' } }, template: { metadata: { labels: { app: 'vault' } }, spec: { containers: [{ name: 'vault', image: 'vault:1' }] } } },
    }])
    await expect(tell(viewer, { slug: stack.slug, object: 'Deployment/vault', pod: 'vault-0' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(tell(viewer, { slug: 'nowhere', object: OBJECT, pod })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(tell(viewer, { slug: stack.slug, object: '../secrets/x', pod })).rejects.toMatchObject({ code: 'INVALID' })
  })
})
