import { describe, expect, it } from 'vitest'
import { LOCAL_ADMIN, type Actor } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { admin, operator, someone, viewer } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { testSandbox } from '../../testing/sandbox.ts'
import { querySpec } from '../../testing/specs.ts'
import { makeStack } from '../../testing/stacks.ts'
import { until } from '../../testing/wait.ts'
import { applyEdits } from '../../thanos/apply-edits.ts'
import { render } from '../../thanos/render.ts'
import { save } from '../revisions/save.ts'
import { apply } from '../runs/apply.ts'
import { get as getRun } from '../runs/get.ts'
import { list as listRuns } from '../runs/list.ts'
import { protect, unprotect } from '../stacks/protect.ts'
import { approval } from './approval.ts'
import { approve, reject, withdraw } from './approve.ts'
import { compute } from './compute.ts'

freshDatabase()
const sandbox = testSandbox()
const [sora, jihoon] = [someone('approver', 'sora'), someone('approver', 'jihoon')]

/** A protected stack whose plan restarts the one querier (`risky`), or only adds a replica. */
async function planned(namespace: string, { risky = true, author = operator, planner = operator, isProtected = true }: { risky?: boolean; author?: Actor; planner?: Actor; isProtected?: boolean } = {}) {
  const spec = querySpec({ namespace })
  const stack = await makeStack({ namespace: await sandbox.namespace(namespace) })
  await sandbox.put(render(spec), 'gauntlet')
  const object = `Deployment/${namespace}/thanos-query`
  const edited = applyEdits(spec, [risky ? { op: 'flag.set', object, flag: 'query.timeout', values: ['5m'] } : { op: 'replicas.set', object, replicas: 2 }])
  await save(author, { stackId: stack.id, base: 0, spec: edited, message: 'Change' })
  if (isProtected) await protect(admin, { stackId: stack.id })
  const plan = await compute(planner, { stackId: stack.id })
  return { stack, plan, planId: plan.id, ask: (actor: Actor) => approval(actor, { planId: plan.id }) }
}

const ended = (runId: string) => until(() => getRun(viewer, { runId }), ({ status }) => status !== 'running')

describe('apply on a protected stack', () => {
  it('is blocked for a risky plan until another person approves it, and names who did', async () => {
    const { stack, planId, ask } = await planned('wait')
    expect(await ask(sora)).toMatchObject({ isNeeded: true, isOpen: true, risk: { level: 'medium' }, history: [] })
    await expect(apply(operator, { planId })).rejects.toMatchObject({ code: 'BLOCKED' })
    expect(await db().run.count({ where: { stackId: stack.id } })).toBe(0)
    await approve(sora, { planId, comment: 'One querier, at night' })
    expect(await ask(operator)).toMatchObject({ standing: { kind: 'approved', by: 'sora', byMe: false, comment: 'One querier, at night' } })
    expect(await ended((await apply(operator, { planId })).id)).toMatchObject({ status: 'succeeded' })
    expect(await listRuns(viewer, { stackId: stack.id })).toMatchObject([{ startedBy: operator.name, approvedBy: 'sora' }])
    const [started] = await db().event.findMany({ where: { stackId: stack.id, action: 'run.start', outcome: 'ok' } })
    expect(started?.after).toMatchObject({ approvedBy: 'sora' })
    const [approved] = await db().event.findMany({ where: { stackId: stack.id, action: 'plan.approve' } })
    expect(approved).toMatchObject({ actorId: sora.id, outcome: 'ok', after: { revision: 1, risk: 'medium', kind: 'approved', comment: 'One querier, at night' } })
  })

  it('needs nobody for a low risk, nor on a stack that is not protected', async () => {
    const low = await planned('low', { risky: false })
    expect(await low.ask(sora)).toMatchObject({ isNeeded: false, risk: { level: 'low', reasons: [] } })
    expect(await ended((await apply(operator, { planId: low.planId })).id)).toMatchObject({ status: 'succeeded' })
    const open = await planned('open', { isProtected: false })
    expect(await open.ask(sora)).toMatchObject({ isNeeded: false, risk: { level: 'medium' } })
    await expect(approve(sora, { planId: open.planId })).rejects.toMatchObject({ code: 'BLOCKED' })
    expect(await ended((await apply(operator, { planId: open.planId })).id)).toMatchObject({ status: 'succeeded' })
  })

  it('heeds who rejects a plan of low risk, though nobody had to look at it', async () => {
    const { planId } = await planned('low-veto', { risky: false })
    await reject(sora, { planId, reason: 'Not before Monday' })
    await expect(apply(operator, { planId })).rejects.toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('Not before Monday') })
  })

  it('counts what is taken by force, deleted or restarted by choice as risky whatever the plan says', async () => {
    const { planId } = await planned('chosen', { risky: false })
    await expect(apply(operator, { planId, unstick: ['Deployment/chosen/thanos-query'] })).rejects.toMatchObject({ code: 'BLOCKED' })
    await expect(apply(operator, { planId, force: ['Deployment/chosen/thanos-query'] })).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('is refused to who approved it', async () => {
    const { planId } = await planned('both')
    await approve(sora, { planId })
    await expect(apply(sora, { planId })).rejects.toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('Somebody else applies') })
    await expect(apply(jihoon, { planId })).resolves.toMatchObject({ status: 'running' })
  })

  it('is blocked by a rejection, with its reason, also after an approval', async () => {
    const { planId, ask } = await planned('veto')
    await approve(sora, { planId })
    await reject(jihoon, { planId, reason: 'Not before the freeze ends' })
    await expect(apply(operator, { planId })).rejects.toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('Not before the freeze ends') })
    await expect(approve(sora, { planId })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await ask(viewer))?.history.map(({ kind, by }) => `${by} ${kind}`)).toEqual(['sora approved', 'jihoon rejected'])
  })
})

describe('plans/approve', () => {
  it('is refused to who saved the revision, who computed the plan, and who has no account', async () => {
    const mine = await planned('mine', { author: sora })
    await expect(approve(sora, { planId: mine.planId })).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('saved this revision') })
    const other = await planned('other', { planner: jihoon })
    await expect(reject(jihoon, { planId: other.planId, reason: 'No reason' })).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('computed this plan') })
    await expect(approve(LOCAL_ADMIN, { planId: other.planId })).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('account') })
    expect(await mine.ask(sora)).toMatchObject({ whyNot: 'author' })
    expect(await other.ask(jihoon)).toMatchObject({ whyNot: 'planner' })
    expect(await other.ask(LOCAL_ADMIN)).toMatchObject({ whyNot: 'local' })
    expect(await other.ask(operator)).toMatchObject({ whyNot: 'role' })
    expect(await other.ask(sora)).not.toHaveProperty('whyNot')
    const [refused] = await db().event.findMany({ where: { stackId: mine.stack.id, action: 'plan.approve' } })
    expect(refused).toMatchObject({ outcome: 'refused', actorId: sora.id })
  })

  it('names who may, without whoever asks, the author and the planner, and without who is shut out', async () => {
    const { ask } = await planned('names', { author: someone('operator', 'dana') })
    await db().user.createMany({ data: [
      { id: 'p1', name: 'minseo.park', email: 'm@x.test', role: 'approver' }, { id: 'p2', name: 'gone', email: 'g@x.test', role: 'admin', disabledAt: new Date() },
      { id: 'p3', name: 'reader', email: 'r@x.test', role: 'viewer' }, { id: 'test-operator', name: 'planner', email: 'o@x.test', role: 'approver' },
    ] })
    expect((await ask(viewer))?.approvers).toEqual(['minseo.park'])
    expect((await ask({ ...sora, id: 'p1' }))?.approvers).toEqual([])
  })

  it('holds for one plan alone: a newer plan is not approved, and the old one cannot be', async () => {
    const { stack, planId } = await planned('bound')
    await approve(sora, { planId })
    const next = await compute(operator, { stackId: stack.id })
    expect(await approval(sora, { stackId: stack.id })).toMatchObject({ planId: next.id, isNeeded: true, history: [] })
    await expect(apply(operator, { planId: next.id })).rejects.toMatchObject({ code: 'BLOCKED' })
    await expect(approve(jihoon, { planId })).rejects.toMatchObject({ code: 'STALE_PLAN' })
    await expect(apply(operator, { planId })).rejects.toMatchObject({ code: 'STALE_PLAN' })
  })

  it('does not outlast what it was about: a cluster that moved makes the plan stale', async () => {
    const { planId } = await planned('moved')
    await approve(sora, { planId })
    await sandbox.put(render(querySpec({ namespace: 'moved', replicas: 3 })), 'kubectl')
    await expect(apply(operator, { planId })).rejects.toMatchObject({ code: 'STALE_PLAN' })
  })

  it('can be withdrawn by who decided, and decided anew', async () => {
    const { planId, ask } = await planned('again')
    await expect(withdraw(sora, { planId })).rejects.toMatchObject({ code: 'CONFLICT' })
    await approve(sora, { planId })
    await expect(withdraw(jihoon, { planId })).rejects.toMatchObject({ code: 'CONFLICT' })
    await withdraw(sora, { planId })
    expect(await ask(viewer)).not.toHaveProperty('standing')
    await expect(apply(operator, { planId })).rejects.toMatchObject({ code: 'BLOCKED' })
    await approve(jihoon, { planId })
    expect((await ask(viewer))?.standing).toMatchObject({ kind: 'approved', by: 'jihoon' })
  })

  it('lets one of two at once win, and tells the other who was first', async () => {
    const { planId, ask } = await planned('race')
    const both = await Promise.allSettled([approve(sora, { planId }), approve(jihoon, { planId })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT', message: expect.stringContaining('approved this plan already') } })
    expect((await ask(viewer))?.history).toHaveLength(1)
  })

  it('asks for a reason to reject, and keeps what was decided as it is', async () => {
    const { planId, ask } = await planned('kept')
    await expect(reject(sora, { planId, reason: ' ' })).rejects.toMatchObject({ code: 'INVALID' })
    await reject(sora, { planId, reason: 'Wait for the freeze' })
    const why = /table "approval" is append-only/
    await expect(db().$executeRaw`UPDATE "approval" SET "kind" = 'approved' WHERE "planId" = ${planId}`).rejects.toThrow(why)
    await expect(db().$executeRaw`DELETE FROM "approval" WHERE "planId" = ${planId}`).rejects.toThrow(why)
    expect((await ask(viewer))?.standing).toMatchObject({ kind: 'rejected', by: 'sora', comment: 'Wait for the freeze' })
  })
})

describe('stacks/protect', () => {
  it('is an admin\'s, and an event each time; twice is a conflict', async () => {
    const stack = await makeStack()
    await expect(protect(sora, { stackId: stack.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const both = await Promise.allSettled([protect(admin, { stackId: stack.id }), protect(admin, { stackId: stack.id })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await unprotect(admin, { stackId: stack.id })
    await expect(unprotect(admin, { stackId: stack.id })).rejects.toMatchObject({ code: 'CONFLICT' })
    const events = await db().event.findMany({ where: { stackId: stack.id }, orderBy: { id: 'asc' } })
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'stack.protect refused', 'stack.protect ok', 'stack.protect refused', 'stack.unprotect ok', 'stack.unprotect refused',
    ])
    expect(events[1]).toMatchObject({ before: { protected: false }, after: { protected: true } })
  })
})
