import { beforeEach, describe, expect, it } from 'vitest'
import { NEWCOMER } from '../../auth/actor.ts'
import { db } from '../../db/client.ts'
import { admin, operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { PASSWORD, personWith, TestBrowser } from '../../testing/sign-in.ts'
import { cancelInvite } from './cancel-invite.ts'
import { changePassword } from './change-password.ts'
import { create } from './create.ts'
import { describeLink } from './describe-link.ts'
import { list, listInvites } from './list.ts'
import { offerReset } from './offer-reset.ts'
import { remove } from './remove.ts'
import { resetPassword } from './reset-password.ts'
import { disable, enable } from './set-disabled.ts'
import { setRole } from './set-role.ts'
import { setup } from './setup.ts'

freshDatabase()

const NEW_PASSWORD = 'seven quiet harbours'
const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? ''
const eventsOf = (action: string) => db().event.findMany({ where: { action }, orderBy: { id: 'asc' } })

beforeEach(async () => {
  delete process.env.GAUNTLET_LOCAL
  await db().user.deleteMany()
  await db().invitation.deleteMany()
  await db().signInAttempt.deleteMany()
})

async function signedIn(email: string): Promise<TestBrowser> {
  const browser = new TestBrowser()
  expect((await browser.signIn(email)).status).toBe(200)
  return browser
}

describe('disabling a person', () => {
  it('ends their sessions at once and keeps them out until they are enabled again', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = await signedIn(bo.email)
    expect(await disable(admin, { personId: bo.id })).toEqual({ sessions: 1 })
    expect(await browser.actor()).toBeUndefined()
    const refused = await browser.signIn(bo.email)
    expect([refused.status, await refused.json()]).toEqual([403, { problem: 'disabled' }])
    expect(await db().session.count()).toBe(0)
    expect(await list(admin, {})).toMatchObject([{ id: bo.id, isDisabled: true, sessions: 0 }])

    await enable(admin, { personId: bo.id })
    expect(await (await signedIn(bo.email)).actor()).toMatchObject({ role: 'operator' })
    expect(await eventsOf('people.disable')).toMatchObject([{ subject: bo.email, before: { disabled: false }, after: { disabled: true, endedSessions: 1 } }])
    expect(await eventsOf('people.enable')).toMatchObject([{ before: { disabled: true }, after: { disabled: false } }])
  })

  it('does not tell a stranger that an account is disabled', async () => {
    const bo = await personWith('operator', 'Boris')
    await disable(admin, { personId: bo.id })
    expect((await new TestBrowser().signIn(bo.email, 'wrong wrong wrong')).status).toBe(401)
  })
})

describe('the last admin', () => {
  it('cannot be demoted, disabled or removed, not even by several at once', async () => {
    const people = await Promise.all([personWith('admin', 'Anna'), personWith('admin', 'Bela'), personWith('admin', 'Carl')])
    const [anna, bela, carl] = people
    if (!anna || !bela || !carl) throw new Error('three people')
    const settled = await Promise.allSettled([setRole(admin, { personId: anna.id, role: 'viewer' }), disable(admin, { personId: bela.id }), remove(admin, { personId: carl.id })])
    expect(settled.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'CONFLICT', details: { reason: 'last-admin' } } }])
    expect(await db().user.count({ where: { role: 'admin', disabledAt: null } })).toBe(1)
  })

  it('does not count one who is disabled', async () => {
    const anna = await personWith('admin', 'Anna')
    const bela = await personWith('admin', 'Bela')
    await disable(admin, { personId: bela.id })
    await expect(remove(admin, { personId: anna.id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(remove(admin, { personId: bela.id })).resolves.toBeNull()
  })
})

describe('oneself', () => {
  it('is left alone: nobody changes their own role, nor disables or removes themselves', async () => {
    const anna = await personWith('admin', 'Anna')
    await personWith('admin', 'Bela')
    const me = await (await signedIn(anna.email)).actor()
    if (!me) throw new Error('Anna is signed in')
    const personId = me.id
    for (const attempt of [() => setRole(me, { personId, role: 'viewer' }), () => disable(me, { personId }), () => remove(me, { personId })]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'self' } })
    }
    expect(await db().user.findUniqueOrThrow({ where: { id: me.id } })).toMatchObject({ role: 'admin', disabledAt: null })
    expect((await eventsOf('people.set-role')).at(-1)).toMatchObject({ outcome: 'refused', actorId: me.id, subject: me.id })
  })
})

describe('removing a person', () => {
  it('takes the account, its sessions and drafts away and leaves what they did under their name', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = await signedIn(bo.email)
    const before = await db().event.count({ where: { actorName: 'Boris' } })
    expect(before).toBeGreaterThan(0)
    const stack = await db().stack.create({ data: { slug: 'drafted', name: 'drafted', namespace: 'default', connection: { kind: 'sandbox' } } })
    await db().draft.create({ data: { stackId: stack.id, personId: bo.id, mark: 'first', content: { steps: [], undone: [] }, edits: 0 } })
    await remove(admin, { personId: bo.id })
    expect(await browser.actor()).toBeUndefined()
    expect(await db().account.count()).toBe(0)
    expect(await db().draft.count()).toBe(0)
    expect(await db().event.count({ where: { actorName: 'Boris' } })).toBe(before)
    expect((await eventsOf('people.remove')).at(-1)).toMatchObject({ subject: bo.email, before: { name: 'Boris', email: bo.email, role: 'operator', source: 'local' } })
    expect(await personWith('viewer', 'Boris')).toMatchObject({ role: 'viewer' })
  })
})

describe('a link for a new password', () => {
  it('works once, ends every session, and is forgotten with the old password', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = await signedIn(bo.email)
    const { link } = await offerReset(admin, { personId: bo.id })
    expect(await describeLink(NEWCOMER, { token: tokenOf(link) })).toEqual({ purpose: 'reset', role: 'operator', name: 'Boris', email: bo.email })
    await expect(resetPassword(NEWCOMER, { token: tokenOf(link), password: 'password1234' })).rejects.toMatchObject({ code: 'INVALID' })
    expect(await resetPassword(NEWCOMER, { token: tokenOf(link), password: NEW_PASSWORD })).toEqual({ email: bo.email })
    expect(await browser.actor()).toBeUndefined()
    expect((await browser.signIn(bo.email, PASSWORD)).status).toBe(401)
    expect((await browser.signIn(bo.email, NEW_PASSWORD)).status).toBe(200)
    await expect(resetPassword(NEWCOMER, { token: tokenOf(link), password: 'another quiet harbour' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(JSON.stringify(await db().event.findMany(), (_, value: unknown) => typeof value === 'bigint' ? String(value) : value)).not.toMatch(new RegExp(`${NEW_PASSWORD}|${tokenOf(link)}`))
  })

  it('makes no account, ends with the next one, and after a day', async () => {
    const bo = await personWith('operator', 'Boris')
    const first = await offerReset(admin, { personId: bo.id })
    const second = await offerReset(admin, { personId: bo.id })
    await expect(describeLink(NEWCOMER, { token: tokenOf(first.link) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(setup(NEWCOMER, { token: tokenOf(second.link), name: 'Eve', email: 'eve@example.org', password: NEW_PASSWORD })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(Date.parse(second.expiresAt) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
    await db().invitation.updateMany({ where: { purpose: 'reset' }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(resetPassword(NEWCOMER, { token: tokenOf(second.link), password: NEW_PASSWORD })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is no way around being disabled', async () => {
    const bo = await personWith('operator', 'Boris')
    const { link } = await offerReset(admin, { personId: bo.id })
    await disable(admin, { personId: bo.id })
    await expect(resetPassword(NEWCOMER, { token: tokenOf(link), password: NEW_PASSWORD })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(offerReset(admin, { personId: bo.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('is no invitation: that one makes an account and resets no password', async () => {
    const { link } = await create(admin, { name: 'Dora', email: 'dora@example.org', role: 'viewer' })
    await expect(resetPassword(NEWCOMER, { token: tokenOf(link), password: NEW_PASSWORD })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await describeLink(NEWCOMER, { token: tokenOf(link) })).toMatchObject({ purpose: 'invite' })
  })
})

describe('invitations', () => {
  it('are listed while they are open, replaced by the next to the same address, and can be taken back', async () => {
    const first = await create(admin, { name: 'Dora', email: 'dora@example.org', role: 'viewer' })
    const second = await create(admin, { name: 'Dora', email: 'dora@example.org', role: 'operator' })
    await expect(describeLink(NEWCOMER, { token: tokenOf(first.link) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const [invite] = await listInvites(admin, {})
    expect(invite).toMatchObject({ email: 'dora@example.org', role: 'operator' })
    await expect(cancelInvite(operator, { inviteId: invite?.id ?? '' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await cancelInvite(admin, { inviteId: invite?.id ?? '' })
    await expect(describeLink(NEWCOMER, { token: tokenOf(second.link) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await listInvites(admin, {})).toEqual([])
    expect((await eventsOf('people.cancel-invite')).at(-1)).toMatchObject({ subject: 'dora@example.org', before: { role: 'operator' } })
  })
})

describe("changing one's own password", () => {
  it('takes the present one and ends the other sessions, not this one', async () => {
    const bo = await personWith('operator', 'Boris')
    const here = await signedIn(bo.email)
    const there = await signedIn(bo.email)
    const me = await here.actor()
    if (!me) throw new Error('Boris is signed in')
    await expect(changePassword(me, { current: 'wrong wrong wrong', password: NEW_PASSWORD })).rejects.toMatchObject({ code: 'INVALID', details: { field: 'current' } })
    await expect(changePassword(me, { current: PASSWORD, password: 'boris and friends' })).rejects.toMatchObject({ code: 'INVALID', details: { rules: ['personal'] } })
    expect(await changePassword(me, { current: PASSWORD, password: NEW_PASSWORD })).toEqual({ endedSessions: 1 })
    expect(await here.actor()).toBeDefined()
    expect(await there.actor()).toBeUndefined()
    expect((await there.signIn(bo.email, PASSWORD)).status).toBe(401)
    expect((await there.signIn(bo.email, NEW_PASSWORD)).status).toBe(200)
    expect((await eventsOf('people.change-password')).at(-1)).toMatchObject({ actorId: bo.id, subject: bo.email, after: { endedSessions: 1 } })
  })

  it('is no way to guess it from a session that was left open', async () => {
    const bo = await personWith('operator', 'Boris')
    const me = await (await signedIn(bo.email)).actor()
    if (!me) throw new Error('Boris is signed in')
    const tries = []
    for (let attempt = 0; attempt < 6; attempt++) tries.push(await changePassword(me, { current: `guess number ${attempt}`, password: NEW_PASSWORD }).catch((error: unknown) => error))
    expect(tries.at(-1)).toMatchObject({ details: { waitS: expect.any(Number) } })
    await expect(changePassword(me, { current: PASSWORD, password: NEW_PASSWORD })).rejects.toMatchObject({ details: { waitS: expect.any(Number) } })
  })
})
