import { describe, expect, it } from 'vitest'
import { numberAt } from '../../manifest/fields.ts'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { stackWith } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { specOf } from '../../testing/specs.ts'
import { until } from '../../testing/wait.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import type { PlanView } from '../views.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()

const BUCKET = '"--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}"'

const store = (namespace: string, image: string, strategy: string): StackSpec => specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: ${namespace} }
spec:
  serviceName: store
  replicas: 3
  updateStrategy: ${strategy}
  selector: { matchLabels: { app: store } }
  template:
    metadata: { labels: { app: store } }
    spec: { containers: [{ name: t, image: "quay.io/thanos/thanos:${image}", args: [store, ${BUCKET}] }] }
`)

const compactor = (namespace: string, image: string, paused: boolean): StackSpec => specOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: compactor, namespace: ${namespace} }
spec:
  replicas: 1
  paused: ${paused}
  selector: { matchLabels: { app: compactor } }
  template:
    metadata: { labels: { app: compactor } }
    spec: { containers: [{ name: t, image: "quay.io/thanos/thanos:${image}", args: [compact, --wait, ${BUCKET}] }] }
`)

const restarts = (plan: PlanView) => [plan.objects[0]?.restarts, ...plan.impacts.filter(({ area }) => area === 'restarts').map(({ message }) => message.en)]

/** What the cluster runs, as Gauntlet wrote it, once its controllers have seen it. */
async function written(namespace: string, spec: StackSpec): Promise<void> {
  await sandbox.put(render(spec), 'gauntlet')
  const [workload] = render(spec)
  if (!workload) throw new Error('there is nothing to write')
  await until(async () => sandbox.cluster().get({ apiVersion: 'apps/v1', kind: workload.kind, name: workload.metadata.name, namespace }), (live) => (
    live !== undefined && numberAt(live, 'status', 'observedGeneration') === numberAt(live, 'metadata', 'generation') && numberAt(live, 'status', 'readyReplicas') === numberAt(live, 'spec', 'replicas')
  ), 30_000)
}

async function planOf(namespace: string, spec: StackSpec): Promise<PlanView> {
  return compute(operator, { stackId: (await stackWith(namespace, spec)).id })
}

describe('pods that a strategy keeps from their template', { timeout: 60_000 }, () => {
  it.each([['partition', '{ type: RollingUpdate, rollingUpdate: { partition: 3 } }'], ['on-delete', '{ type: OnDelete }']])('%s: are told of when they stay, and counted when they are let go', async (namespace, strategy) => {
    await sandbox.namespace(namespace)
    await written(namespace, store(namespace, 'v0.41.0', strategy))
    expect(restarts(await planOf(namespace, store(namespace, 'v0.42.0', strategy)))).toEqual([0, '3 pods of store keep what they run now'])
    await written(namespace, store(namespace, 'v0.42.0', strategy))
    const freed = await planOf(namespace, store(namespace, 'v0.42.0', '{ type: RollingUpdate, rollingUpdate: { partition: 0 } }'))
    expect(restarts(freed)).toEqual([3, '3 pods restart'])
    expect(freed.risk.level).toBe('medium')
  })
})

const router = (namespace: string, ring: number): StackSpec => specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: router, namespace: ${namespace} }
spec:
  serviceName: router
  replicas: 2
  updateStrategy: { type: OnDelete }
  selector: { matchLabels: { app: router } }
  template:
    metadata: { labels: { app: router } }
    spec:
      containers:
        - name: t
          image: quay.io/thanos/thanos:v0.42.4
          args: [receive, '--label=r="x"', '--receive.hashrings=${JSON.stringify([{ endpoints: [0, 1, 2].slice(0, ring).map((pod) => `elsewhere-${pod}.example.org:10901`) }])}']
`)

describe('a ring in the template of pods that are replaced by hand', { timeout: 60_000 }, () => {
  it('is said to stay, by the names of the pods, and nothing is taken away while they have it', async () => {
    await sandbox.namespace('by-hand')
    await written('by-hand', router('by-hand', 3))
    const ingest = (plan: PlanView) => plan.impacts.filter(({ area }) => area === 'ingest').map(({ message, detail }) => `${message.en}: ${detail?.en ?? ''}`)
    const shrinking = await planOf('by-hand', router('by-hand', 2))
    expect(ingest(shrinking)).toEqual(['2 pods of router keep the old hashring: router-0, router-1. Its strategy is OnDelete: a pod gets the change once somebody deletes it. Until then no series move.'])
    expect(shrinking.blockers).toEqual([])
    await written('by-hand', router('by-hand', 2))
    expect((await planOf('by-hand', router('by-hand', 1))).blockers.map(({ code, message }) => `${code}: ${message.en}`)).toEqual([
      'plan/ring-kept: router-0, router-1 still run with an older hashring or replication factor than router asks for, and this change takes endpoints away.',
    ])
    for (const { metadata: { name, uid } } of await sandbox.cluster().list('v1', 'Pod', 'by-hand')) await sandbox.cluster().remove({ apiVersion: 'v1', kind: 'Pod', name, namespace: 'by-hand' }, { uid: String(uid) })
    await until(async () => sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'router', namespace: 'by-hand' }), (live) => numberAt(live, 'status', 'updatedReplicas') === 2 && numberAt(live, 'status', 'readyReplicas') === 2, 30_000)
    expect((await planOf('by-hand', router('by-hand', 1))).blockers).toEqual([])
  })
})

describe('a compactor that is paused no more', { timeout: 60_000 }, () => {
  it('is blocked where its Deployment would start the new pod beside the old one', async () => {
    await sandbox.namespace('paused')
    await written('paused', compactor('paused', 'v0.41.0', false))
    await written('paused', compactor('paused', 'v0.42.0', true))
    const plan = await planOf('paused', compactor('paused', 'v0.42.0', false))
    expect(restarts(plan)).toEqual([1, '1 pod restarts'])
    expect(plan.blockers.map(({ code }) => code)).toContain('plan/compactor-surges')
  })
})
