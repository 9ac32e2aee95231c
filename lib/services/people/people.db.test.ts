import { beforeEach, describe, expect, it } from 'vitest'
import { LOCAL_ADMIN, NEWCOMER } from '../../auth/actor.ts'
import { closeAuth, sessionOf } from '../../auth/auth.ts'
import { actorOf } from '../../auth/session.ts'
import { db } from '../../db/client.ts'
import { listEvents } from '../../db/events.ts'
import { admin, operator } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { answerAuth } from '../sessions/answer.ts'
import { create } from './create.ts'
import { describeLink } from './describe-link.ts'
import { list } from './list.ts'
import { setRole } from './set-role.ts'
import { setup } from './setup.ts'
import { setupLink } from './setup-link.ts'

freshDatabase()

const PASSWORD = 'correct horse battery staple'
const ADA = { name: 'Ada', email: 'Ada@Example.org', password: PASSWORD }
const tokenOf = (link: string | undefined): string => new URL(link ?? '').searchParams.get('token') ?? ''
const events = () => listEvents(db(), { filter: {}, limit: 200 })

async function signIn(email: string, password: string): Promise<Response> {
  return answerAuth(new Request('http://127.0.0.1:3000/api/auth/sign-in/email', {
    method: 'POST', body: JSON.stringify({ email, password }),
    headers: { 'content-type': 'application/json', host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', 'x-forwarded-for': '127.0.0.1' },
  }))
}
const cookieOf = (response: Response): string => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')

beforeEach(async () => {
  delete process.env.GAUNTLET_LOCAL
  await db().user.deleteMany()
  await db().invitation.deleteMany()
  await db().rateLimit.deleteMany()
  await db().signInAttempt.deleteMany()
})

describe('the first admin', () => {
  it('comes in by the link that a start prints, once', async () => {
    const link = await setupLink()
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/setup\?token=[\w-]{43}$/)
    expect(await describeLink(NEWCOMER, { token: tokenOf(link) })).toEqual({ purpose: 'setup', role: 'admin' })

    const person = await setup(NEWCOMER, { ...ADA, token: tokenOf(link) })
    expect(person).toMatchObject({ name: 'Ada', email: 'ada@example.org', role: 'admin' })

    await expect(setup(NEWCOMER, { ...ADA, email: 'eve@example.org', token: tokenOf(link) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(describeLink(NEWCOMER, { token: tokenOf(link) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await setupLink()).toBeUndefined()
    expect(await db().user.count()).toBe(1)
  })

  it('is one, however many links were printed and however many try at once', async () => {
    const links = await Promise.all([setupLink(), setupLink(), setupLink()])
    const tries = links.flatMap((link, index) => [0, 1].map((again) => setup(NEWCOMER, { ...ADA, email: `p${index}${again}@example.org`, token: tokenOf(link) })))
    const settled = await Promise.allSettled(tries)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db().user.count()).toBe(1)
  })

  it('leaves no token and no password in the database or the audit', async () => {
    const token = tokenOf(await setupLink())
    await setup(NEWCOMER, { ...ADA, token })
    const everything = JSON.stringify([await events(), await db().invitation.findMany(), await db().user.findMany(), await db().account.findMany()],
      (_, value: unknown) => typeof value === 'bigint' ? String(value) : value)
    expect(everything).toContain('people.join')
    expect(everything).not.toContain(token)
    expect(everything).not.toContain(PASSWORD)
  })

  it.each([['short', 'length'], ['password1234', 'common'], ['ada@example.org', 'personal']])('needs a password that will do, unlike %j', async (password, rule) => {
    const token = tokenOf(await setupLink())
    await expect(setup(NEWCOMER, { ...ADA, token, password })).rejects.toMatchObject({ code: 'INVALID', details: { rules: expect.arrayContaining([rule]) } })
    expect(await describeLink(NEWCOMER, { token })).toBeDefined()
  })

  it('is not asked for when whoever sits at this machine is signed in anyhow', async () => {
    process.env.GAUNTLET_LOCAL = '1'
    expect(await setupLink()).toBeUndefined()
  })
})

describe('signing in', () => {
  const headersWith = (cookie: string): Headers => new Headers({ cookie, host: '127.0.0.1:3000' })

  it('works with the password and gives a session with the role, which a change of role reaches at once', async () => {
    const person = await setup(NEWCOMER, { ...ADA, token: tokenOf(await setupLink()) })
    const response = await signIn('ada@example.org', PASSWORD)
    expect(response.status).toBe(200)
    const headers = headersWith(cookieOf(response))
    expect(await sessionOf(headers)).toEqual({ id: person.id, name: 'Ada', role: 'admin', sessionId: expect.any(String) })
    await db().user.update({ where: { id: person.id }, data: { role: 'viewer' } })
    expect(await actorOf(headers)).toMatchObject({ id: person.id, role: 'viewer', door: 'browser' })
  })

  it('has no door for signing up, whoever knocks', async () => {
    for (const path of ['sign-up/email', 'update-user', 'delete-user', 'list-sessions', 'change-password', 'sign-in/social', 'link-social', 'request-password-reset', 'callback/oidc', 'get-session']) {
      const response = await answerAuth(new Request(`http://127.0.0.1:3000/api/auth/${path}`, {
        method: 'POST', body: JSON.stringify({ ...ADA, role: 'admin' }), headers: { 'content-type': 'application/json', host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' },
      }))
      expect(response.status).toBe(404)
    }
    expect(await db().user.count()).toBe(0)
  })

  it('answers loopback names only until it knows its own address', async () => {
    await setup(NEWCOMER, { ...ADA, token: tokenOf(await setupLink()) })
    const elsewhere = (host: string) => answerAuth(new Request(`http://${host}/api/auth/sign-in/email`, {
      method: 'POST', body: JSON.stringify({ email: 'ada@example.org', password: PASSWORD }),
      headers: { 'content-type': 'application/json', host, origin: `http://${host}`, 'x-forwarded-for': '10.0.0.9' },
    }))
    expect((await elsewhere('gauntlet.example')).status).toBe(421)
    process.env.GAUNTLET_URL = 'http://gauntlet.example'
    try {
      await closeAuth()
      const response = await elsewhere('gauntlet.example')
      expect(response.status).toBe(200)
      expect(await sessionOf(new Headers({ cookie: cookieOf(response), host: 'gauntlet.example' }))).toMatchObject({ role: 'admin' })
    } finally {
      delete process.env.GAUNTLET_URL
      await closeAuth()
    }
  })

  it('does not take a silent Postgres for nobody being signed in', async () => {
    await setup(NEWCOMER, { ...ADA, token: tokenOf(await setupLink()) })
    const headers = headersWith(cookieOf(await signIn('ada@example.org', PASSWORD)))
    const url = process.env.DATABASE_URL
    process.env.DATABASE_URL = 'postgresql://nobody:x@127.0.0.1:1/none'
    try {
      await expect(sessionOf(headers)).rejects.toMatchObject({ code: 'UPSTREAM' })
      expect((await signIn('ada@example.org', PASSWORD)).status).toBe(503)
    } finally {
      process.env.DATABASE_URL = url
    }
  })

  it('refuses a page of another site', async () => {
    await setup(NEWCOMER, { ...ADA, token: tokenOf(await setupLink()) })
    const response = await answerAuth(new Request('http://127.0.0.1:3000/api/auth/sign-in/email', {
      method: 'POST', body: JSON.stringify({ email: 'ada@example.org', password: PASSWORD }),
      headers: { 'content-type': 'application/json', host: '127.0.0.1:3000', origin: 'https://evil.example', cookie: 'gauntlet.session_token=x' },
    }))
    expect(response.status).toBe(403)
  })

  it('happens by itself on this machine with the embedded database, and only there', async () => {
    process.env.GAUNTLET_LOCAL = '1'
    expect(await actorOf(new Headers({ host: '127.0.0.1:3000' }))).toEqual(LOCAL_ADMIN)
    expect(LOCAL_ADMIN.isLocal).toBe(true)
    expect(await actorOf(new Headers({ host: 'gauntlet.example' }))).toBeUndefined()
    delete process.env.GAUNTLET_LOCAL
    expect(await actorOf(new Headers({ host: '127.0.0.1:3000' }))).toBeUndefined()
  })
})

describe('inviting', () => {
  it('gives a link for one address and one role, and writes who invited whom', async () => {
    const { link } = await create(admin, { name: 'Bo', email: 'bo@example.org', role: 'operator' })
    expect(await describeLink(NEWCOMER, { token: tokenOf(link) })).toEqual({ purpose: 'invite', role: 'operator', name: 'Bo', email: 'bo@example.org' })
    const person = await setup(NEWCOMER, { token: tokenOf(link), name: 'Bo', email: 'other@example.org', password: PASSWORD })
    expect(person).toMatchObject({ email: 'bo@example.org', role: 'operator' })
    expect(await events()).toContainEqual(expect.objectContaining({ action: 'people.invite', subject: 'bo@example.org', actor: { id: admin.id, name: admin.name } }))
    expect(JSON.stringify(await events())).not.toContain(tokenOf(link))
    await expect(create(admin, { name: 'Bo', email: 'bo@example.org', role: 'viewer' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('ends after a week', async () => {
    const { link } = await create(admin, { name: 'Cy', email: 'cy@example.org', role: 'viewer' })
    await db().invitation.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(setup(NEWCOMER, { token: tokenOf(link), name: 'Cy', email: 'cy@example.org', password: PASSWORD })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is for admins', async () => {
    await expect(create(operator, { name: 'Di', email: 'di@example.org', role: 'admin' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(list(operator, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await events()).toContainEqual(expect.objectContaining({ action: 'people.invite', outcome: 'refused', subject: 'di@example.org' }))
    expect(await list(admin, {})).toEqual([])
  })
})

describe('changing a role', () => {
  it('works, is written with before and after, and is for admins', async () => {
    const person = await setup(NEWCOMER, { ...ADA, token: tokenOf(await setupLink()) })
    const { link } = await create(admin, { name: 'Bo', email: 'bo@example.org', role: 'operator' })
    const bo = await setup(NEWCOMER, { token: tokenOf(link), name: 'Bo', email: 'bo@example.org', password: PASSWORD })
    expect(await setRole(admin, { personId: bo.id, role: 'admin' })).toMatchObject({ role: 'admin' })
    expect(await events()).toContainEqual(expect.objectContaining({ action: 'people.set-role', before: { role: 'operator' }, after: { role: 'admin' } }))
    await expect(setRole(operator, { personId: person.id, role: 'viewer' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(setRole(admin, { personId: 'nobody', role: 'viewer' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('leaves one admin, even when all are demoted at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `admin-${index}`)
    await db().user.createMany({ data: ids.map((id) => ({ id, name: id, email: `${id}@example.org`, role: 'admin' })) })
    // With the connections open already, all of them really begin at once.
    await Promise.all(ids.map(() => db().user.count()))
    const settled = await Promise.allSettled(ids.map((personId) => setRole(admin, { personId, role: 'viewer' })))
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
    expect(await db().user.count({ where: { role: 'admin' } })).toBe(1)
  })
})
