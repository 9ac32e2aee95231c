// From a cluster that others filled to a stack whose first plan is empty: for every example and every style of manifests, however applied.
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { findDraft } from '../../db/drafts.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { lint } from '../../thanos/lint.ts'
import { specOf } from '../../thanos/draft.ts'
import { specObjectId, workloads, type StackSpec } from '../../thanos/spec.ts'
import { admin, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { example } from '../../testing/examples.ts'
import { createAll, INSTALLATIONS, objectsIn, withoutPods } from '../../testing/installations.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { makeStack } from '../../testing/stacks.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import { adopt } from './adopt.ts'
import { search } from './search.ts'

freshDatabase()
const sandbox = testSandbox()

const CONNECTION = { kind: 'sandbox' } as const
const createByKubectl = (objects: readonly KubeObject[]): Promise<void> => createAll({ kind: 'sandbox', url: sandbox.url() }, objects)

async function draftSpec(slug: string, actor = admin): Promise<{ stackId: string; spec: StackSpec }> {
  const stack = await db().stack.findUniqueOrThrow({ where: { slug } })
  const draft = await findDraft(db(), { stackId: stack.id, personId: actor.id })
  if (draft === undefined || draft.isUnreadable) throw new Error('there is no draft')
  return { stackId: stack.id, spec: specOf({ steps: draft.steps, undone: [] }) }
}

describe.each([['kubectl', createByKubectl], ['server-side apply of another manager', (objects: readonly KubeObject[]) => sandbox.put(objects, 'helm')]] as const)('an installation that %s made', (how, put) => {
  it.each(INSTALLATIONS)('in the manner of %s is found, adopted, saved, and its first plan is empty', async (name, files) => {
    const namespace = await sandbox.namespace(`${how === 'kubectl' ? 'k' : 's'}-${name}`)
    await put(withoutPods(objectsIn(files, namespace)))
    const { workloads: found } = await search(admin, { connection: CONNECTION, namespaces: [namespace] })
    const ids = found.filter(({ left }) => left === undefined).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(0)
    const { slug, unread } = await adopt(admin, { connection: CONNECTION, namespace, workloads: ids, into: { kind: 'new', name: namespace, slug: namespace } })
    expect(unread).toEqual([])
    const { stackId, spec } = await draftSpec(slug)
    expect(workloads(spec).map(specObjectId).toSorted()).toEqual(ids.toSorted())
    await save(admin, { stackId, base: 0, spec, message: 'as found' })
    const plan = await compute(admin, { stackId })
    expect(plan.objects.filter(({ verdict }) => verdict !== 'unchanged').map(({ object, verdict, fields, conflicts, message }) => ({ object, verdict, fields, conflicts, message }))).toEqual([])
    expect(plan.status).toBe('empty')
  })
})

describe('what comes along', () => {
  const namespace = 'along'
  beforeAll(async () => {
    await sandbox.namespace(namespace)
    const guide = objectsIn(example('guide'), namespace)
    const stranger = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'stranger', namespace }, data: { a: 'b' } }
    const other = {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace },
      spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } } },
    }
    const scaler = {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'query', namespace },
      spec: { maxReplicas: 9, minReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'thanos-query' }, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }] },
    }
    await createByKubectl([...guide, stranger, other, scaler])
  })
  const adoptInto = async (slug: string, ids: readonly string[]): Promise<StackSpec> => {
    await adopt(admin, { connection: CONNECTION, namespace, workloads: [...ids], into: { kind: 'new', name: slug, slug } })
    return (await draftSpec(slug)).spec
  }

  it('is what the workload names and what acts on its pods, and nothing else', async () => {
    const spec = await adoptInto('along-query', [`Deployment/${namespace}/thanos-query`])
    expect(spec.objects.map(specObjectId).map((id) => id.replace(`/${namespace}`, '')).toSorted()).toEqual(['Deployment/thanos-query', 'HorizontalPodAutoscaler/query', 'Service/thanos-query'])
  })

  it('is a Secret by its name alone', async () => {
    const spec = await adoptInto('along-store', [`StatefulSet/${namespace}/thanos-store`])
    expect(spec.objects.find(({ object }) => object === 'Secret')).toMatchObject({ type: 'reference', name: 'thanos-s3-config', keys: ['objstore.yml'] })
    expect(JSON.stringify(await db().draft.findMany())).not.toContain('secret_key: ')
  })

  it('leaves to an autoscaler the replicas that it sets', async () => {
    const [query] = workloads((await draftSpec('along-query')).spec)
    expect(query?.replicas).toBeUndefined()
  })

  it('says neither defaults nor addresses that were handed out', async () => {
    const text = JSON.stringify((await draftSpec('along-query')).spec)
    for (const noise of ['terminationMessagePath', 'dnsPolicy', 'clusterIP', 'progressDeadlineSeconds', 'managedFields', 'creationTimestamp', 'imagePullPolicy']) expect(text).not.toContain(noise)
  })

  it('is judged as an import of the same files is', async () => {
    const all = (await search(admin, { connection: CONNECTION, namespaces: [namespace] })).workloads.map(({ id }) => id)
    const found = lint(await adoptInto('along-all', all)).map(({ code }) => code)
    expect(found).toContain('receive/no-local-endpoint')
  })
})

describe('a look through the cluster', () => {
  it('finds Thanos in all namespaces, says whose it is, and looks past everything else', async () => {
    const namespace = await sandbox.namespace('whose')
    await createByKubectl(objectsIn(example('minimal'), namespace))
    const before = await search(admin, { connection: CONNECTION })
    expect(before).toMatchObject({ isAllowed: true, refused: [] })
    expect(before.workloads.filter((one) => one.namespace === namespace)).not.toEqual([])
    expect(before.workloads.find(({ name }) => name === 'web')).toBeUndefined()
    const one = before.workloads.find((each) => each.namespace === namespace)
    expect(one).toMatchObject({ version: expect.stringMatching(/^v0\.\d+$/), managers: [{ tool: 'kubectl' }] })
    expect(one?.stack).toBeUndefined()
    const { slug } = await adopt(admin, { connection: CONNECTION, namespace, workloads: [one?.id ?? ''], into: { kind: 'new', name: 'Whose', slug: 'whose' } })
    const { stackId, spec } = await draftSpec(slug)
    await save(admin, { stackId, base: 0, spec, message: 'mine' })
    const after = await search(admin, { connection: CONNECTION })
    expect(after.workloads.find(({ id }) => id === one?.id)?.stack).toEqual({ slug: 'whose', name: 'Whose' })
    expect(after.known).toContain(namespace)
  })

  it('adopts into a stack that is there, and never over a draft', async () => {
    const namespace = await sandbox.namespace('into')
    await createByKubectl(objectsIn(example('minimal'), namespace))
    const { slug } = await makeStack({ namespace })
    const ids = (await search(admin, { connection: CONNECTION, namespaces: [namespace] })).workloads.map(({ id }) => id)
    const ask = (actor = operator) => adopt(actor, { connection: CONNECTION, namespace, workloads: ids, into: { kind: 'stack', slug } })
    expect(await ask()).toMatchObject({ slug })
    await expect(ask()).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('draft') })
    await expect(ask(viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { slug: elsewhere } = await makeStack({ namespace: 'another' })
    await expect(adopt(operator, { connection: CONNECTION, namespace, workloads: ids, into: { kind: 'stack', slug: elsewhere } })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(adopt(operator, { connection: CONNECTION, namespace, workloads: ids, into: { kind: 'new', name: 'n', slug: 'not-made' } })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(adopt(admin, { connection: CONNECTION, namespace, workloads: ['Deployment/into/gone'], into: { kind: 'new', name: 'n', slug: 'not-made' } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await db().stack.findUnique({ where: { slug: 'not-made' } })).toBeNull()
  })

  it('is for those who may use connections', async () => {
    await expect(search(operator, { connection: CONNECTION })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
