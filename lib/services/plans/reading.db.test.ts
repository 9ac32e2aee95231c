import { describe, expect, it } from 'vitest'
import { operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { render } from '../../thanos/render.ts'
import { save } from '../revisions/save.ts'
import type { PlanView } from '../views.ts'
import { compute } from './compute.ts'
import { diff } from './diff.ts'
import { freshness } from './freshness.ts'

freshDatabase()
const sandbox = testSandbox()

async function planIn(namespace: string): Promise<PlanView> {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  await sandbox.put(render(querySpec({ namespace })), 'gauntlet')
  await save(operator, { stackId: stack.id, base: 0, spec: querySpec({ namespace, replicas: 2 }), message: 'Two' })
  return compute(operator, { stackId: stack.id })
}

describe('plans/diff', () => {
  it('gives both texts of one object as the plan has them', async () => {
    const plan = await planIn('texts')
    const object = 'Deployment/texts/thanos-query'
    const { before, after } = await diff(viewer, { planId: plan.id, object })
    expect([before, after]).toEqual([expect.stringContaining('replicas: 1'), expect.stringContaining('replicas: 2')])
    expect(plan.objects.find((change) => change.object === object)).toMatchObject({ liveYaml: before, predictedYaml: after })
    await expect(diff(viewer, { planId: plan.id, object: 'Deployment/texts/other' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(diff(viewer, { planId: 'none', object })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('plans/freshness', () => {
  it('names what moved since the plan was computed, and why nobody can say', async () => {
    const plan = await planIn('fresh')
    expect(await freshness(viewer, { planId: plan.id })).toMatchObject({ ok: true, moved: [] })
    await sandbox.put(render(querySpec({ namespace: 'fresh', replicas: 5 })), 'kubectl')
    expect(await freshness(viewer, { planId: plan.id })).toMatchObject({ ok: true, moved: ['Deployment/fresh/thanos-query'] })
    await sandbox.stop()
    expect(await freshness(viewer, { planId: plan.id, locale: 'ko' })).toMatchObject({ ok: false, reason: expect.stringMatching(/연결할 수 없습니다/) })
    await expect(freshness(viewer, { planId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
