// What holds for every page, whatever it shows: no script is refused, nothing is logged as an error, and axe finds nothing.
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { routes } from '#lib/routes.ts'

const STACK = 'monitoring'
const PAGES = {
  'overview': routes.overview(STACK),
  'changes': routes.changes(STACK),
  'import': routes.import(STACK),
  'edit': routes.edit(STACK),
  'hashring': routes.hashring(STACK),
  'rules': routes.rules(STACK),
  'storage': routes.storage(STACK),
  'stores': routes.stores(STACK),
  'audit of the stack': routes.stackAudit(STACK),
  'audit': routes.audit(),
  'new stack': routes.newStack(),
  'settings': routes.settings(),
  'flag reference': routes.flags(),
}

/** What the browser complains of while a page is open. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

for (const [name, path] of Object.entries(PAGES)) {
  test(`${name} opens without a complaint of the browser or of axe`, async ({ page }) => {
    const complaints = complaintsOf(page)
    const response = await page.goto(path)
    expect(response?.status()).toBe(200)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(complaints).toEqual([])
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
  })
}

test('each page gets a nonce of its own, and no other inline script may run', async ({ request }) => {
  const policies = await Promise.all([1, 2].map(async () => (await request.get(routes.login())).headers()['content-security-policy'] ?? ''))
  expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]+' 'strict-dynamic';/)
  expect(policies[0]).not.toContain("script-src 'self' 'unsafe-inline'")
  expect(policies[0]).not.toBe(policies[1])
})

test('whoever sits at this machine is signed in, and a name of another site in the request is not answered', async ({ request }) => {
  expect((await request.get(routes.overview(STACK), { maxRedirects: 0 })).status()).toBe(200)
  const foreign = await request.get(routes.overview(STACK), { maxRedirects: 0, headers: { host: 'evil.example' } })
  expect(foreign.status()).not.toBe(200)
})

test('a page that is not there says so', async ({ page }) => {
  const response = await page.goto('/no-such-page')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})
