import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, stackWith } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { specOf } from '../../testing/specs.ts'
import { render } from '../../thanos/render.ts'
import type { StackSpec } from '../../thanos/spec.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import { apply } from './apply.ts'

freshDatabase()
const sandbox = testSandbox()

const FILES = ['a', 'b', 'c', 'd']
/** ConfigMaps of one namespace; `changed` of them has other data than the first time. */
const files = (namespace: string, changed?: string): StackSpec => specOf(FILES.map((name) => stringify({
  apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { text: name === changed ? 'new' : 'old' },
})).join('---\n'))
const requests = (method: string, from: number): string[] => sandbox.requests(from).filter((seen) => seen.method === method && !seen.dryRun && seen.agent.includes('run '))
  .map(({ path }) => path.split('?')[0]?.split('/').at(-1) ?? '')

describe('what a run need not write', () => {
  it('is neither asked for nor written one by one when it is as the dry run left it, and is told as unchanged', async () => {
    const stack = await stackWith(await sandbox.namespace('settled'), files('settled'))
    await ended((await begin(stack)).run)
    await save(operator, { stackId: stack.id, base: 1, spec: files('settled', 'c'), message: 'One' })
    const from = sandbox.requests().length
    const run = await ended((await begin(stack)).run)
    expect(run).toMatchObject({ status: 'succeeded', message: 'Revision 2 is applied: 1 object changed, 3 as before.' })
    expect(requests('PATCH', from)).toEqual(['c'])
    expect(requests('GET', from).filter((name) => FILES.includes(name))).toEqual([])
  })

  it('is written where Gauntlet does not own its fields yet', async () => {
    const namespace = await sandbox.namespace('others')
    await sandbox.put(render(files('others')).filter(({ metadata }) => metadata.name !== 'c'), 'kubectl')
    const stack = await stackWith(namespace, files('others'))
    const from = sandbox.requests().length
    expect(await ended((await begin(stack)).run)).toMatchObject({ status: 'succeeded', message: 'Revision 1 is applied: 1 object changed, 3 as before.' })
    expect(requests('PATCH', from).toSorted()).toEqual(FILES)
    const owned = await sandbox.cluster().get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace })
    expect(JSON.stringify(owned?.metadata.managedFields)).toContain('"manager":"gauntlet"')
  })

  it('is written where its version has moved since the plan, though nobody changed a value', async () => {
    const stack = await stackWith(await sandbox.namespace('moved'), files('moved'))
    await ended((await begin(stack)).run)
    await save(operator, { stackId: stack.id, base: 1, spec: files('moved', 'c'), message: 'One' })
    const plan = await compute(operator, { stackId: stack.id })
    await sandbox.put(render(files('moved')).filter(({ metadata }) => metadata.name === 'b'), 'kubectl')
    const from = sandbox.requests().length
    expect(await ended(await apply(operator, { planId: plan.id }))).toMatchObject({ status: 'succeeded', message: 'Revision 2 is applied: 1 object changed, 3 as before.' })
    expect(requests('PATCH', from).toSorted()).toEqual(['b', 'c'])
  })

  it('is written where nobody can list it', async () => {
    const stack = await stackWith(await sandbox.namespace('unlisted'), files('unlisted'))
    await ended((await begin(stack)).run)
    await save(operator, { stackId: stack.id, base: 1, spec: files('unlisted', 'c'), message: 'One' })
    const plan = await compute(operator, { stackId: stack.id })
    // The first list is apply's own look, the second the run's.
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, methods: ['GET'], path: '/unlisted/configmaps$', skip: 1 }] })
    const from = sandbox.requests().length
    expect(await ended(await apply(operator, { planId: plan.id }))).toMatchObject({ status: 'succeeded', message: 'Revision 2 is applied: 1 object changed, 3 as before.' })
    expect(sandbox.hits()).toEqual([1])
    expect(requests('PATCH', from).toSorted()).toEqual(FILES)
  })
})
