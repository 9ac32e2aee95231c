import { describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { admin, operator, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import type { KubeObject } from '../../manifest/types.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { save } from '../revisions/save.ts'
import { apply } from '../runs/apply.ts'
import type { PlanView } from '../views.ts'
import { compute } from './compute.ts'
import { get } from './get.ts'
import { list } from './list.ts'

freshDatabase()
const sandbox = testSandbox()

const CANARY = 'AKIACANARY7EXAMPLE00'
const id = (namespace: string) => `Deployment/${namespace}/thanos-query`
const changeOf = (plan: PlanView, object: string) => plan.objects.find((change) => change.object === object)

async function saved(namespace: string, spec: StackSpec) {
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  await save(operator, { stackId: stack.id, base: 0, spec, message: 'Import' })
  return stack
}

describe('plans/compute', () => {
  it('says create for what is not there, in apply order, and changes nothing in the cluster', async () => {
    const stack = await saved('create', querySpec({ namespace: 'create' }))
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan).toMatchObject({ status: 'ready', revision: 1, createdBy: operator.name, blockers: [], acknowledge: [] })
    expect(plan.objects.map(({ object, verdict }) => `${verdict} ${object}`)).toEqual(['create Service/create/thanos-query', 'create Deployment/create/thanos-query'])
    expect(changeOf(plan, id('create'))).toMatchObject({ liveYaml: '', restarts: 0, predictedYaml: expect.stringContaining('gauntlet.dev/revision: "1"') })
    expect(await sandbox.cluster().list('apps/v1', 'Deployment', 'create')).toEqual([])
    expect(await get(viewer, { planId: plan.id })).toEqual(plan)
    expect(await list(viewer, { stackId: stack.id })).toEqual([{ id: plan.id, stackId: stack.id, revision: 1, status: 'ready', createdAt: plan.createdAt, createdBy: operator.name, verdicts: { create: 2 } }])
  })

  it('is empty when the cluster has it all, whoever made it, and notes that the revision is in place', async () => {
    const spec = querySpec({ namespace: 'same' })
    const stack = await saved('same', spec)
    await sandbox.put(render(spec))
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('empty')
    expect(plan.objects.map(({ verdict }) => verdict)).toEqual(['unchanged', 'unchanged'])
    expect((await db().stack.findUniqueOrThrow({ where: { id: stack.id } })).appliedRevision).toBe(1)
  })

  it('names each field that changes and the pods that restart for it', async () => {
    const spec = querySpec({ namespace: 'change', replicas: 2 })
    await sandbox.namespace('change')
    await sandbox.put(render(spec), 'gauntlet')
    const changed = applyEdits(spec, [{ op: 'flag.set', object: id('change'), flag: 'query.timeout', values: ['5m'] }])
    const stack = await saved('change', changed)
    const plan = await compute(operator, { stackId: stack.id })
    const change = changeOf(plan, id('change'))
    expect(change).toMatchObject({ verdict: 'change', restarts: 2, conflicts: [] })
    expect(change?.fields).toContainEqual({ path: 'spec.template.spec.containers[thanos].args[3]', after: '--query.timeout=5m' })
    expect(change?.liveYaml).not.toContain('query.timeout')
    expect(change?.predictedYaml).toContain('- --query.timeout=5m')
    expect(change?.predictedYaml).not.toContain('terminationMessagePath')
    expect(changeOf(plan, 'Service/change/thanos-query')?.verdict).toBe('unchanged')
  })

  it('never takes the mark of the revision alone for a change', async () => {
    const spec = querySpec({ namespace: 'mark' })
    await sandbox.namespace('mark')
    await sandbox.put(render(spec).map((object) => ({ ...object, metadata: { ...object.metadata, annotations: { 'gauntlet.dev/revision': '41' } } })), 'gauntlet')
    const stack = await saved('mark', spec)
    expect((await compute(operator, { stackId: stack.id })).status).toBe('empty')
  })

  it('names the owner of a field that someone else holds, with both values, and leaves it to whoever may decide', async () => {
    const spec = querySpec({ namespace: 'owned', replicas: 1 })
    await sandbox.namespace('owned')
    await sandbox.put(render(querySpec({ namespace: 'owned', replicas: 3 })), 'flux')
    const stack = await saved('owned', spec)
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan).toMatchObject({ status: 'ready', risk: { level: 'medium', reasons: expect.arrayContaining([expect.objectContaining({ en: `Fields of ${id('owned')} are taken from flux` })]) } })
    const change = changeOf(plan, id('owned'))
    expect(change).toMatchObject({ verdict: 'conflict', conflicts: [{ field: 'spec.replicas', owner: 'flux', ours: 1, theirs: 3 }] })
    // What would be there once it is taken over is shown all the same.
    expect(change?.fields).toContainEqual({ path: 'spec.replicas', before: 3, after: 1 })
    const applied = (actor: typeof operator, choices: { force?: string[] }) => apply(actor, { planId: plan.id, ...choices })
    await expect(applied(admin, {})).rejects.toMatchObject({ code: 'BLOCKED', details: { objects: [id('owned')] } })
    await expect(applied(operator, { force: [id('owned')] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(applied(admin, { force: [id('owned'), 'Service/owned/thanos-query'] })).rejects.toMatchObject({ code: 'INVALID' })
    expect(await applied(admin, { force: [id('owned')] })).toMatchObject({ choices: { force: [id('owned')] } })
  })

  it('lets nobody see the credential that two managers disagree about', async () => {
    const spec = applyEdits(querySpec({ namespace: 'quiet' }), [{ op: 'field.set', object: id('quiet'), pointer: '/spec/template/spec/containers/0/env', value: [{ name: 'API_TOKEN', value: '$(OTHER)' }] }])
    const stack = await saved('quiet', spec)
    // Safe because it is what was rendered, with one word in place of another.
    await sandbox.put(JSON.parse(JSON.stringify(render(spec)).replaceAll('$(OTHER)', CANARY)) as KubeObject[], 'flux')
    const plan = await compute(operator, { stackId: stack.id })
    expect(changeOf(plan, id('quiet'))?.verdict).toBe('conflict')
    expect(JSON.stringify(await db().plan.findMany({ where: { stackId: stack.id } }))).not.toContain(CANARY)
  })

  it('gives the API server\'s own words for what it refuses, object by object', async () => {
    const spec = querySpec({ namespace: 'refused' })
    const [deployment, ...others] = spec.objects
    if (deployment?.type !== 'workload') throw new Error('the first object is the querier')
    const stack = await saved('refused', { ...spec, objects: [{ ...deployment, replicas: -1 }, ...others] })
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('blocked')
    expect(changeOf(plan, id('refused'))).toMatchObject({ verdict: 'invalid', message: expect.stringMatching(/spec\.replicas.*greater than or equal to 0/) })
    expect(changeOf(plan, 'Service/refused/thanos-query')?.verdict).toBe('create')
  })

  it('says immutable where the object would have to be made anew', async () => {
    const spec = querySpec({ namespace: 'fixed' })
    await sandbox.namespace('fixed')
    await sandbox.put(render(spec), 'gauntlet')
    const changed = applyEdits(spec, [
      { op: 'field.set', object: id('fixed'), pointer: '/spec/selector/matchLabels/app', value: 'other' },
      { op: 'field.set', object: id('fixed'), pointer: '/spec/template/metadata/labels/app', value: 'other' },
    ])
    const stack = await saved('fixed', changed)
    expect(changeOf(await compute(operator, { stackId: stack.id }), id('fixed'))).toMatchObject({ verdict: 'immutable', message: expect.stringContaining('immutable'), advice: { en: expect.stringContaining('another name') }, refusals: [{ field: 'spec.selector', message: expect.stringContaining('immutable') }] })
    // What differs is shown, and no default that the server filled in.
    const { liveYaml = '', predictedYaml = '' } = changeOf(await compute(operator, { stackId: stack.id }), id('fixed')) ?? {}
    expect(liveYaml).toContain('app: ')
    expect(liveYaml).not.toMatch(/terminationMessagePath|progressDeadlineSeconds|dnsPolicy/)
    expect(liveYaml.split('\n').length).toBe(predictedYaml.split('\n').length)
  })

  it('says which Secret or key is missing, and keeps no value of one that is there', async () => {
    const withSecret = `
apiVersion: v1
kind: Secret
metadata: { name: objstore, namespace: secrets }
stringData: { objstore.yml: "type: S3\\nconfig: { bucket: thanos, endpoint: e:9000, access_key: ${CANARY}, secret_key: ${CANARY} }\\n" }
`
    const stack = await saved('secrets', specOf(withSecret))
    const missing = await compute(operator, { stackId: stack.id })
    expect(missing).toMatchObject({ status: 'blocked', objects: [{ object: 'Secret/secrets/objstore', verdict: 'missing', message: { en: expect.stringContaining('no Secret/secrets/objstore') } }] })

    const put = (data: Record<string, string>) => sandbox.put([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'objstore', namespace: 'secrets' }, data }])
    await put({ 'other.yml': btoa(CANARY) })
    expect((await compute(operator, { stackId: stack.id })).objects).toMatchObject([{ verdict: 'missing', message: { en: expect.stringContaining('objstore.yml') } }])

    await put({ 'objstore.yml': btoa(`type: S3\nconfig: {secret_key: ${CANARY}}`) })
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.objects).toMatchObject([{ verdict: 'unchanged' }])
    const everything = JSON.stringify([await db().plan.findMany(), await db().revision.findMany(), await listEvents(db(), { filter: {}, limit: 200 })],
      (_, value: unknown) => typeof value === 'bigint' ? String(value) : value)
    expect(everything).not.toContain(CANARY)
    expect(everything).not.toContain(btoa(CANARY).slice(0, 24))
  })

  const BAD = '--no-such-flag=1'
  const withBadFlag = (spec: StackSpec, object: string): StackSpec => applyEdits(spec, [{ op: 'flag.set', object, flag: 'no-such-flag', values: ['1'] }])

  it('is blocked by an error that the change brings in', async () => {
    const spec = querySpec({ namespace: 'worse' })
    await sandbox.namespace('worse')
    await sandbox.put(render(spec), 'gauntlet')
    const stack = await saved('worse', withBadFlag(spec, id('worse')))
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('blocked')
    expect(plan.blockers.map(({ object }) => object)).toContain(id('worse'))
    expect(plan.acknowledge).toEqual([])
  })

  it('asks to acknowledge an error that is live already, before the first run and after it', async () => {
    const broken = withBadFlag(querySpec({ namespace: 'asis' }), id('asis'))
    expect(JSON.stringify(render(broken))).toContain(BAD)
    await sandbox.namespace('asis')
    await sandbox.put(render(broken), 'gauntlet')
    const stack = await saved('asis', applyEdits(broken, [{ op: 'replicas.set', object: id('asis'), replicas: 2 }]))
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.status).toBe('ready')
    expect(plan.blockers).toEqual([])
    expect(plan.acknowledge.map(({ object }) => object)).toContain(id('asis'))
  })

  it('puts what is written without a namespace into the stack\'s own', async () => {
    const spec = specOf('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: rings }\ndata: { a: b }\n')
    const stack = await saved('own', spec)
    expect((await compute(operator, { stackId: stack.id })).objects).toMatchObject([{ object: 'ConfigMap/rings', verdict: 'create', predictedYaml: expect.stringContaining('namespace: own') }])
  })

  it('refuses a viewer and writes the attempt down; writes an event when it works', async () => {
    const stack = await saved('roles', querySpec({ namespace: 'roles' }))
    await expect(compute(viewer, { stackId: stack.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const plan = await compute(admin, { stackId: stack.id })
    expect((await listEvents(db(), { filter: { stackId: stack.id, action: 'plan.compute' }, limit: 5 }))).toMatchObject([
      { outcome: 'ok', subject: `plan ${plan.id}`, actor: { name: admin.name }, after: { revision: 1, status: 'ready', objects: { create: 2 } } },
      { outcome: 'refused', actor: { name: viewer.name } },
    ])
  })

  it('makes the plan before it stale', async () => {
    const stack = await saved('older', querySpec({ namespace: 'older' }))
    const first = await compute(operator, { stackId: stack.id })
    await compute(operator, { stackId: stack.id })
    expect((await get(viewer, { planId: first.id })).status).toBe('stale')
  })

  it('says UPSTREAM when the cluster does not answer, and stores no plan', async () => {
    const stack = await makeStack({ connection: { kind: 'context', context: 'nowhere' } })
    await save(operator, { stackId: stack.id, base: 0, spec: querySpec(), message: 'Import' })
    await expect(compute(operator, { stackId: stack.id })).rejects.toMatchObject({ name: 'AppError' })
    expect(await list(viewer, { stackId: stack.id })).toEqual([])
  })
})
