import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeAuth } from '../../auth/auth.ts'
import { forgetDiscovery } from '../../auth/oidc.ts'
import { db } from '../../db/client.ts'
import { env } from '../../env.ts'
import { log } from '../../log.ts'
import { admin } from '../../testing/actors.ts'
import { freshDatabase } from '../../testing/database.ts'
import { startOidcProvider } from '../../testing/oidc-provider.mjs'
import { PASSWORD, personWith, TestBrowser } from '../../testing/sign-in.ts'
import { offerReset } from '../people/offer-reset.ts'
import { disable } from '../people/set-disabled.ts'
import { setRole } from '../people/set-role.ts'
import { myAccount } from './list.ts'

freshDatabase()

type Provider = Awaited<ReturnType<typeof startOidcProvider>>
const REDIRECT_URI = 'http://127.0.0.1:3000/api/auth/callback/oidc'
const ADA = { email: 'ada@example.org', email_verified: true, name: 'Ada Lovelace', groups: ['staff', 'thanos-operators'] }
const MAPPED = { admin: ['thanos-admins'], operator: ['thanos-operators', 'on-call'] }

let provider: Provider

function configure(of: Provider, more: Record<string, string> = {}): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('GAUNTLET_OIDC_')) delete process.env[name]
  Object.assign(process.env, {
    GAUNTLET_OIDC_ISSUER: of.issuer, GAUNTLET_OIDC_CLIENT_ID: of.clientId, GAUNTLET_OIDC_CLIENT_SECRET: of.clientSecret, GAUNTLET_OIDC_ROLES: JSON.stringify(MAPPED), ...more,
  })
}

beforeAll(async () => { provider = await startOidcProvider({ redirectUri: REDIRECT_URI }) })
afterAll(async () => { await provider.stop() })

beforeEach(async () => {
  delete process.env.GAUNTLET_LOCAL
  await db().user.deleteMany()
  await db().rateLimit.deleteMany()
  await db().signInAttempt.deleteMany()
  for (const id of Object.keys(provider.people)) delete provider.people[id]
  provider.people.ada = { ...ADA }
  Object.assign(provider.settings, { idTokenSeconds: 3600, clockMs: 0 })
  configure(provider)
})
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith('GAUNTLET_OIDC_')) delete process.env[name]
  forgetDiscovery()
  await closeAuth()
})

/** Goes where a browser would go, from our button to the callback; `choice` is the link that is followed at the provider. */
async function atProvider(url: string, choice: string): Promise<string> {
  const jar = new Map<string, string>()
  let next = url
  for (let hop = 0; hop < 12; hop++) {
    if (next.startsWith(REDIRECT_URI)) return next
    const response = await fetch(next, { redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const cookie of response.headers.getSetCookie()) jar.set(cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1).split(';')[0] ?? '')
    const location = response.headers.get('location')
    next = location === null ? new URL(choice, next).href : new URL(location, next).href
    await response.text()
  }
  throw new Error(`never came back, at last from ${next}`)
}

async function begin(browser: TestBrowser): Promise<string> {
  const response = await browser.ask('/api/auth/sign-in/oidc', {})
  expect(response.status).toBe(200)
  const { url } = await response.json() as { url: string }
  return url
}

/** The whole way; gives the path that the browser is led to. */
async function signIn(browser = new TestBrowser(), choice = '?as=ada'): Promise<string> {
  const back = await atProvider(await begin(browser), choice)
  const response = await browser.ask(back.slice('http://127.0.0.1:3000'.length))
  expect(response.status).toBe(302)
  return response.headers.get('location') ?? ''
}

const people = () => db().user.findMany({ select: { name: true, email: true, role: true, source: true } })
const eventsOf = (action: string) => db().event.findMany({ where: { action }, orderBy: { id: 'asc' } })

describe('signing in with the identity provider', () => {
  it('makes the account with the role that the groups give, and keeps no token', async () => {
    const browser = new TestBrowser()
    expect(await signIn(browser)).toBe('/')
    expect(await browser.actor()).toMatchObject({ name: 'Ada Lovelace', role: 'operator', door: 'browser' })
    expect(await people()).toEqual([{ name: 'Ada Lovelace', email: 'ada@example.org', role: 'operator', source: 'oidc' }])
    expect(await db().account.findFirstOrThrow()).toMatchObject({ providerId: 'oidc', accountId: `${provider.issuer}#ada`, accessToken: null, refreshToken: null, idToken: null, password: null })
    expect((await eventsOf('people.provision')).at(-1)).toMatchObject({ actorId: 'system', subject: 'ada@example.org', after: { role: 'operator', groups: ['thanos-operators'] } })
    expect((await eventsOf('session.begin')).at(-1)).toMatchObject({ outcome: 'ok', actorName: 'Ada Lovelace', after: { via: 'oidc' } })
  })

  it('asks with PKCE, a state and a nonce, for the address that is ours', async () => {
    const asked = new URL(await begin(new TestBrowser())).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: 'gauntlet', redirect_uri: REDIRECT_URI, scope: 'openid profile email' })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length, name).toBeGreaterThan(20)
  })

  it('takes the role, the name and the address over each time, also downwards, for the same account', async () => {
    provider.people.ada = { ...ADA, groups: ['thanos-admins', 'thanos-operators'] }
    const browser = new TestBrowser()
    await signIn(browser)
    expect(await browser.actor()).toMatchObject({ role: 'admin' })
    provider.people.ada = { ...ADA, email: 'ada.king@example.org', name: 'Ada King', groups: ['on-call'] }
    await signIn()
    expect(await people()).toEqual([{ name: 'Ada King', email: 'ada.king@example.org', role: 'operator', source: 'oidc' }])
    expect(await browser.actor()).toMatchObject({ role: 'operator' })
    expect((await eventsOf('people.provision')).at(-1)).toMatchObject({ before: { role: 'admin', name: 'Ada Lovelace' }, after: { role: 'operator', name: 'Ada King' } })
    const filed = (await eventsOf('people.provision')).length
    await signIn()
    expect(await eventsOf('people.provision')).toHaveLength(filed)
  })

  it.each([
    ['a path into the claims', { GAUNTLET_OIDC_GROUPS_CLAIM: 'realm_access.roles' }, { groups: [], realm_access: { roles: ['thanos-admins'] } }, 'admin'],
    ['a single name that is no list', {}, { groups: 'thanos-admins' }, 'admin'],
    ['a role for everyone', { GAUNTLET_OIDC_DEFAULT_ROLE: 'viewer' }, { groups: ['staff'] }, 'viewer'],
  ])('reads the groups from %s', async (_, variables, claims, role) => {
    configure(provider, variables)
    provider.people.ada = { ...ADA, ...claims }
    expect(await signIn()).toBe('/')
    expect(await people()).toMatchObject([{ role }])
  })

  it('reads the claims from the ID token, and proves itself in the body, where the provider wants it so', async () => {
    const other = await startOidcProvider({ redirectUri: REDIRECT_URI, inIdToken: true, authMethod: 'client_secret_post' })
    try {
      other.people.ada = ADA
      const file = join(tmpdir(), `gauntlet-secret-${process.pid}`)
      writeFileSync(file, `${other.clientSecret}\n`, { mode: 0o600 })
      configure(other, { GAUNTLET_OIDC_CLIENT_AUTH: 'post', GAUNTLET_OIDC_CLIENT_SECRET: '', GAUNTLET_OIDC_CLIENT_SECRET_FILE: file })
      expect(await signIn()).toBe('/')
      expect(await people()).toMatchObject([{ role: 'operator' }])
    } finally {
      await other.stop()
    }
  })
})

describe('who is not let in', () => {
  const problem = (code: string): string => `/login?problem=${code}`

  it('is someone in no mapped group, unless a role is set for them; the audit says who', async () => {
    provider.people.ada = { ...ADA, groups: ['staff'] }
    const browser = new TestBrowser()
    expect(await signIn(browser)).toBe(problem('no-role'))
    expect(await browser.actor()).toBeUndefined()
    expect(await db().user.count()).toBe(0)
    expect((await eventsOf('session.begin')).at(-1)).toMatchObject({ outcome: 'refused', subject: 'ada@example.org' })
  })

  it('is someone who left the groups: the session of before ends with its time, and the next is refused', async () => {
    const browser = new TestBrowser()
    await signIn(browser)
    provider.people.ada = { ...ADA, groups: [] }
    expect(await signIn()).toBe(problem('no-role'))
    await db().session.updateMany({ data: { createdAt: new Date(Date.now() - 12 * 3_600_000) } })
    expect(await browser.actor()).toBeUndefined()
  })

  it.each([
    ['no address', { email: undefined, email_verified: undefined }, {}, 'no-email'],
    ['an address that is not verified', { email_verified: false }, {}, 'unverified-email'],
    ['an address that is said not to be verified, even when that is assumed', { email_verified: false }, { GAUNTLET_OIDC_EMAIL_VERIFIED: 'assume' }, 'unverified-email'],
    ['an address of which nothing is said', { email_verified: undefined }, {}, 'unverified-email'],
  ])('is someone with %s', async (_, claims, variables, code) => {
    configure(provider, variables)
    const { email, email_verified: verified, ...rest } = { ...ADA, ...claims }
    provider.people.ada = { ...rest, ...(email === undefined ? {} : { email }), ...(verified === undefined ? {} : { email_verified: verified }) }
    expect(await signIn()).toBe(problem(code))
    expect(await db().user.count()).toBe(0)
  })

  it('is not someone whose provider says nothing of verified addresses, when that is set so', async () => {
    configure(provider, { GAUNTLET_OIDC_EMAIL_VERIFIED: 'assume' })
    const { email_verified: _, ...rest } = ADA
    provider.people.ada = rest
    expect(await signIn()).toBe('/')
  })

  it('is whoever has the address of a local account: that one is not taken over, and keeps its password', async () => {
    const local = await personWith('admin', 'Ada')
    provider.people.ada = { ...ADA, groups: ['thanos-admins'] }
    const browser = new TestBrowser()
    expect(await signIn(browser)).toBe(problem('local-account'))
    expect(await browser.actor()).toBeUndefined()
    expect(await db().account.count({ where: { userId: local.id } })).toBe(1)
    expect((await new TestBrowser().signIn(local.email, PASSWORD)).status).toBe(200)
  })

  it('is the same subject of another provider: they are two people', async () => {
    await signIn()
    const other = await startOidcProvider({ redirectUri: REDIRECT_URI })
    try {
      other.people.ada = { ...ADA, groups: ['thanos-admins'] }
      configure(other)
      expect(await signIn()).toBe(problem('local-account'))
      expect(await people()).toMatchObject([{ role: 'operator' }])
    } finally {
      await other.stop()
    }
  })

  it('is someone who is disabled here', async () => {
    await signIn()
    const { id } = await db().user.findFirstOrThrow()
    await disable(admin, { personId: id })
    expect(await signIn()).toBe(problem('disabled'))
    expect(await db().session.count()).toBe(0)
  })

  it('is someone who refuses at the provider', async () => {
    expect(await signIn(new TestBrowser(), '?deny')).toBe(problem('denied'))
  })

  it('is someone who comes back in another browser, twice, or with a state that was made up', async () => {
    const browser = new TestBrowser()
    const back = (await atProvider(await begin(browser), '?as=ada')).slice('http://127.0.0.1:3000'.length)
    expect((await new TestBrowser().ask(back)).headers.get('location')).toBe(problem('expired'))
    const mine = new TestBrowser()
    const again = (await atProvider(await begin(mine), '?as=ada')).slice('http://127.0.0.1:3000'.length)
    expect((await mine.ask(again)).headers.get('location')).toBe('/')
    expect((await mine.ask(again)).headers.get('location')).toBe(problem('expired'))
    expect((await new TestBrowser().ask('/api/auth/callback/oidc?code=x&state=made-up')).headers.get('location')).toBe(problem('expired'))
    expect((await new TestBrowser().ask('/api/auth/callback/oidc?code=x')).headers.get('location')).toBe(problem('expired'))
  })
})

describe('when the provider fails', () => {
  it('says that it does not answer, before and after, while passwords still work', async () => {
    const gone = await startOidcProvider({ redirectUri: REDIRECT_URI })
    gone.people.ada = ADA
    configure(gone)
    const browser = new TestBrowser()
    const back = (await atProvider(await begin(browser), '?as=ada')).slice('http://127.0.0.1:3000'.length)
    await gone.stop()
    expect((await browser.ask(back)).headers.get('location')).toBe('/login?problem=unreachable')
    forgetDiscovery()
    const response = await new TestBrowser().ask('/api/auth/sign-in/oidc', {})
    expect([response.status, await response.json()]).toEqual([502, { problem: 'unreachable' }])
    const local = await personWith('viewer', 'Boris')
    expect((await new TestBrowser().signIn(local.email)).status).toBe(200)
  })

  it('says when the secret is wrong, and logs neither the secret nor a token', async () => {
    const written: unknown[] = []
    const spies = (['warn', 'error', 'info'] as const).map((level) => vi.spyOn(log, level).mockImplementation((...line: unknown[]) => { written.push(line) }))
    configure(provider, { GAUNTLET_OIDC_CLIENT_SECRET: 'not the secret of anyone' })
    const browser = new TestBrowser()
    const back = await atProvider(await begin(browser), '?as=ada')
    expect((await browser.ask(back.slice('http://127.0.0.1:3000'.length))).headers.get('location')).toBe('/login?problem=client')
    for (const spy of spies) spy.mockRestore()
    expect(JSON.stringify(written)).toContain('invalid_client')
    for (const secret of ['not the secret', new URL(back).searchParams.get('code') ?? 'no code']) expect(JSON.stringify(written)).not.toContain(secret)
  })

  it('says that the clocks differ when a fresh ID token is out of date', async () => {
    Object.assign(provider.settings, { idTokenSeconds: 60, clockMs: -600_000 })
    expect(await signIn()).toBe('/login?problem=clock')
    expect(await db().user.count()).toBe(0)
  })

  it('does not believe a provider that calls itself by another name', async () => {
    configure(provider, { GAUNTLET_OIDC_ISSUER: provider.issuer.replace('127.0.0.1', 'localhost') })
    expect((await new TestBrowser().ask('/api/auth/sign-in/oidc', {})).status).toBe(502)
  })
})

describe('an account of the provider', () => {
  it('has its role from there, no password here, and is shown so', async () => {
    const browser = new TestBrowser()
    await signIn(browser)
    const { id } = await db().user.findFirstOrThrow()
    await expect(setRole(admin, { personId: id, role: 'admin' })).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'oidc' } })
    await expect(offerReset(admin, { personId: id })).rejects.toMatchObject({ code: 'CONFLICT' })
    const me = await browser.actor()
    if (!me) throw new Error('Ada is signed in')
    expect(await myAccount(me, {})).toMatchObject({ how: 'oidc', role: 'operator' })
  })

  it('is worth nothing once no provider is set any more', async () => {
    const browser = new TestBrowser()
    await signIn(browser)
    delete process.env.GAUNTLET_OIDC_ISSUER
    for (const name of Object.keys(process.env)) if (name.startsWith('GAUNTLET_OIDC_')) delete process.env[name]
    expect(await browser.actor()).toBeUndefined()
    expect((await new TestBrowser().ask('/api/auth/sign-in/oidc', {})).status).toBe(404)
  })
})

describe('the settings', () => {
  it.each([
    ['an issuer by plain http that is not on this machine', { GAUNTLET_OIDC_ISSUER: 'http://id.example.org' }, /GAUNTLET_OIDC_ISSUER/],
    ['roles that are no JSON', { GAUNTLET_OIDC_ROLES: 'admins=admin' }, /GAUNTLET_OIDC_ROLES: must be JSON/],
    ['a role that there is not', { GAUNTLET_OIDC_ROLES: '{"root":["wheel"]}' }, /GAUNTLET_OIDC_ROLES/],
    ['a file of a secret that is not there', { GAUNTLET_OIDC_CLIENT_SECRET_FILE: '/nowhere/secret' }, /GAUNTLET_OIDC_CLIENT_SECRET_FILE/],
    ['a default role above viewer', { GAUNTLET_OIDC_DEFAULT_ROLE: 'admin' }, /GAUNTLET_OIDC_DEFAULT_ROLE/],
  ])('refuse %s, naming the variable and not its value', (_, variables, message) => {
    configure(provider, variables)
    expect(() => env()).toThrow(message)
    expect(() => env()).not.toThrow(provider.clientSecret)
  })
})
