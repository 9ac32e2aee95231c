import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { findStack, setAppliedRevision } from '../../db/stacks.ts'
import { fieldAt } from '../../manifest/fields.ts'
import { isJsonObject, type KubeObject } from '../../manifest/types.ts'
import { admin, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { check } from '../drift/check.ts'
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

const autoscaler = (namespace: string): KubeObject => ({
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'query', namespace },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'thanos-query' }, minReplicas: 1, maxReplicas: 4 },
})
const claim = (namespace: string): KubeObject => ({
  apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
})

async function carriedOut(stackId: string, choices: { force?: string[]; remove?: string[] }) {
  const plan = await compute(admin, { stackId })
  const { id: runId } = await apply(admin, { planId: plan.id, ...choices })
  await until(() => getRun(viewer, { runId }), ({ status }) => status === 'succeeded')
}

/** A stack whose first revision, which is in place, had `before` besides, and whose second has not. */
async function stackIn(namespace: string, spec: StackSpec = querySpec({ namespace }), before: readonly KubeObject[] = [configMap(namespace)]) {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  const first: StackSpec = { ...spec, objects: [...spec.objects, ...adoptObjects(before).spec.objects.map((object) => (object.type === 'object' ? { ...object, managed: true } : object))] }
  await save(operator, { stackId: stack.id, base: 0, spec: first, message: 'Import' })
  await setAppliedRevision(db(), stack.id, 1)
  await sandbox.put(before, 'gauntlet')
  await save(operator, { stackId: stack.id, base: 1, spec, message: 'Less' })
  return stack
}

const compactor = (namespace: string, name: string, starts = 'args: [compact, --wait, "--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}"]'): StackSpec => specOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  serviceName: ${name}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: t, image: quay.io/thanos/thanos:v0.42.0, ${starts} }] }
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

  it('keeps a revision from being in place, and is all that there is to decide', async () => {
    const stack = await stackIn('alone')
    await sandbox.put(render(querySpec({ namespace: 'alone' })), 'gauntlet')
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('ready')
    expect(await findStack(db(), { id: stack.id })).toMatchObject({ head: 2, applied: 1 })
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED', details: { objects: ['ConfigMap/alone/old'] } })
    await expect(apply(operator, { planId: plan.id, remove: ['Service/alone/thanos-query'] })).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('is of whatever kind and in whatever namespace an earlier revision had it, and no other revision', async () => {
    const elsewhere = await sandbox.namespace('kinds-2')
    const stack = await stackIn('kinds', querySpec({ namespace: 'kinds' }), [
      autoscaler('kinds'), { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'query', namespace: 'kinds' } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'query', namespace: elsewhere } },
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'query', namespace: 'kinds' }, spec: { defaultBackend: { service: { name: 'thanos-query', port: { number: 9090 } } } } },
    ])
    const left = ['HorizontalPodAutoscaler/kinds/query', 'Ingress/kinds/query', 'ServiceAccount/kinds-2/query', 'ServiceAccount/kinds/query']
    const plan = await compute(operator, { stackId: stack.id })
    expect(orphans(plan).toSorted()).toEqual(left)
    const { id: runId } = await apply(operator, { planId: plan.id, remove: ['HorizontalPodAutoscaler/kinds/query'] })
    await until(() => getRun(viewer, { runId }), ({ status }) => status === 'succeeded')
    expect(orphans(await compute(operator, { stackId: stack.id }))).not.toContain('HorizontalPodAutoscaler/kinds/query')
  })

  it('is seen too where it was only adopted: with its owner, not in place meanwhile, and gone when it is ticked', async () => {
    const namespace = await sandbox.namespace('adopted')
    const stack = await makeStack({ namespace })
    const spec = querySpec({ namespace })
    const scaled = { ...spec, objects: [...spec.objects, ...adoptObjects([autoscaler(namespace), claim(namespace)]).spec.objects] }
    await sandbox.put(render(scaled), 'helm')
    await save(operator, { stackId: stack.id, base: 0, spec: scaled, message: 'Adopt' })
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
    await save(operator, { stackId: stack.id, base: 1, spec, message: 'No autoscaler' })
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('ready')
    expect(orphans(plan)).toEqual(['HorizontalPodAutoscaler/adopted/query'])
    expect(plan.objects.find(({ verdict }) => verdict === 'orphan')?.message).toMatchObject({ en: expect.stringContaining('Helm manages it as well') })
    expect(await findStack(db(), { id: stack.id })).toMatchObject({ head: 2, applied: 1 })

    // Left by a run that did something else, it is still known.
    await save(operator, { stackId: stack.id, base: 2, spec: applyEdits(spec, [{ op: 'replicas.set', object: `Deployment/${namespace}/thanos-query`, replicas: 2 }]), message: 'Two' })
    await sandbox.put(render(spec), 'gauntlet')
    await carriedOut(stack.id, { force: [`Deployment/${namespace}/thanos-query`] })
    expect(await check(operator, { stackId: stack.id })).toBe(1)

    await carriedOut(stack.id, { remove: ['HorizontalPodAutoscaler/adopted/query'] })
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
    // Another one of the name is somebody else's.
    await sandbox.put([autoscaler(namespace)], 'helm')
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
    expect(await sandbox.cluster().list('v1', 'PersistentVolumeClaim', namespace)).toHaveLength(1)
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

  it('is of the whole cluster too, where Gauntlet made it: deleted when it is ticked, and said not to have been looked for where it may not be read', async () => {
    const rbac = (name: string): KubeObject[] => [
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }, subjects: [{ kind: 'ServiceAccount', name: 'thanos', namespace: 'wide' }],
      },
    ]
    const stack = await stackIn('wide', querySpec({ namespace: 'wide' }), rbac('thanos-wide'))
    const plan = await compute(operator, { stackId: stack.id })
    expect(orphans(plan).toSorted()).toEqual(['ClusterRole/thanos-wide', 'ClusterRoleBinding/thanos-wide'])
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, methods: ['GET'], path: '/clusterroles/' }] })
    const unseen = await compute(operator, { stackId: stack.id })
    expect(orphans(unseen)).toEqual(['ClusterRoleBinding/thanos-wide'])
    expect(unseen.notes.map(({ en }) => en)).toEqual(["Gauntlet's account may not read ClusterRole/thanos-wide, which an earlier revision had. Whether it is still there was not looked for."])
    sandbox.calm()
    await carriedOut(stack.id, { remove: ['ClusterRoleBinding/thanos-wide'] })
    const lives = async (kind: string) => (await sandbox.cluster().list('rbac.authorization.k8s.io/v1', kind, undefined)).some(({ metadata }) => metadata.name === 'thanos-wide')
    expect([await lives('ClusterRoleBinding'), await lives('ClusterRole')]).toEqual([false, true])
    // One of the name that somebody else has made is not Gauntlet's to delete.
    const [role] = rbac('thanos-theirs')
    if (!role) throw new Error('there is no role')
    const other = await stackIn('wide-2', querySpec({ namespace: 'wide-2' }), [role])
    expect(orphans(await compute(operator, { stackId: other.id }))).toEqual(['ClusterRole/thanos-theirs'])
    expect((await fetch(`${sandbox.url()}/apis/rbac.authorization.k8s.io/v1/clusterroles/thanos-theirs`, { method: 'DELETE' })).status).toBe(200)
    await sandbox.put([role], 'helm')
    expect(orphans(await compute(operator, { stackId: other.id }))).toEqual([])
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

  it('knows one of somebody else also where a shell starts it', async () => {
    const stack = await stackIn('shell', compactor('shell', 'new'))
    const inShell = `command: [sh, -c], args: ["exec thanos compact --wait '--objstore.config={type: S3, config: {bucket: thanos, endpoint: e}}'"]`
    await sandbox.put(render(compactor('shell', 'theirs', inShell)), 'helm')
    expect((await compute(operator, { stackId: stack.id })).blockers).toContainEqual(expect.objectContaining({ code: 'plan/compactor-beside' }))
  })

  it('blocks a compactor that would start while a pod of one that is gone still runs on the same bucket, and no longer once it is gone too', async () => {
    const stack = await stackIn('lost-node', compactor('lost-node', 'new'))
    // What is left of a workload that was deleted with its pods orphaned, as a node that does not answer leaves it too.
    const [old] = render(compactor('lost-node', 'old'))
    const spec = old && fieldAt(old, 'spec', 'template', 'spec')
    await sandbox.put([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'old-0', namespace: 'lost-node' }, spec: isJsonObject(spec) ? spec : {} }], 'node')
    const lingers = expect.objectContaining({ code: 'plan/compactor-lingers', about: 'old-0' })
    expect(await compute(operator, { stackId: stack.id })).toMatchObject({ status: 'blocked', blockers: expect.arrayContaining([lingers]) })
    await fetch(`${sandbox.url()}/api/v1/namespaces/lost-node/pods/old-0?gracePeriodSeconds=0`, { method: 'DELETE' })
    expect((await compute(operator, { stackId: stack.id })).blockers).not.toContainEqual(lingers)
  })
})
