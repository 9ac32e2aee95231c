// Every page and every address of the API, asked for as each role and as nobody, over HTTP. The table is access.ts.
import { request, type APIRequestContext } from '@playwright/test'
import { ROLES, type Role } from '../lib/role.ts'
import { DOORS, PAGES, type Sample } from './access.ts'
import { addStack, guideText, importAndSave, uniqueName } from './fixtures.ts'
import { addPerson, expect, PASSWORD, test } from './server.ts'

test.describe.configure({ mode: 'serial' })

type Asker = { role: Role | undefined; http: APIRequestContext }
/** What a page says in place of its content; what it says of single buttons speaks of what they do. */
const NEEDS_ROLE = /You need the (?:admin|operator) role to (?:see|look|take|add|ask)/

let askers: Asker[] = []
let sample: Sample
const leave: (() => Promise<void>)[] = []

test.beforeAll(async ({ server, browser }) => {
  test.setTimeout(180_000)
  const people = await Promise.all(ROLES.map(async (role) => ({ role, ...await addPerson(server, { id: `access-${role}`, role }) })))
  leave.push(...people.map(({ remove }) => remove))
  const contextOf = (): Promise<APIRequestContext> => request.newContext({ baseURL: server.url, extraHTTPHeaders: { 'accept-language': 'en-US' }, maxRedirects: 0 })
  askers = [{ role: undefined, http: await contextOf() }]
  for (const { role, email } of people) {
    const http = await contextOf()
    const answer = await http.post('/api/auth/sign-in/email', { data: { email, password: PASSWORD }, headers: { origin: server.url } })
    expect(answer.status(), `signing in as ${role}`).toBe(200)
    askers.push({ role, http })
  }

  const admin = askers.find(({ role }) => role === 'admin')
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-US', ...(admin === undefined ? {} : { storageState: await admin.http.storageState() }) })
  const page = await context.newPage()
  const stack = await addStack(page, uniqueName('access'))
  // Other than what the demo runs, so that there is something to apply.
  await importAndSave(page, stack, guideText('thanos-query.yaml').replace('replicas: 2', 'replicas: 5'), 'The querier')
  await page.getByRole('button', { name: 'Plan revision 1' }).click()
  await page.waitForURL('**/plans/*')
  const plan = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('button', { name: 'Apply…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Apply revision 1' }).click()
  await page.waitForURL('**/runs/*')
  const run = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await context.close()
  sample = { stack: stack.name, plan, run, object: 'Deployment/monitoring/thanos-query', person: 'access-viewer', event: '1' }
})

test.afterAll(async () => {
  for (const { http } of askers) await http.dispose()
  // The first admin of the other tests comes by the set-up link, which is for an empty house.
  for (const go of leave) await go()
})

test('each page shows itself to who may see it, names the role that it takes to others, and sends strangers to the sign-in page', async () => {
  for (const [page, { path, whole }] of Object.entries(PAGES)) {
    for (const { role, http } of askers) {
      await test.step(`${page} as ${role ?? 'nobody'}`, async () => {
        const answer = await http.get(path(sample))
        if (role === undefined && whole !== 'public') {
          expect([answer.status(), answer.headers().location]).toEqual([307, '/login'])
          return
        }
        // Home leads on to a stack, the sign-in page home, and a draft to its first workload.
        expect(role === undefined || !['login', '(console)', '(console)/stacks/[stack]/edit'].includes(page) ? [200] : [200, 307]).toContain(answer.status())
        const isWhole = whole === 'public' || whole.some((each) => each === role)
        expect(NEEDS_ROLE.test(shown(await answer.text())), `${page} tells ${role ?? 'nobody'} of a missing role`).toBe(!isWhole)
      })
    }
  }
})

test('each address of the API answers who may ask, refuses others with 403, and strangers with 401', async ({ server }) => {
  for (const [door, { path, may, asksCluster, isEndless }] of Object.entries(DOORS)) {
    for (const { role, http } of askers) {
      // Signing out would end the session that the next address is asked with.
      if (door.startsWith('POST api/auth') && role !== undefined) continue
      await test.step(`${door} as ${role ?? 'nobody'}`, async () => {
        const answer = isEndless === true ? await begun(http, new URL(path(sample), server.url)) : await http.fetch(path(sample), { method: door.split(' ')[0] ?? 'GET', headers: { origin: server.url } })
        const isAllowed = may === 'public' || (role !== undefined && may.some((each) => each === role))
        if (isAllowed) expect([401, 403, 404, 500, ...(asksCluster === true ? [] : [502])]).not.toContain(answer.status())
        else expect(answer.status()).toBe(role === undefined ? 401 : 403)
      })
    }
  }
})

test('an action that is called directly refuses whoever is not signed in', async ({ browser, server }) => {
  const admin = askers.find(({ role }) => role === 'admin')
  const stranger = askers.find(({ role }) => role === undefined)
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-US', ...(admin === undefined ? {} : { storageState: await admin.http.storageState() }) })
  const page = await context.newPage()
  await page.goto('/settings')
  const asked = page.waitForRequest((each) => each.headers()['next-action'] !== undefined)
  await page.getByRole('combobox', { name: 'Role of access-approver' }).selectOption('operator')
  const call = await asked
  const answer = await stranger?.http.post('/login', {
    headers: { 'next-action': call.headers()['next-action'] ?? '', 'content-type': 'text/plain;charset=UTF-8', origin: server.url }, data: call.postData() ?? '',
  })
  expect(await answer?.text()).toContain('"code":"UNAUTHENTICATED"')
  await context.close()
})

/** What a reader sees of a page's source: the scripts hold every message. */
function shown(html: string): string {
  return html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ')
}

/** The status of a stream, which is left as soon as it has begun. */
async function begun(http: APIRequestContext, url: URL): Promise<{ status: () => number }> {
  const { cookies } = await http.storageState()
  const left = new AbortController()
  const { status } = await fetch(url, { signal: left.signal, headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') } })
  left.abort()
  return { status: () => status }
}
