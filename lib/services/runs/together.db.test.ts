import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { freshDatabase } from '../../testing/database.ts'
import { begin, ended, stackWith } from '../../testing/runs.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { specOf } from '../../testing/specs.ts'
import type { StackSpec } from '../../thanos/spec.ts'

freshDatabase()
const sandbox = testSandbox()

const COUNT = 40
const files = (namespace: string): StackSpec => specOf(Array.from({ length: COUNT }, (_, index) => stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `file-${index}`, namespace }, data: { a: 'b' } })).join('---\n'))
const writes = () => sandbox.requests().filter(({ method, dryRun, agent }) => method === 'PATCH' && !dryRun && agent.includes('run '))

describe('objects that do not wait for each other', { timeout: 60_000 }, () => {
  it('go out a few at a time, each once and each with its own result', async () => {
    const stack = await stackWith(await sandbox.namespace('many'), files('many'))
    const run = await ended((await begin(stack)).run)
    expect(run).toMatchObject({ status: 'succeeded', message: `Revision 1 is applied: ${COUNT} objects changed, 0 as before.` })
    expect(run.objects.every(({ status, startedAt, finishedAt }) => status === 'done' && startedAt !== undefined && finishedAt !== undefined)).toBe(true)
    expect(new Set(writes().map(({ path }) => path)).size).toBe(COUNT)
    expect(writes()).toHaveLength(COUNT)
    // Far fewer saves than results: those that came together were saved together.
    expect(run.version).toBeLessThan(COUNT)
  })

  it('stop at the first that fails: those under way come to their end, no other is begun, and the run says which is which', async () => {
    const stack = await stackWith(await sandbox.namespace('fail'), files('fail'))
    const begun = await begin(stack)
    sandbox.weather({ rules: [{ effect: { kind: 'refuse', status: 403 }, methods: ['PATCH'], dryRun: false, path: '/fail/configmaps/file-9$' }] })
    const run = await ended(begun.run)
    expect(run.status).toBe('failed')
    const named = (status: string) => run.objects.flatMap((each) => (each.status === status ? [each.object.split('/').at(-1) ?? ''] : []))
    expect(named('failed')).toEqual(['file-9'])
    expect(named('skipped').length).toBeGreaterThan(0)
    const there = await sandbox.cluster().list('v1', 'ConfigMap', 'fail')
    expect(there.map(({ metadata }) => metadata.name).toSorted()).toEqual(named('done').toSorted())
    expect(named('done').length + named('skipped').length + 1).toBe(COUNT)
  })
})
