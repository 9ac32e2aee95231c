// What Gauntlet says of the guide's installation before anything is applied, held against what a real API server then does.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { connect } from '#lib/kube/cluster.ts'
import { diffFields } from '#lib/manifest/diff.ts'
import { isRolledOut } from '#lib/manifest/health.ts'
import { normaliseLive } from '#lib/manifest/normalise.ts'
import { podRestarts } from '#lib/manifest/restarts.ts'
import type { KubeObject } from '#lib/manifest/types.ts'
import { isJsonObject, objectId } from '#lib/manifest/types.ts'
import { adopt } from '#lib/thanos/adopt.ts'
import { applyEdits } from '#lib/thanos/apply-edits.ts'
import { orderedObjects } from '#lib/thanos/apply-order.ts'
import { lint } from '#lib/thanos/lint.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { labApi } from './api.ts'
import { eventually } from './eventually.ts'
import { guideFiles, guideObjects } from './guide.ts'
import { listPods } from './pod.ts'
import { grantNamespace } from './rbac.ts'
import type { StatusStub } from './status-stub.ts'
import { createStatusStub } from './status-stub.ts'

const { kubeconfig, url, adminToken, ca } = inject('lab')
const api = labApi({ url, token: adminToken, ca })
const asGauntlet = connect({ kind: 'context', context: 'gauntlet', kubeconfig })
const OURS = { force: false } as const

const isWorkload = ({ kind }: KubeObject): boolean => kind === 'Deployment' || kind === 'StatefulSet'

async function find({ apiVersion, kind, metadata: { name, namespace = '' } }: KubeObject): Promise<KubeObject | undefined> {
  return asGauntlet.get({ apiVersion, kind, name, namespace })
}

async function live(object: KubeObject): Promise<KubeObject> {
  const found = await find(object)
  if (found === undefined) throw new Error(`${objectId(object)} is not in the cluster`)
  return found
}

async function rolledOut(object: KubeObject, stub: StatusStub): Promise<void> {
  if (!isWorkload(object)) return
  await eventually(`${objectId(object)} is rolled out`, async () => {
    await stub.pass()
    return isRolledOut(await live(object)) || undefined
  })
}

async function applyAll(spec: StackSpec, stub: StatusStub): Promise<void> {
  for (const object of orderedObjects(spec)) {
    await asGauntlet.apply(object, { ...OURS, dryRun: false })
    await rolledOut(object, stub)
  }
}

/** What a dry run says that applying the spec would change, by objectId; objects that stay as they are have no entry. */
async function foretold(spec: StackSpec): Promise<Record<string, { paths: string[]; restarts: number }>> {
  const entries = await Promise.all(orderedObjects(spec).map(async (object) => {
    const before = await find(object)
    const predicted = await asGauntlet.apply(object, { ...OURS, dryRun: true })
    const paths = diffFields(before && normaliseLive(before), normaliseLive(predicted)).map(({ path }) => path)
    return [objectId(object), { paths, restarts: podRestarts(before, predicted) }] as const
  }))
  return Object.fromEntries(entries.filter(([, { paths }]) => paths.length > 0))
}

async function podUids(namespace: string, workload: string): Promise<string[]> {
  return (await listPods(api, namespace)).filter(({ name }) => name.startsWith(workload)).map(({ uid }) => uid)
}

/** The guide, adopted, with every safe fix that is offered for it. */
async function guideSpecs(namespace: string): Promise<{ printed: StackSpec; fixed: StackSpec }> {
  const { spec, problems } = adopt(await guideFiles(namespace))
  expect(problems).toEqual([])
  const edits = lint(spec).flatMap(({ fix }) => (fix?.safe === true ? fix.edits : []))
  expect(edits.length).toBeGreaterThan(2)
  return { printed: spec, fixed: applyEdits(spec, edits) }
}

describe('an installation that was applied with kubectl', () => {
  const namespace = 'guide-by-kubectl'
  const KUBECTL = 'kubectl-client-side-apply'
  let stub: StatusStub
  let specs: { printed: StackSpec; fixed: StackSpec }
  beforeAll(async () => {
    await grantNamespace(api, namespace)
    stub = await createStatusStub({ api, namespace })
    specs = await guideSpecs(namespace)
    for (const object of await guideObjects(namespace)) {
      // As `kubectl apply` makes a new object: it creates it, and owns every field by that.
      await api.must('POST', `${await collection(object)}?fieldManager=${KUBECTL}`, object)
      await rolledOut(object, stub)
    }
  })

  it('is adopted without a difference and without a conflict, and managing it restarts no pod', async () => {
    expect(await foretold(specs.printed)).toEqual({})
    const before = await podUids(namespace, 'thanos-')
    expect(before).toHaveLength(11)
    await applyAll(specs.printed, stub)
    expect(await podUids(namespace, 'thanos-')).toEqual(before)
  })

  it('is in conflict over those fields alone that are wanted otherwise, and kubectl is named as their owner', async () => {
    const receiver = named(specs.fixed, 'thanos-receiver')
    const refusal = await asGauntlet.apply(receiver, { ...OURS, dryRun: true }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'CONFLICT', details: { conflicts: [
      { field: 'spec.template.spec.terminationGracePeriodSeconds', owner: KUBECTL },
      { field: 'spec.template.spec.containers[name="thanos-receiver"].args', owner: KUBECTL },
    ] } })
  })
})

describe('an installation that Gauntlet applied', () => {
  const namespace = 'guide-by-gauntlet'
  let stub: StatusStub
  let specs: { printed: StackSpec; fixed: StackSpec }
  beforeAll(async () => {
    await grantNamespace(api, namespace)
    stub = await createStatusStub({ api, namespace })
    specs = await guideSpecs(namespace)
    await applyAll(specs.printed, stub)
  })

  it('is left alone by a second apply of the same', async () => {
    const versions = async (): Promise<unknown[]> => Promise.all(orderedObjects(specs.printed).map(async (object) => (await live(object)).metadata.generation ?? (await live(object)).metadata.resourceVersion))
    const before = await versions()
    expect(await foretold(specs.printed)).toEqual({})
    await applyAll(specs.printed, stub)
    expect(await versions()).toEqual(before)
  })

  it('changes exactly as its dry run foretold when the safe fixes are applied, in fields and in pods', async () => {
    const changes = await foretold(specs.fixed)
    expect(Object.keys(changes).length).toBeGreaterThan(2)
    const objects = orderedObjects(specs.fixed)
    const predicted = await Promise.all(objects.map(async (object) => normaliseLive(await asGauntlet.apply(object, { ...OURS, dryRun: true }))))
    const pods = await Promise.all(objects.map((object) => podUids(namespace, object.metadata.name)))
    await applyAll(specs.fixed, stub)
    for (const [index, object] of objects.entries()) {
      expect(normaliseLive(await live(object)), objectId(object)).toEqual(predicted[index])
      if (!isWorkload(object)) continue
      const kept = pods[index] ?? []
      const replaced = (await podUids(namespace, object.metadata.name)).filter((uid) => !kept.includes(uid))
      expect(replaced.length, `replaced pods of ${objectId(object)}`).toBe(changes[objectId(object)]?.restarts ?? 0)
    }
  })

  it('is not taken from another manager: the field and its owner are named, and the field stays as the other left it', async () => {
    const store = named(specs.fixed, 'thanos-store')
    await api.must('PATCH', `/apis/apps/v1/namespaces/${namespace}/statefulsets/thanos-store?fieldManager=kubectl-edit`, { spec: { replicas: 4 } }, 'application/merge-patch+json')
    const refusal = await asGauntlet.apply(store, { ...OURS, dryRun: true }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'CONFLICT', details: { conflicts: [{ field: 'spec.replicas', owner: 'kubectl-edit' }] } })
    await expect(asGauntlet.apply(store, { ...OURS, dryRun: false })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await live(store)).spec).toMatchObject({ replicas: 4 })
    await asGauntlet.apply(store, { dryRun: false, force: true })
    expect((await live(store)).spec).toMatchObject({ replicas: 3 })
    await rolledOut(store, stub)
  })

  it('returns to what it was when the old spec is applied again', async () => {
    await applyAll(specs.printed, stub)
    expect(await foretold(specs.printed)).toEqual({})
    for (const object of orderedObjects(specs.printed).filter(isWorkload)) expect(args(await live(object)), objectId(object)).toEqual(args(object))
  })
})

function named(spec: StackSpec, name: string): KubeObject {
  const found = orderedObjects(spec).find((object) => isWorkload(object) && object.metadata.name === name)
  if (found === undefined) throw new Error(`the guide has no workload ${name}`)
  return found
}

function args({ spec }: KubeObject): unknown {
  const template = isJsonObject(spec) && isJsonObject(spec.template) ? spec.template : {}
  const containers = isJsonObject(template.spec) && Array.isArray(template.spec.containers) ? template.spec.containers : []
  return containers.filter(isJsonObject).map((container) => container.args)
}

/** The path under which objects of a kind are made. */
async function collection({ apiVersion, kind, metadata }: KubeObject): Promise<string> {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`
  const { resources } = await api.must('GET', root)
  const resource = (Array.isArray(resources) ? resources : []).filter(isJsonObject).find((one) => one.kind === kind && !String(one.name).includes('/'))
  return `${root}/namespaces/${metadata.namespace}/${String(resource?.name)}`
}
