// Taking ownership over on the sandbox: for every installation, every manager of it, and nothing else changes.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { checksumOf, withChecksum } from '../../manifest/config-checksum.ts'
import { managedEntries } from '../../manifest/managed-fields.ts'
import { normaliseLive } from '../../manifest/normalise.ts'
import { withMark } from '../../manifest/revision-mark.ts'
import { objectId, type JsonObject, type KubeObject } from '../../manifest/types.ts'
import { refOf } from '../../manifest/target.ts'
import { withoutDefaults } from '../../manifest/without-defaults.ts'
import { adoptObjects } from '../../thanos/adopt.ts'
import { admin, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { createAll, INSTALLATIONS, objectsIn, withoutPods } from '../../testing/installations.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import type { WeatherInput } from '../../sandbox/weather.ts'
import { orderedObjects } from '../../thanos/apply-order.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import type { OwnershipView } from '../views.ts'
import { review } from './review.ts'
import { take } from './take.ts'

freshDatabase()
const sandbox = testSandbox()
afterEach(() => { delete process.env.GAUNTLET_WRITE_TIMEOUT_MS })
const url = (): { kind: 'sandbox'; url: string } => ({ kind: 'sandbox', url: sandbox.url() })

/** A stack whose newest revision is what is there. */
async function adopted(namespace: string, objects: readonly KubeObject[]): Promise<{ stackId: string; slug: string }> {
  const { id, slug } = await makeStack({ namespace })
  await save(admin, { stackId: id, base: 0, spec: adoptObjects((await Promise.all(objects.map(live))).map(withoutDefaults)).spec, message: 'as found' })
  return { stackId: id, slug }
}

const everything = ({ objects }: OwnershipView): { object: string; managers: string[] }[] => objects.map(({ object, holders }) => ({ object, managers: holders.filter(({ mayTake }) => mayTake).map(({ key }) => key) })).filter(({ managers }) => managers.length > 0)

/** Everything that somebody wrote or that was filled in; what controllers write meanwhile is none of it. */
const content = (object: KubeObject): string => JSON.stringify(normaliseLive(object))

async function live(object: KubeObject): Promise<KubeObject> {
  const found = await sandbox.cluster().get(refOf(object))
  if (found === undefined) throw new Error(`${objectId(object)} is not there`)
  return found
}

/** As the deployment controller does: onto whatever is there, so that every version that was read before is an old one. */
async function statusWritten(namespace: string): Promise<void> {
  const path = `${sandbox.url()}/apis/apps/v1/namespaces/${namespace}/deployments/thanos-query/status`
  const body = JSON.stringify({ status: { collisionCount: 7 } })
  expect((await fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' }, body })).status).toBe(200)
}

const managersOf = (object: KubeObject): string[] => managedEntries(object).filter(({ manager }) => manager.subresource !== 'status').map(({ manager }) => manager.name)

describe.each([
  ['kubectl-client-side-apply', (objects: readonly KubeObject[]) => createAll(url(), objects)],
  ['argocd-controller', (objects: readonly KubeObject[]) => sandbox.put(objects, 'argocd-controller')],
] as const)('what %s owns', (manager, put) => {
  it.each(INSTALLATIONS)('of %s goes over to Gauntlet, and not a byte of the objects changes', async (name, files) => {
    const namespace = await sandbox.namespace(`${manager.slice(0, 4)}-${name}`)
    const objects = withoutPods(objectsIn(files, namespace))
    await put(objects)
    const { stackId, slug } = await adopted(namespace, objects)
    const before = await review(admin, { slug })
    const ticked = everything(before)
    const managed = ticked.map(({ object }) => object)
    expect(managed.length).toBeGreaterThan(0)
    expect(before.objects.map(({ state }) => state)).toEqual(before.objects.map(() => 'same'))
    const targets = objects.filter((object) => managed.includes(objectId(object)))
    const contents = await Promise.all(targets.map(async (object) => content(await live(object))))
    const results = await take(admin, { stackId, revision: 1, ticked })
    expect(results.filter(({ taken }) => !taken)).toEqual([])
    const after = await Promise.all(targets.map(live))
    expect(after.map(content)).toEqual(contents)
    // What Gauntlet does not apply stays with whoever wrote it: defaults.
    expect(everything(await review(admin, { slug }))).toEqual([])
    for (const object of after) expect(managersOf(object), objectId(object)).toContain('gauntlet')
    expect((await compute(admin, { stackId })).status).toBe('empty')
  })
})

describe('a take-over', () => {
  const inPlace = async (name: string, manager = 'kubectl-client-side-apply') => {
    const namespace = await sandbox.namespace(name)
    const spec = querySpec({ namespace })
    const objects = orderedObjects(spec)
    await createAll(url(), objects, manager)
    return { namespace, objects, ...await adopted(namespace, objects), deployment: `Deployment/${namespace}/thanos-query` }
  }

  it('lets Gauntlet change afterwards what would have been a conflict before', async () => {
    const { namespace, stackId, slug } = await inPlace('no-conflict')
    await save(admin, { stackId, base: 1, spec: querySpec({ namespace, replicas: 3 }), message: 'three' })
    expect((await compute(admin, { stackId })).objects.find(({ verdict }) => verdict === 'conflict')).toMatchObject({ conflicts: [{ field: 'spec.replicas', owner: 'kubectl-client-side-apply' }] })
    await save(admin, { stackId, base: 2, spec: querySpec({ namespace }), message: 'back' })
    await take(admin, { stackId, revision: 3, ticked: everything(await review(admin, { slug })) })
    await save(admin, { stackId, base: 3, spec: querySpec({ namespace, replicas: 3 }), message: 'three again' })
    expect((await compute(admin, { stackId })).objects.map(({ verdict }) => verdict)).not.toContain('conflict')
  })

  it('takes also a workload whose pods Gauntlet started anew for a file: it keeps the checksum that says so', async () => {
    const { stackId, slug, deployment, objects } = await inPlace('checksum')
    const [object] = objects.filter(({ kind }) => kind === 'Deployment')
    if (object === undefined) throw new Error('no deployment')
    // As a run applies it: Gauntlet owns the mark, the checksum and, with kubectl, everything else.
    await sandbox.cluster().apply(withChecksum(withMark(object, '1'), 'of-the-file'), { dryRun: false, force: false })
    expect((await compute(admin, { stackId })).status).toBe('empty')
    const ticked = everything(await review(admin, { slug })).filter(({ object: id }) => id === deployment)
    expect(ticked).toEqual([{ object: deployment, managers: [expect.stringContaining('kubectl-client-side-apply')] }])
    const before = content(await live(object))
    expect(await take(admin, { stackId, revision: 1, ticked })).toEqual([{ object: deployment, taken: true, fields: expect.any(Number) }])
    expect(content(await live(object))).toBe(before)
    expect(checksumOf(await live(object))).toBe('of-the-file')
    expect(everything(await review(admin, { slug })).map(({ object: id }) => id)).not.toContain(deployment)
  })

  it('takes from the managers that were ticked alone', async () => {
    const { stackId, slug, objects, deployment, namespace } = await inPlace('ticked')
    await sandbox.put(orderedObjects(querySpec({ namespace })), 'helm')
    const { holders } = (await review(admin, { slug })).objects.find(({ object }) => object === deployment) ?? { holders: [] }
    const helm = holders.find(({ manager }) => manager === 'helm')
    expect(helm).toMatchObject({ tool: 'helm', putsBack: 'upgrade', mayTake: true, loses: expect.arrayContaining(['spec.replicas', 'spec.template.spec.containers[name="thanos"].image']) })
    await take(admin, { stackId, revision: 1, ticked: [{ object: deployment, managers: [helm?.key ?? ''] }] })
    const [object] = objects.filter(({ kind }) => kind === 'Deployment')
    const owners = object === undefined ? [] : managersOf(await live(object))
    expect(owners).toContain('kubectl-client-side-apply')
    expect(owners).not.toContain('helm')
  })

  it('says that a controller puts fields back, and which application that is', async () => {
    const { slug, objects, deployment } = await inPlace('argo')
    const marked = objects.map((object) => ({ ...object, metadata: { ...object.metadata, annotations: { 'argocd.argoproj.io/tracking-id': 'thanos:apps/Deployment:argo/thanos-query' } } }))
    await sandbox.put(marked, 'argocd-controller')
    const [seen] = (await review(admin, { slug })).objects.filter(({ object }) => object === deployment)
    expect(seen?.holders).toContainEqual(expect.objectContaining({ manager: 'argocd-controller', putsBack: 'always', by: { tool: 'argocd', name: 'thanos' } }))
    expect(seen?.holders).toContainEqual(expect.objectContaining({ manager: 'kubectl-client-side-apply', putsBack: 'always' }))
  })

  it('never takes replicas from an autoscaler', async () => {
    const { stackId, slug, deployment } = await inPlace('scaled')
    const entry: JsonObject = { manager: 'kube-controller-manager', operation: 'Update', subresource: 'scale', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }
    // The sandbox's controllers write the new Deployment's status meanwhile: read again until no write came between.
    await vi.waitFor(async () => {
      const target = (await sandbox.cluster().list('apps/v1', 'Deployment', 'scaled'))[0]
      if (target === undefined) throw new Error('no deployment')
      const { managedFields } = target.metadata
      await sandbox.cluster().setOwners(target, [...(Array.isArray(managedFields) ? managedFields : []), entry])
    }, { timeout: 5000 })
    const [scaled] = (await review(admin, { slug })).objects.filter(({ object }) => object === deployment)
    const scaler = scaled?.holders.find(({ tool }) => tool === 'autoscaler')
    expect(scaler).toMatchObject({ mayTake: false, loses: ['spec.replicas'] })
    const [result] = await take(admin, { stackId, revision: 1, ticked: [{ object: deployment, managers: [scaler?.key ?? ''] }] })
    expect(result).toMatchObject({ taken: false })
  })

  it('takes nothing of an object that is not as the revision says', async () => {
    const { stackId, slug, deployment, objects } = await inPlace('moved')
    const ticked = everything(await review(admin, { slug }))
    const edited = objects.filter(({ kind }) => kind === 'Deployment').map((object) => ({ ...object, spec: { ...(object.spec as JsonObject), replicas: 7 } }))
    await sandbox.put(edited, 'kubectl-edit')
    expect((await review(admin, { slug })).objects.find(({ object }) => object === deployment)).toMatchObject({ state: 'differs', holders: [] })
    const results = await take(admin, { stackId, revision: 1, ticked })
    expect(results.find(({ object }) => object === deployment)).toMatchObject({ taken: false, message: expect.stringContaining('not as the revision says') })
    expect(managersOf((await sandbox.cluster().list('apps/v1', 'Deployment', 'moved'))[0] ?? { apiVersion: '', kind: '', metadata: { name: '' } })).not.toContain('gauntlet')
  })

  it('loses a race to whoever writes between the two requests', async () => {
    const { objects } = await inPlace('raced')
    const [object] = objects
    if (object === undefined) throw new Error('nothing there')
    const read = await live(object)
    await sandbox.put([{ ...object, metadata: { ...object.metadata, labels: { moved: 'yes' } } }], 'someone')
    await expect(sandbox.cluster().setOwners(read, [{}])).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('takes also where a controller writes the status between the two requests, and says so where that never ends', async () => {
    const { stackId, slug, deployment } = await inPlace('busy')
    const ticked = everything(await review(admin, { slug })).filter(({ object }) => object === deployment)
    const left = async (): Promise<string[]> => everything(await review(admin, { slug })).filter(({ object }) => object === deployment).flatMap(({ managers }) => managers)
    // The apply passes; it is the write of the owners after it that is late.
    const owners = { methods: ['PATCH'], path: '/deployments/', dryRun: false, skip: 1 } satisfies Partial<NonNullable<WeatherInput['rules']>[number]>
    sandbox.weather({ rules: [{ ...owners, effect: { kind: 'refuse', status: 409 } }] })
    expect(await take(admin, { stackId, revision: 1, ticked })).toEqual([{ object: deployment, taken: false, message: expect.stringContaining('modified') }])
    expect(await left()).toEqual(ticked.flatMap(({ managers }) => managers))
    sandbox.weather({ rules: [{ ...owners, effect: { kind: 'slow', ms: 500, when: 'before' }, times: 1 }] })
    const taking = take(admin, { stackId, revision: 1, ticked })
    await vi.waitFor(() => { expect(sandbox.hits()).toEqual([1]) }, { timeout: 5000, interval: 5 })
    await statusWritten('busy')
    expect(await taking).toEqual([{ object: deployment, taken: true, fields: expect.any(Number) }])
    expect(await left()).toEqual([])
  })

  it('does not say that it was not taken where no answer came: the managers have lost it, and the audit says that it is not known', async () => {
    const { stackId, slug, deployment } = await inPlace('doubt')
    const ticked = everything(await review(admin, { slug })).filter(({ object }) => object === deployment)
    const patches = { effect: { kind: 'slow', ms: 60_000, when: 'after' }, methods: ['PATCH'], path: '/deployments/', dryRun: false } satisfies NonNullable<WeatherInput['rules']>[number]
    process.env.GAUNTLET_WRITE_TIMEOUT_MS = '500'
    // Of the apply before it is known that no manager loses anything by it.
    sandbox.weather({ rules: [patches] })
    expect(await take(admin, { stackId, revision: 1, ticked })).toEqual([{ object: deployment, taken: 'unknown', message: expect.stringMatching(/did not answer within 0.5 s. Nobody lost a field/) }])
    sandbox.weather({ rules: [{ ...patches, skip: 1 }] })
    expect(await take(admin, { stackId, revision: 1, ticked, locale: 'ko' })).toEqual([{ object: deployment, taken: 'unknown', message: expect.stringContaining('아직 소유하고 있는지는 알 수 없습니다') }])
    sandbox.calm()
    expect(everything(await review(admin, { slug })).map(({ object }) => object)).not.toContain(deployment)
    expect((await listEvents(db(), { filter: { stackId, action: 'ownership.result' }, limit: 1 }))[0]).toMatchObject({ outcome: 'failed', after: { results: [{ object: deployment, taken: 'unknown' }] } })
  })

  it('waits for a slow API server as long as runs do, not as long as a page', async () => {
    const { stackId, slug, deployment } = await inPlace('patient')
    const ticked = everything(await review(admin, { slug })).filter(({ object }) => object === deployment)
    sandbox.weather({ rules: [{ effect: { kind: 'slow', ms: 11_000, when: 'after' }, methods: ['PATCH'], path: '/deployments/', dryRun: false, skip: 1, times: 1 }] })
    expect(await take(admin, { stackId, revision: 1, ticked })).toEqual([{ object: deployment, taken: true, fields: expect.any(Number) }])
  }, 30_000)

  it('is for admins, of the revision that was reviewed, and in the audit with its result', async () => {
    const { stackId, slug } = await inPlace('audited')
    const ticked = everything(await review(operator, { slug }))
    await expect(take(operator, { stackId, revision: 1, ticked })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(review(viewer, { slug })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(take(admin, { stackId, revision: 9, ticked })).rejects.toMatchObject({ code: 'CONFLICT' })
    await take(admin, { stackId, revision: 1, ticked })
    const events = await listEvents(db(), { filter: { stackId }, limit: 10 })
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`).slice(0, 4)).toEqual(['ownership.result ok', 'ownership.take ok', 'ownership.take refused', 'ownership.take refused'])
  })
})
