import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import { listEvents } from '../db/events.ts'
import { operator, viewer } from '../testing/actors.ts'
import { freshDatabase } from '../testing/database.ts'
import { testSandbox } from '../testing/sandbox.ts'
import { until } from '../testing/wait.ts'
import { adopt } from '../thanos/adopt.ts'
import { applyEdits } from '../thanos/apply-edits.ts'
import { findingKey } from '../thanos/finding.ts'
import { compute } from './plans/compute.ts'
import { restore } from './revisions/restore.ts'
import { save } from './revisions/save.ts'
import { apply } from './runs/apply.ts'
import { get as getRun } from './runs/get.ts'
import { ensureDemo } from './stacks/ensure-demo.ts'
import { get as getStack } from './stacks/get.ts'
import { status } from './stacks/status.ts'
import type { PlanView, RunView } from './views.ts'

freshDatabase()
const sandbox = testSandbox({ demo: true })
const GUIDE = new URL('../../examples/guide/', import.meta.url)

const STORE = 'StatefulSet/monitoring/thanos-store'
const RECEIVER = 'StatefulSet/monitoring/thanos-receiver'
const COMPACTOR = 'StatefulSet/monitoring/thanos-compactor'
const ROLL = ['plan.compute', 'run.start', 'run.finish']

async function roll(stackId: string): Promise<{ plan: PlanView; run: RunView }> {
  const plan = await compute(operator, { stackId })
  expect(plan).toMatchObject({ status: 'ready', blockers: [] })
  const { id: runId } = await apply(operator, { planId: plan.id, acknowledge: plan.acknowledge.map(findingKey) })
  return { plan, run: await until(() => getRun(viewer, { runId }), ({ status: now }) => now !== 'running') }
}

async function argsOf(object: string): Promise<string> {
  const live = await sandbox.cluster().get({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: object.split('/').at(-1) ?? '', namespace: 'monitoring' })
  return JSON.stringify(live?.spec)
}

describe('the journey of a first day', () => {
  it('imports the guide, is stopped by what would break, takes the fixes, applies, changes a retention, and goes back', async () => {
    await ensureDemo()
    const { id: stackId, slug } = await getStack(viewer, { slug: 'monitoring' })
    const files = readdirSync(GUIDE).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync(new URL(name, GUIDE), 'utf8') }))
    const imported = await save(operator, { stackId, base: 0, spec: adopt(files).spec, message: 'Import the guide' })
    expect(imported.findings.error).toBeGreaterThan(0)

    // The guide's receiver would not start: that is new, so it blocks; what is wrong but runs already only has to be acknowledged.
    const asImported = await compute(operator, { stackId })
    expect(asImported.status).toBe('blocked')
    expect(asImported.blockers.map(({ code }) => code)).toEqual(['receive/no-external-label'])
    expect(asImported.objects.filter(({ verdict }) => verdict !== 'unchanged').map(({ object }) => object)).toEqual([RECEIVER])
    await expect(apply(operator, { planId: asImported.id })).rejects.toMatchObject({ code: 'BLOCKED' })

    // Three fixes by one click each.
    const fixes = imported.findingList.filter(({ code, fix }) => fix?.safe && ['receive/no-external-label', 'receive/no-local-endpoint', 'store/only-recent'].includes(code))
    expect(fixes).toHaveLength(3)
    const fixed = applyEdits(imported.spec, fixes.flatMap(({ fix }) => fix?.edits ?? []))
    await save(operator, { stackId, base: 1, spec: fixed, message: 'Take the fixes' })
    const first = await roll(stackId)
    expect(first.plan.objects.filter(({ verdict }) => verdict === 'change').map(({ object, restarts }) => [object, restarts])).toEqual([[STORE, 3], [RECEIVER, 3]])
    expect(first.run).toMatchObject({ status: 'succeeded', message: expect.stringMatching(/^Revision 2 is applied: 2 objects changed/) })
    expect(first.run.objects.find(({ object }) => object === RECEIVER)).toMatchObject({ status: 'done', ready: { now: 3, want: 3 } })

    // One field by the form.
    const retention = applyEdits(fixed, [{ op: 'flag.set', object: COMPACTOR, flag: 'retention.resolution-raw', values: ['45d'] }])
    await save(operator, { stackId, base: 2, spec: retention, message: 'Keep raw samples longer' })
    const second = await roll(stackId)
    expect(second.plan.objects.filter(({ verdict }) => verdict === 'change')).toMatchObject([{ object: COMPACTOR, restarts: 1, fields: expect.arrayContaining([expect.objectContaining({ after: '--retention.resolution-raw=45d' })]) }])
    expect(await argsOf(COMPACTOR)).toContain('--retention.resolution-raw=45d')
    expect(await until(() => status(viewer, { slug }), (seen) => seen.ok && seen.health === 'Healthy')).toMatchObject({ sync: 'Synced', health: 'Healthy' })

    // And back.
    await restore(operator, { stackId, base: 3, number: 2 })
    const third = await roll(stackId)
    expect(third.run.status).toBe('succeeded')
    expect(await argsOf(COMPACTOR)).not.toContain('--retention.resolution-raw=45d')
    expect(await getStack(viewer, { slug })).toMatchObject({ head: 4, applied: 4 })

    // All of it is in the audit, and no credential is anywhere.
    const events = await listEvents(db(), { filter: { stackId }, limit: 100 })
    expect(events.map(({ action, outcome }) => (outcome === 'ok' ? action : `${action} ${outcome}`)).toReversed()).toEqual([
      'stack.create', 'revision.save', 'plan.compute', 'run.start refused', 'revision.save', ...ROLL, 'revision.save', ...ROLL, 'revision.restore', ...ROLL,
    ])
    const kept = JSON.stringify([events, await db().revision.findMany(), await db().plan.findMany(), await db().run.findMany()])
    for (const value of ['demo-demo-demo', 'DEMOKEYDEMOKEY', btoa('type: S3\nconfig')]) expect(kept).not.toContain(value)
  })
})
