import { describe, expect, it } from 'vitest'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, stackWith, usualTimes } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { specOf } from '../../testing/specs.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import type { PlanView } from '../views.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()
usualTimes()

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

/** The plan of each spec after the ones before it were written. */
async function plansOf(namespace: string, ...specs: StackSpec[]): Promise<PlanView[]> {
  const [first, ...more] = specs
  if (!first) throw new Error('there is nothing to plan')
  const stack = await stackWith(await sandbox.namespace(namespace), first)
  const plans: PlanView[] = []
  expect((await ended((await begin(stack)).run)).status).toBe('succeeded')
  for (const [index, spec] of more.entries()) {
    await save(operator, { stackId: stack.id, base: index + 1, spec, message: 'Next' })
    if (index === more.length - 1) {
      plans.push(await compute(operator, { stackId: stack.id }))
    } else {
      const { plan, run } = await begin(stack)
      expect((await ended(run)).status).toBe('succeeded')
      plans.push(plan)
    }
  }
  return plans
}

describe('pods that a strategy keeps from their template', { timeout: 60_000 }, () => {
  it.each([['partition', '{ type: RollingUpdate, rollingUpdate: { partition: 3 } }'], ['on-delete', '{ type: OnDelete }']])('%s: are told of when they stay, and counted when they are let go', async (namespace, strategy) => {
    const [held, freed] = await plansOf(namespace, store(namespace, 'v0.41.0', strategy), store(namespace, 'v0.42.0', strategy), store(namespace, 'v0.42.0', '{ type: RollingUpdate, rollingUpdate: { partition: 0 } }'))
    expect(held && restarts(held)).toEqual([0, '3 pods of store keep what they run now'])
    expect(freed && restarts(freed)).toEqual([3, '3 pods restart'])
    expect(freed?.risk.level).toBe('medium')
  })
})

describe('a compactor that is paused no more', { timeout: 60_000 }, () => {
  it('is blocked where its Deployment would start the new pod beside the old one', async () => {
    const stack = await stackWith(await sandbox.namespace('paused'), compactor('paused', 'v0.41.0', false))
    const first = await ended((await begin(stack)).run)
    expect(first.status).toBe('succeeded')

    await sandbox.put(render(compactor('paused', 'v0.42.0', true)), 'gauntlet')
    await save(operator, { stackId: stack.id, base: 1, spec: compactor('paused', 'v0.42.0', false), message: 'Go on' })
    const plan = await compute(operator, { stackId: stack.id })
    expect(restarts(plan)).toEqual([1, '1 pod restarts'])
    expect(plan.blockers.map(({ code }) => code)).toContain('plan/compactor-surges')
  })
})
