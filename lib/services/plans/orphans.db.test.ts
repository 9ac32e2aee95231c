import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { setAppliedRevision } from '../../db/stacks.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import { apply } from '../runs/apply.ts'
import { get as getRun } from '../runs/get.ts'
import type { PlanView } from '../views.ts'
import { compute } from './compute.ts'
import { get } from './get.ts'

freshDatabase()
const sandbox = testSandbox()

const configMap = (namespace: string, name = 'old'): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { a: 'b' } })
const orphans = (plan: PlanView) => plan.objects.filter(({ verdict }) => verdict === 'orphan').map(({ object }) => object)

/** A stack whose first revision, which is in place, had `before` besides, and whose second has not. */
async function stackIn(namespace: string, spec: StackSpec = querySpec({ namespace }), before: readonly KubeObject[] = [configMap(namespace)]) {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  const first: StackSpec = { ...spec, objects: [...spec.objects, ...adoptObjects(before).spec.objects] }
  await save(operator, { stackId: stack.id, base: 0, spec: first, message: 'Import' })
  await setAppliedRevision(db(), stack.id, 1)
  await sandbox.put(before, 'gauntlet')
  await save(operator, { stackId: stack.id, base: 1, spec, message: 'Less' })
  return stack
}

const compactor = (namespace: string, name: string): StackSpec => specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  serviceName: ${name}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: t, image: quay.io/thanos/thanos:v0.42.0, args: [compact, --wait, "--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}"] }] }
`)

describe('what a revision no longer has', () => {
  it('is shown when Gauntlet made it, and deleted only when it is ticked', async () => {
    const stack = await stackIn('left')
    const plan = await compute(operator, { stackId: stack.id })
    expect(orphans(plan)).toEqual(['ConfigMap/left/old'])
    expect(plan.steps.at(-1)).toMatchObject({ object: 'ConfigMap/left/old', action: 'delete' })
    const run = await apply(operator, { planId: plan.id })
    expect(run.objects.map(({ object }) => object)).not.toContain('ConfigMap/left/old')
    await until(() => getRun(viewer, { runId: run.id }), ({ status }) => status === 'succeeded')
    expect(await sandbox.cluster().list('v1', 'ConfigMap', 'left')).toMatchObject([{ metadata: { name: 'old' } }])
  })

  it('is nothing that someone else made, that another stack names, that the spec keeps aside, or that holds data', async () => {
    const stack = await stackIn('kept', querySpec({ namespace: 'kept' }), [
      configMap('kept', 'others'),
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace: 'kept' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      { ...configMap('kept', 'child'), metadata: { name: 'child', namespace: 'kept', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: 'x' }] } },
    ])
    await sandbox.put([configMap('kept', 'theirs')], 'helm')
    await sandbox.put([configMap('kept', 'never-ours-to-begin-with')], 'gauntlet')
    const other = await makeStack({ namespace: 'kept' })
    await save(operator, { stackId: other.id, base: 0, spec: specOf('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: others }\ndata: { a: b }\n'), message: 'Import' })
    expect(orphans(await compute(operator, { stackId: stack.id }))).toEqual([])
  })

  it('does not keep a plan that changes nothing else from saying that the revision is in place', async () => {
    const stack = await stackIn('alone')
    await sandbox.put(render(querySpec({ namespace: 'alone' })), 'gauntlet')
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('ready')
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED', details: { objects: ['ConfigMap/alone/old'] } })
    await expect(apply(operator, { planId: plan.id, remove: ['Service/alone/thanos-query'] })).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('is said not to have been looked for where Gauntlet\'s account may not list, and nowhere else', async () => {
    const stack = await stackIn('unseen')
    expect((await compute(operator, { stackId: stack.id })).notes).toEqual([])
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, methods: ['GET'], path: '/configmaps$' }] })
    const plan = await compute(operator, { stackId: stack.id })
    expect(orphans(plan)).toEqual([])
    expect(plan.notes.map(({ en }) => en)).toEqual(["Gauntlet's account may not list ConfigMap in unseen. What earlier revisions left of these, and other compactors, were not looked for."])
    expect((await get(viewer, { planId: plan.id })).notes).toEqual(plan.notes)
  })

  it('makes a plan stale when it changes after that', async () => {
    const stack = await stackIn('moved')
    const plan = await compute(operator, { stackId: stack.id })
    await sandbox.put([{ ...configMap('moved'), data: { a: 'c' } }], 'gauntlet')
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'STALE_PLAN', details: { objects: ['ConfigMap/moved/old'] } })
  })

  it('must go first where it is a compactor whose place another takes', async () => {
    const stack = await stackIn('two', compactor('two', 'new'), render(compactor('two', 'old')))
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.steps.map(({ action, object, gate }) => `${action} ${object} ${gate}`)).toEqual(['delete StatefulSet/two/old rollout', 'apply StatefulSet/two/new rollout'])
    expect(plan.objects.find(({ verdict }) => verdict === 'orphan')?.mustGo?.en).toContain('nothing is applied while old stays')
    await expect(apply(operator, { planId: plan.id, acknowledge: [] })).rejects.toMatchObject({ code: 'BLOCKED', details: { objects: ['StatefulSet/two/old'] } })
  })

  it('blocks a compactor that would start beside one of somebody else on the same bucket', async () => {
    const stack = await stackIn('beside', compactor('beside', 'new'))
    await sandbox.put(render(compactor('beside', 'theirs')), 'helm')
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan).toMatchObject({ status: 'blocked', blockers: expect.arrayContaining([expect.objectContaining({ code: 'plan/compactor-beside' })]) })
  })
})
