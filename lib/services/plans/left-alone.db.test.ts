import { expect, it } from 'vitest'
import { isJsonObject, type JsonObject, type KubeObject } from '../../manifest/types.ts'
import { operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { render } from '../../thanos/render.ts'
import { check } from '../drift/check.ts'
import { review } from '../ownership/review.ts'
import { save } from '../revisions/save.ts'
import { apply } from '../runs/apply.ts'
import { get as getRun } from '../runs/get.ts'
import { status } from '../stacks/status.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()

async function inPlace(namespace: string) {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  const spec = querySpec({ namespace })
  await save(operator, { stackId: stack.id, base: 0, spec, message: 'Import' })
  await sandbox.put(render(spec), 'gauntlet')
  return { stack, spec, object: `Deployment/${namespace}/thanos-query`, path: `${sandbox.url()}/apis/apps/v1/namespaces/${namespace}/deployments/thanos-query` }
}

async function patched(path: string, manager: string, body: JsonObject) {
  const answer = await fetch(`${path}?fieldManager=${manager}`, { method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
}

async function specOfLive(namespace: string): Promise<JsonObject> {
  const [live] = await sandbox.cluster().list('apps/v1', 'Deployment', namespace)
  return isJsonObject(live?.spec) ? live.spec : {}
}

async function carriedOut(planId: string) {
  const { id: runId } = await apply(operator, { planId })
  return until(() => getRun(viewer, { runId }), (run) => run.status !== 'running')
}

it('leaves to an autoscaler the replicas that it has set, says so, and applies the rest; without it, the number is the revision\'s', { timeout: 60_000 }, async () => {
  process.env.GAUNTLET_LIVE_POLL_MS = '500'
  const { stack, spec, object, path } = await inPlace('scaled')
  const scaler: KubeObject = {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'query', namespace: 'scaled' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'thanos-query' }, minReplicas: 1, maxReplicas: 4 },
  }
  await sandbox.put([scaler], 'helm')
  await patched(`${path}/scale`, 'kube-controller-manager', { spec: { replicas: 4 } })
  const plan = await compute(operator, { stackId: stack.id })
  expect(plan).toMatchObject({ status: 'empty', notes: [{ en: 'An autoscaler sets the replicas of thanos-query, 4 now: they are left to it, whatever the revision says.' }] })
  expect(await status(viewer, { slug: stack.slug })).toMatchObject({ ok: true, sync: 'Synced' })
  const owned = await review(operator, { slug: stack.slug })
  expect(owned.objects.find((each) => each.object === object)).toMatchObject({ state: 'same', autoscaled: true })

  await save(operator, { stackId: stack.id, base: 1, spec: applyEdits(spec, [{ op: 'field.set', object, pointer: '/metadata/annotations/a', value: 'b' }, { op: 'replicas.set', object, replicas: 2 }]), message: 'Less' })
  const next = await compute(operator, { stackId: stack.id })
  expect(next.objects.find((each) => each.object === object)).toMatchObject({ verdict: 'change', conflicts: [] })
  expect((await carriedOut(next.id)).status).toBe('succeeded')
  expect((await specOfLive('scaled')).replicas).toBe(4)

  expect((await fetch(`${sandbox.url()}/apis/autoscaling/v2/namespaces/scaled/horizontalpodautoscalers/query`, { method: 'DELETE' })).status).toBe(200)
  const alone = await compute(operator, { stackId: stack.id })
  expect(alone.objects.find((each) => each.object === object)).toMatchObject({ verdict: 'conflict', conflicts: [{ field: 'spec.replicas', ours: 2, theirs: 4 }] })
  // Its mark is there still. All three see that it is not.
  expect((await review(operator, { slug: stack.slug })).objects.find((each) => each.object === object)).toMatchObject({ state: 'differs' })
  const { slug } = stack
  await until(() => status(viewer, { slug }), (seen) => seen.ok && seen.sync === 'OutOfSync', 10_000)
  expect(await check(operator, { stackId: stack.id })).toBe(1)
})

it('asks for autoscalers once in a pace, however many look', async () => {
  const { stack, path } = await inPlace('polled')
  await patched(`${path}/scale`, 'kube-controller-manager', { spec: { replicas: 3 } })
  process.env.GAUNTLET_LIVE_POLL_MS = '60000'
  const [from, { slug }] = [sandbox.requests().length, stack]
  expect((await Promise.all([1, 2, 3, 4].map(() => status(viewer, { slug })))).map((seen) => seen.ok && seen.sync)).toEqual(Array(4).fill('OutOfSync'))
  expect(sandbox.requests(from).filter((request) => request.path.includes('/horizontalpodautoscalers'))).toHaveLength(1)
})

it('waits for no rollout of a Deployment that somebody has paused, and says so', async () => {
  const { stack, spec, object, path } = await inPlace('paused')
  await patched(path, 'kubectl-rollout', { spec: { paused: true } })
  await save(operator, { stackId: stack.id, base: 1, spec: applyEdits(spec, [{ op: 'field.set', object, pointer: '/spec/template/metadata/annotations/a', value: 'b' }]), message: 'Another template' })
  const plan = await compute(operator, { stackId: stack.id })
  expect(plan.steps.find((step) => step.object === object)).toMatchObject({ gate: 'none' })
  expect(plan.notes.map(({ en }) => en)).toEqual([expect.stringContaining('thanos-query is paused')])
  expect((await carriedOut(plan.id)).status).toBe('succeeded')
})
