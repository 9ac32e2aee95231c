// Adopting from and taking over on a real API server: what kubectl and another manager applied is found, its first plan is empty, and Gauntlet
// becomes the owner without a byte of any object changing.
import { beforeAll, expect, inject, it } from 'vitest'
import { connect } from '#lib/kube/cluster.ts'
import { managedEntries } from '#lib/manifest/managed-fields.ts'
import { normaliseLive } from '#lib/manifest/normalise.ts'
import { refOf } from '#lib/manifest/target.ts'
import type { KubeObject } from '#lib/manifest/types.ts'
import { objectId } from '#lib/manifest/types.ts'
import { db } from '#lib/db/client.ts'
import { findDraft } from '#lib/db/drafts.ts'
import { adopt } from '#lib/services/discover/adopt.ts'
import { search } from '#lib/services/discover/search.ts'
import { review } from '#lib/services/ownership/review.ts'
import { take } from '#lib/services/ownership/take.ts'
import { compute } from '#lib/services/plans/compute.ts'
import { save } from '#lib/services/revisions/save.ts'
import { admin } from '#lib/testing/actors.ts'
import { freshDatabase } from '#lib/testing/database.ts'
import { createAll, INSTALLATIONS, objectsIn } from '#lib/testing/installations.ts'
import { specOf } from '#lib/thanos/draft.ts'
import { labApi } from './api.ts'
import { grantNamespace } from './rbac.ts'

freshDatabase()
const { kubeconfig, url, adminToken, ca } = inject('lab')
const api = labApi({ url, token: adminToken, ca })
const CONNECTION = { kind: 'context', context: 'gauntlet' } as const
const asAdmin = { kind: 'context', context: 'admin', kubeconfig } as const
const cluster = connect({ ...CONNECTION, kubeconfig })
/** Custom resources are there only when another test has defined them. */
const CUSTOM = ['ServiceMonitor', 'PodMonitor', 'PrometheusRule']

async function applyAll(objects: readonly KubeObject[], manager: string): Promise<void> {
  for (const object of objects) await connect(asAdmin).apply(object, { dryRun: false, force: false, manager })
}

async function live(objects: readonly { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }[]): Promise<KubeObject[]> {
  const found = await Promise.all(objects.map(({ apiVersion, kind, metadata: { name, namespace = '' } }) => cluster.get({ apiVersion, kind, name, namespace })))
  return found.flatMap((object) => object ?? [])
}

async function adoptAll(namespace: string): Promise<{ stackId: string; slug: string }> {
  const { workloads } = await search(admin, { connection: CONNECTION, namespaces: [namespace] })
  const { slug } = await adopt(admin, { connection: CONNECTION, namespace, workloads: workloads.filter(({ left }) => left === undefined).map(({ id }) => id), into: { kind: 'new', name: namespace, slug: namespace } })
  const stack = await db().stack.findUniqueOrThrow({ where: { slug } })
  const draft = await findDraft(db(), { stackId: stack.id, personId: admin.id })
  await save(admin, { stackId: stack.id, base: 0, spec: specOf({ steps: draft === undefined || draft.isUnreadable ? [] : draft.steps, undone: [] }), message: 'as found' })
  return { stackId: stack.id, slug }
}

const cases = ['kubectl', 'helm'].flatMap((manager) => INSTALLATIONS.map(([name, files]) => [manager, name, files] as const))

beforeAll(async () => {
  for (const [manager, name] of cases) await grantNamespace(api, `${manager}-${name}`)
})

it.each(cases)('%s: %s is adopted with an empty plan, and taken over with every byte as it was', async (manager, name, files) => {
  const namespace = `${manager}-${name}`
  const objects = objectsIn(files, namespace, CUSTOM)
  if (manager === 'kubectl') await createAll(asAdmin, objects)
  else await applyAll(objects, manager)
  const { stackId, slug } = await adoptAll(namespace)
  const plan = await compute(admin, { stackId })
  expect(plan.objects.filter(({ verdict }) => verdict !== 'unchanged').map(({ object, verdict, fields, conflicts, message }) => ({ object, verdict, fields, conflicts, message }))).toEqual([])
  expect(plan.status).toBe('empty')

  const before = await review(admin, { slug })
  expect(before.objects.filter(({ state }) => state !== 'same')).toEqual([])
  const ticked = before.objects.map(({ object, holders }) => ({ object, managers: holders.filter(({ mayTake }) => mayTake).map(({ key }) => key) })).filter(({ managers }) => managers.length > 0)
  expect(ticked.length).toBeGreaterThan(0)
  const targets = (await live(objects)).filter((object) => ticked.some(({ object: id }) => id === objectId(object)))
  const results = await take(admin, { stackId, revision: 1, ticked })
  expect(results.filter(({ taken }) => !taken)).toEqual([])
  const after = await live(targets.map((object) => ({ ...refOf(object), kind: object.kind, metadata: object.metadata })))
  expect(after.map((object) => JSON.stringify(normaliseLive(object)))).toEqual(targets.map((object) => JSON.stringify(normaliseLive(object))))
  expect(after.map(({ metadata }) => metadata.generation)).toEqual(targets.map(({ metadata }) => metadata.generation))
  for (const object of after) expect(managedEntries(object).map(({ manager: { name: each } }) => each), objectId(object)).toContain('gauntlet')
  // What the other manager still owns is what Gauntlet does not apply: defaults that it spelled out.
  const holders = (await review(admin, { slug })).objects.flatMap((object) => object.holders.filter(({ mayTake }) => mayTake).map(({ manager: each, loses }) => `${object.object} ${each} ${loses.join(' ')}`))
  expect(holders).toEqual([])
  expect((await compute(admin, { stackId })).status).toBe('empty')
}, 60_000)

it('a look through all namespaces is refused to an account of one, which says so and goes on with those that are named', async () => {
  expect(await search(admin, { connection: CONNECTION })).toMatchObject({ isAllowed: false, workloads: [], refused: [] })
  const named = await search(admin, { connection: CONNECTION, namespaces: ['kubectl-minimal', 'default'] })
  expect(named).toMatchObject({ isAllowed: true, refused: [{ namespace: 'default', reason: expect.stringContaining('does not let Gauntlet\'s account list') }] })
  expect(named.workloads.length).toBeGreaterThan(0)
  const whole = await search(admin, { connection: { kind: 'context', context: 'admin' } })
  expect(whole.workloads.length).toBeGreaterThan(named.workloads.length)
})
