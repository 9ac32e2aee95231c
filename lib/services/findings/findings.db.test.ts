import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import type { StackRow } from '../../db/stacks.ts'
import { ROLES, type Role } from '../../role.ts'
import { operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec, specOf } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { findingKey } from '../../thanos/finding.ts'
import { render } from '../../thanos/render.ts'
import { compute } from '../plans/compute.ts'
import { save } from '../revisions/save.ts'
import { apply } from '../runs/apply.ts'
import { get as getRun } from '../runs/get.ts'
import { accept } from './accept.ts'
import { acceptances } from './acceptances.ts'
import { list } from './list.ts'
import { withdraw } from './withdraw.ts'

freshDatabase()
const sandbox = testSandbox()

const DAY_MS = 86_400_000
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString()
const broken = (names: readonly string[], flag = '--no-such-flag=1') => specOf(names.map((name) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: monitoring }
spec: { template: { spec: { containers: [{ name: t, image: "quay.io/thanos/thanos:v0.42.0", args: [query, ${flag}] }] } } }
`).join('---\n'))
const eventsOf = (stackId: string) => listEvents(db(), { filter: { stackId }, limit: 50 })

async function faulty(names: readonly string[] = ['q']): Promise<StackRow & { key: string }> {
  const stack = await makeStack()
  await save(operator, { stackId: stack.id, base: 0, spec: broken(names), message: 'As it is' })
  const { items } = await list(viewer, { slug: stack.slug, text: 'no-such-flag' })
  return { ...stack, key: items[0]?.key ?? '' }
}

describe('findings/accept', () => {
  it('keeps who accepted what, why and until when, shows it on the finding, and writes it down with nothing before', async () => {
    const stack = await faulty()
    const end = inDays(30)
    const [accepted] = await accept(operator, { stackId: stack.id, findings: [stack.key], reason: ' Gone with v0.43 ', until: end })
    expect(accepted).toMatchObject({ key: stack.key, severity: 'error', reason: 'Gone with v0.43', by: operator.name, until: end })
    expect(await acceptances(viewer, { stackId: stack.id })).toEqual([accepted])
    const page = await list(viewer, { slug: stack.slug, text: 'no-such-flag' })
    expect(page.items).toMatchObject([{ key: stack.key, acceptance: { kind: 'accepted', acceptance: accepted } }])
    expect((await eventsOf(stack.id))[0]).toMatchObject({
      action: 'finding.accept', outcome: 'ok', subject: `finding ${stack.key}`, actor: { name: operator.name },
      after: [{ finding: stack.key, severity: 'error', reason: 'Gone with v0.43', until: end, by: operator.name }],
    })
  })

  it('takes an accepted finding out of what is open, and gives it back when it is withdrawn', async () => {
    const stack = await faulty()
    const before = (await list(viewer, { slug: stack.slug })).counts
    await accept(operator, { stackId: stack.id, findings: [stack.key], reason: 'Known', until: inDays(1) })
    expect((await list(viewer, { slug: stack.slug })).counts).toEqual({ ...before, error: before.error - 1, accepted: 1 })
    expect((await list(viewer, { slug: stack.slug })).nextEnd).toBe((await acceptances(viewer, { stackId: stack.id }))[0]?.until)
    expect((await list(viewer, { slug: stack.slug, accepted: true })).items.map(({ key }) => key)).toEqual([stack.key])
    await withdraw(operator, { stackId: stack.id, finding: stack.key })
    expect((await list(viewer, { slug: stack.slug })).counts).toEqual(before)
    expect(await acceptances(viewer, { stackId: stack.id })).toEqual([])
    expect((await eventsOf(stack.id))[0]).toMatchObject({ action: 'finding.withdraw', outcome: 'ok', subject: `finding ${stack.key}`, before: [{ reason: 'Known' }] })
    await expect(withdraw(operator, { stackId: stack.id, finding: stack.key })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('accepts one thing on many objects at once, with one reason and one event', async () => {
    const stack = await faulty(['a', 'b', 'c'])
    const keys = (await list(viewer, { slug: stack.slug, text: 'no-such-flag' })).items.map(({ key }) => key)
    expect(keys).toHaveLength(3)
    await accept(operator, { stackId: stack.id, findings: keys, reason: 'All of them go next week', until: inDays(7) })
    expect((await list(viewer, { slug: stack.slug })).counts.accepted).toBe(3)
    expect((await eventsOf(stack.id))[0]).toMatchObject({ subject: '3 findings', after: keys.map((finding) => ({ finding })) })
  })

  it('replaces an older acceptance of the same finding, and tells both in the event', async () => {
    const stack = await faulty()
    await accept(operator, { stackId: stack.id, findings: [stack.key], reason: 'First', until: inDays(1) })
    await accept(someone('admin', 'Ann'), { stackId: stack.id, findings: [stack.key], reason: 'Second', until: inDays(2) })
    expect(await acceptances(viewer, { stackId: stack.id })).toMatchObject([{ reason: 'Second', by: 'Ann' }])
    expect((await eventsOf(stack.id))[0]).toMatchObject({ before: [{ reason: 'First' }], after: [{ reason: 'Second' }] })
  })

  it('lets one of many who accept at once come last, and loses none of them in the audit', async () => {
    const stack = await faulty()
    await Promise.all(Array.from({ length: 6 }, (_, index) => accept(operator, { stackId: stack.id, findings: [stack.key], reason: `try ${index}`, until: inDays(1) })))
    expect(await acceptances(viewer, { stackId: stack.id })).toHaveLength(1)
    expect((await eventsOf(stack.id)).filter(({ action }) => action === 'finding.accept')).toHaveLength(6)
  })

  it('gives a finding back when its time is over, and says so', async () => {
    const stack = await faulty()
    await accept(operator, { stackId: stack.id, findings: [stack.key], reason: 'For a moment', until: new Date(Date.now() + 300).toISOString() })
    const page = await until(() => list(viewer, { slug: stack.slug, text: 'no-such-flag' }), ({ items }) => items[0]?.acceptance?.kind === 'ended')
    expect(page.counts).toMatchObject({ accepted: 0, ended: 1 })
    expect(page.nextEnd).toBeUndefined()
    expect(page.items[0]?.acceptance?.acceptance).toMatchObject({ reason: 'For a moment', by: operator.name })
    await accept(operator, { stackId: stack.id, findings: [stack.key], reason: 'Once more', until: inDays(1) })
    expect((await list(viewer, { slug: stack.slug, accepted: true })).items).toHaveLength(1)
  })

  it.each([
    ['no reason', { reason: '  ' }, /Say why it may stay/],
    ['an end that is over', { until: inDays(-1) }, /The end is over already/],
    ['an end more than a year ahead', { until: inDays(367) }, /a year at most/],
    ['an end that is no date', { until: 'next week' }, /Give the end as a date/],
    ['no finding', { findings: [] }, /Name the finding/],
    ['more findings than anybody reads', { findings: Array.from({ length: 101 }, (_, index) => `k${index}`) }, /at most 100/],
    ['control characters', { reason: 'bell \u0007 rings' }, /Control characters/],
  ])('refuses %s, in words', async (_, wrong, words) => {
    const stack = await faulty()
    await expect(accept(operator, { stackId: stack.id, findings: [stack.key], reason: 'Known', until: inDays(1), ...wrong })).rejects.toMatchObject({ code: 'INVALID', message: expect.stringMatching(words) })
    expect(await acceptances(viewer, { stackId: stack.id })).toEqual([])
  })

  it('knows only findings that the newest revision or plan has', async () => {
    const stack = await faulty()
    await expect(accept(operator, { stackId: stack.id, findings: [stack.key, 'made/up Deployment/x y'], reason: 'Known', until: inDays(1) }))
      .rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('made/up') })
    expect(await acceptances(viewer, { stackId: stack.id })).toEqual([])
    await expect(accept(operator, { stackId: 'nowhere', findings: [stack.key], reason: 'Known', until: inDays(1) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  describe.each(ROLES)('%s', (role: Role) => {
    const may = role !== 'viewer'
    it(`${may ? 'may' : 'may not'} accept and withdraw, and a refused attempt is written down`, async () => {
      const stack = await faulty()
      const actor = someone(role)
      const input = { stackId: stack.id, findings: [stack.key], reason: 'Known', until: inDays(1) }
      if (may) {
        await accept(actor, input)
        await withdraw(actor, { stackId: stack.id, finding: stack.key })
        return
      }
      await expect(accept(actor, input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await accept(operator, input)
      await expect(withdraw(actor, { stackId: stack.id, finding: stack.key })).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect((await eventsOf(stack.id)).filter(({ outcome }) => outcome === 'refused')).toMatchObject([
        { action: 'finding.withdraw', subject: `finding ${stack.key}`, actor: { name: role } }, { action: 'finding.accept', subject: `finding ${stack.key}` },
      ])
      expect(await acceptances(viewer, { stackId: stack.id })).toHaveLength(1)
    })
  })
})

describe('what Postgres refuses of acceptances', () => {
  let stack: Awaited<ReturnType<typeof faulty>>
  beforeAll(async () => {
    stack = await faulty()
    await accept(operator, { stackId: stack.id, findings: [stack.key], reason: 'Known', until: inDays(1) })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['another reason', () => db().acceptance.updateMany({ where: { stackId: stack.id }, data: { reason: 'other' } })],
    ['a later end', () => db().acceptance.updateMany({ where: { stackId: stack.id }, data: { until: new Date(Date.now() + DAY_MS * 100) } })],
    ['deletion', () => db().acceptance.deleteMany({ where: { stackId: stack.id } })],
    ['emptying', () => db().$executeRawUnsafe('TRUNCATE "acceptance"')],
    ['half an end', () => db().acceptance.updateMany({ where: { stackId: stack.id }, data: { endedAt: new Date() } })],
  ])('%s', async (_, change) => {
    await expect(change()).rejects.toThrow()
    expect(await acceptances(viewer, { stackId: stack.id })).toMatchObject([{ reason: 'Known' }])
  })

  it('a second end', async () => {
    await withdraw(operator, { stackId: stack.id, finding: stack.key })
    await expect(db().$executeRawUnsafe(`UPDATE "acceptance" SET "endedByName" = 'someone else' WHERE "stackId" = '${stack.id}'`)).rejects.toThrow(/keeps what was accepted/)
  })
})

describe('findings/list', () => {
  it('gives them a page at a time, none twice and none lost, and refuses to go on behind a newer revision', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `q${index}`)
    const stack = await faulty(names)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await list(viewer, { slug: stack.slug, text: 'no-such-flag', limit: 10, ...(after === undefined ? {} : { after }) })
      expect(page.items.length).toBeLessThanOrEqual(10)
      seen.push(...page.items.map(({ object }) => object))
      after = page.next
    } while (after !== undefined)
    expect(seen.toSorted()).toEqual(names.map((name) => `Deployment/monitoring/${name}`).toSorted())
    await save(operator, { stackId: stack.id, base: 1, spec: broken(['q']), message: 'Fewer' })
    await expect(list(viewer, { slug: stack.slug, after: '1:10' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('narrows by severity, code, object and words', async () => {
    const stack = await faulty(['a', 'b'])
    const of = async (filter: object) => (await list(viewer, { slug: stack.slug, ...filter })).items
    expect((await of({ severity: 'error' })).every(({ severity }) => severity === 'error')).toBe(true)
    const [first] = await of({ text: 'no-such-flag' })
    expect((await of({ code: first?.code })).length).toBeGreaterThan(1)
    expect((await of({ code: first?.code.split('/')[0], object: first?.object })).every(({ object }) => object === first?.object)).toBe(true)
    expect(await of({ text: 'NO-SUCH-FLAG nothing-of-the-kind' })).toEqual([])
  })

  it('has nothing to tell of a stack without a revision', async () => {
    const stack = await makeStack()
    expect(await list(viewer, { slug: stack.slug })).toEqual({ counts: { error: 0, warning: 0, advice: 0, accepted: 0, ended: 0 }, items: [] })
    await expect(list(viewer, { slug: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('an accepted error', () => {
  it('that is live already needs no acknowledgement while the acceptance lasts, and the run says that it was accepted', async () => {
    const namespace = 'accepted'
    const spec = applyEdits(querySpec({ namespace }), [{ op: 'flag.set', object: `Deployment/${namespace}/thanos-query`, flag: 'no-such-flag', values: ['1'] }])
    const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
    await sandbox.put(render(spec), 'gauntlet')
    const changed = applyEdits(spec, [{ op: 'replicas.set', object: `Deployment/${namespace}/thanos-query`, replicas: 2 }])
    await save(operator, { stackId: stack.id, base: 0, spec: changed, message: 'Import' })
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan.acknowledge.length).toBeGreaterThan(0)
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED' })
    const { items } = await list(viewer, { slug: stack.slug, severity: 'error' })
    await accept(operator, { stackId: stack.id, findings: items.map(({ key }) => key), reason: 'Known', until: inDays(1) })
    const run = await apply(operator, { planId: plan.id })
    await until(() => getRun(viewer, { runId: run.id }), ({ status }) => status !== 'running')
    const [started] = await listEvents(db(), { filter: { stackId: stack.id, action: 'run.start', outcome: 'ok' }, limit: 1 })
    expect(started?.after).toMatchObject({ acknowledged: [], accepted: plan.acknowledge.map(findingKey) })
  })

  it('that is new still blocks', async () => {
    const namespace = 'stillnew'
    const spec = applyEdits(querySpec({ namespace }), [{ op: 'flag.set', object: `Deployment/${namespace}/thanos-query`, flag: 'no-such-flag', values: ['1'] }])
    const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
    await save(operator, { stackId: stack.id, base: 0, spec, message: 'Import' })
    const { items } = await list(viewer, { slug: stack.slug, severity: 'error' })
    await accept(operator, { stackId: stack.id, findings: items.map(({ key }) => key), reason: 'Known', until: inDays(1) })
    const plan = await compute(operator, { stackId: stack.id })
    expect(plan).toMatchObject({ status: 'blocked', blockers: [{ severity: 'error' }] })
    await expect(apply(operator, { planId: plan.id })).rejects.toMatchObject({ code: 'BLOCKED' })
  })
})
