import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { db } from '../../db/client.ts'
import { admin, operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { personWith, TestBrowser } from '../../testing/sign-in.ts'
import { setRole } from '../people/set-role.ts'
import { endMine, endMyOthers, endOf } from './end.ts'
import { myAccount, personWithSessions } from './list.ts'
import { recordRefusal } from './record.ts'

freshDatabase()

const WRONG = 'wrong wrong wrong'
const events = () => db().event.findMany({ where: { action: { in: ['session.begin', 'session.end'] } }, orderBy: { id: 'asc' } })

beforeEach(async () => {
  delete process.env.GAUNTLET_LOCAL
  await db().user.deleteMany()
  await db().invitation.deleteMany()
  await db().signInAttempt.deleteMany()
})

/** As if this much time had gone by. */
async function later(ms: number): Promise<void> {
  await db().$executeRaw`UPDATE "signInAttempt" SET "lastAt" = "lastAt" - ${ms} * interval '1 millisecond', "blockedUntil" = "blockedUntil" - ${ms} * interval '1 millisecond'`
}

/** As if there had been this many failures from the one address that has any. */
async function failedBefore(failures: number): Promise<void> {
  const { count } = await db().signInAttempt.updateMany({ where: { key: { startsWith: 'address:' } }, data: { failures } })
  expect(count).toBe(1)
}

async function tries(browser: TestBrowser, email: string, count: number): Promise<{ status: number; body: unknown }[]> {
  const answers = []
  for (let attempt = 0; attempt < count; attempt++) {
    const response = await browser.signIn(email, WRONG)
    answers.push({ status: response.status, body: await response.json() })
  }
  return answers
}

describe('guessing a password', () => {
  it('is told how many tries are left, then made to wait, longer each time, even with the right one', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = new TestBrowser()
    const first = await tries(browser, bo.email, 6)
    expect(first.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429])
    expect(first.map(({ body }) => body)).toMatchObject([{ left: 4, waitS: 30 }, { left: 3 }, { left: 2 }, { left: 1 }, { left: 0, waitS: 30 }, { problem: 'too-many' }])
    const blocked = await browser.signIn(bo.email)
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(20)

    const waits: unknown[] = []
    for (let round = 0; round < 7; round++) {
      await later(16 * 60_000)
      waits.push((await tries(browser, bo.email, 1))[0]?.body)
    }
    expect(waits).toMatchObject([60, 120, 240, 480, 900, 900, 900].map((waitS) => ({ problem: 'wrong', left: 0, waitS })))
    await later(16 * 60_000)
    expect((await browser.signIn(bo.email)).status).toBe(200)
    expect((await tries(browser, bo.email, 1))[0]).toMatchObject({ status: 401, body: { left: 4 } })
  })

  it('cannot be hurried by asking many times at once', async () => {
    const bo = await personWith('operator', 'Boris')
    const answers = await Promise.all(Array.from({ length: 20 }, () => new TestBrowser().signIn(bo.email, WRONG)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })

  it('learns nothing of who has an account: answer, count and wait are the same', async () => {
    const bo = await personWith('operator', 'Boris')
    const begin = performance.now()
    const known = await tries(new TestBrowser({ address: '203.0.113.1' }), bo.email, 6)
    const unknown = await tries(new TestBrowser({ address: '203.0.113.2' }), 'nobody@example.org', 6)
    const passedS = Math.ceil((performance.now() - begin) / 1000)
    expect(unknown.slice(0, 5)).toEqual(known.slice(0, 5))
    // What is left of the wait runs down while one asks, for both alike.
    for (const last of [known[5], unknown[5]]) {
      expect(last).toEqual({ status: 429, body: { problem: 'too-many', waitS: expect.any(Number) } })
      const { waitS } = z.object({ waitS: z.number() }).parse(last?.body)
      expect(waitS).toBeLessThanOrEqual(30)
      expect(waitS).toBeGreaterThanOrEqual(30 - passedS)
    }
  })

  it('is counted by address too, whichever accounts are tried, and a right password in between pays nothing back', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = new TestBrowser({ address: '203.0.113.7' })
    for (const account of ['a@example.org', 'b@example.org']) expect((await browser.signIn(account, WRONG)).status).toBe(401)
    await failedBefore(24)
    expect((await browser.signIn(bo.email)).status).toBe(200)
    expect((await browser.signIn('someone-else@example.org', WRONG)).status).toBe(401)
    expect((await browser.signIn(bo.email)).status).toBe(429)
    expect((await new TestBrowser({ address: '203.0.113.8' }).signIn(bo.email)).status).toBe(200)
  })

  it('does not get another address by making one up', async () => {
    await new TestBrowser({ address: '198.51.100.1, 203.0.113.7' }).signIn('a@example.org', WRONG)
    await failedBefore(24)
    await new TestBrowser({ address: '198.51.100.2, 203.0.113.7' }).signIn('b@example.org', WRONG)
    expect((await new TestBrowser({ address: '198.51.100.99, 203.0.113.7' }).signIn('x@example.org', WRONG)).status).toBe(429)
  })

  it('is filed, but does not fill the audit, and a typed password is not kept', async () => {
    const from = await db().event.count()
    await new TestBrowser({ address: '203.0.113.200' }).signIn('s@example.org', WRONG)
    await new TestBrowser({ address: '203.0.113.200' }).signIn('my secret password', WRONG)
    for (let attempt = 0; attempt < 60; attempt++) await recordRefusal({ typed: `s-${attempt}@example.org`, why: 'E-mail or password is wrong.', address: '203.0.113.9' })
    const filed = await db().event.findMany({ skip: from, orderBy: { id: 'asc' } })
    expect(filed).toHaveLength(40)
    expect(filed[0]).toMatchObject({ action: 'session.begin', outcome: 'refused', actorName: 'Not signed in', subject: 's@example.org', after: { code: 'FORBIDDEN' } })
    expect(JSON.stringify(filed.map(({ subject, after }) => [subject, after]))).not.toContain('my secret')
    expect(JSON.stringify(filed.at(-1)?.after)).toContain('not listed one by one')
    expect(JSON.stringify(await db().signInAttempt.findMany())).not.toContain('example.org')
  })
})

describe('signing in and out', () => {
  it('is filed with the way, the address and the device', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = new TestBrowser({ address: '203.0.113.7' })
    const response = await browser.signIn(bo.email)
    expect(await response.json()).toEqual({ ok: true })
    await browser.ask('/api/auth/sign-out', {})
    expect(await browser.actor()).toBeUndefined()
    expect((await events()).slice(-2)).toMatchObject([
      { action: 'session.begin', actorId: bo.id, outcome: 'ok', subject: bo.email, after: { via: 'password', address: '203.0.113.7', device: 'Firefox, Linux' } },
      { action: 'session.end', actorId: bo.id, subject: bo.email, after: { signedOut: true } },
    ])
  })
})

describe('sessions', () => {
  it('are listed with device, address and last use, this one marked, and without their tokens', async () => {
    const bo = await personWith('operator', 'Boris')
    const here = new TestBrowser({ address: '203.0.113.7' })
    const there = new TestBrowser({ address: '203.0.113.8', device: 'curl/8.11.0' })
    await here.signIn(bo.email)
    await there.signIn(bo.email)
    const me = await here.actor()
    if (!me) throw new Error('Boris is signed in')
    const account = await myAccount(me, {})
    expect(account).toMatchObject({ how: 'password', email: bo.email, role: 'operator' })
    expect(account.sessions.map(({ device, address, isThis }) => ({ device, address, isThis })).toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
      { device: 'Firefox, Linux', address: '203.0.113.7', isThis: true }, { device: 'curl', address: '203.0.113.8', isThis: false },
    ])
    const tokens = (await db().session.findMany()).map(({ token }) => token)
    for (const token of tokens) expect(JSON.stringify(account)).not.toContain(token)
  })

  it('note when they were last used', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = new TestBrowser()
    await browser.signIn(bo.email)
    await db().session.updateMany({ data: { seenAt: new Date(Date.now() - 3_600_000) } })
    await browser.actor()
    await expect.poll(async () => Date.now() - (await db().session.findFirstOrThrow()).seenAt.getTime()).toBeLessThan(60_000)
  })

  it('end by one, by all others, and by an admin, from the next request on', async () => {
    const bo = await personWith('operator', 'Boris')
    const browsers = [new TestBrowser(), new TestBrowser(), new TestBrowser()]
    for (const browser of browsers) await browser.signIn(bo.email)
    const [here, second, third] = browsers
    const [me, other] = [await here?.actor(), await second?.actor()]
    if (!me || !other) throw new Error('Boris is signed in')
    await endMine(me, { sessionId: other.sessionId ?? '' })
    expect(await second?.actor()).toBeUndefined()
    expect(await endMyOthers(me, {})).toEqual({ endedSessions: 1 })
    expect(await third?.actor()).toBeUndefined()
    expect(await here?.actor()).toBeDefined()
    expect(await endOf(admin, { personId: bo.id })).toEqual({ endedSessions: 1 })
    expect(await here?.actor()).toBeUndefined()
    expect((await events()).at(-1)).toMatchObject({ action: 'session.end', actorId: admin.id, subject: bo.email, after: { endedSessions: 1 } })
  })

  it("of others are nobody's but an admin's", async () => {
    const bo = await personWith('operator', 'Boris')
    const cy = await personWith('operator', 'Cyril')
    const [one, two] = [new TestBrowser(), new TestBrowser()]
    await one.signIn(bo.email)
    await two.signIn(cy.email)
    const [me, other] = [await one.actor(), await two.actor()]
    if (!me || !other) throw new Error('both are signed in')
    await expect(endMine(me, { sessionId: other.sessionId ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(endOf(operator, { personId: cy.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(personWithSessions(operator, { personId: cy.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await two.actor()).toBeDefined()
    expect((await personWithSessions(admin, { personId: cy.id })).sessions).toHaveLength(1)
  })

  it('carry a change of role from the next request on', async () => {
    const bo = await personWith('operator', 'Boris')
    const browser = new TestBrowser()
    await browser.signIn(bo.email)
    await setRole(admin, { personId: bo.id, role: 'viewer' })
    expect(await browser.actor()).toMatchObject({ role: 'viewer' })
  })
})
