// Signing in through an identity provider: a real one on loopback, in a real browser.
import type { Browser, Page } from '@playwright/test'
import { awake, expectAccessible, watch } from './fixtures.ts'
import { addPerson, expect, PASSWORD, test } from './server.ts'

test.describe.configure({ mode: 'serial' })

const OLGA = { email: 'olga@example.org', email_verified: true, name: 'Olga Ruiz', groups: ['staff', 'sre'] }
const leave: (() => Promise<void>)[] = []

test.beforeAll(({ server }) => { server.provider.people.olga = { ...OLGA } })
test.afterAll(async () => { for (const go of leave) await go() })

test('one who refuses there comes back to a sentence; one who agrees comes in with the role of the groups', async ({ page }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click()
  await page.getByRole('link', { name: 'Refuse' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Sign-in was cancelled at Keycloak.')
  await awake(page)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click()
  await page.getByRole('link', { name: 'Sign in as olga' }).click()
  await expect(page.getByRole('button', { name: 'Olga Ruiz operator' })).toBeVisible()
  await page.goto('/settings/account')
  await expect(page.getByText('Signs in with Keycloak; its groups decide the role.')).toBeVisible()
  await expect(page.getByLabel('New password')).toHaveCount(0)
})

test('one in no mapped group is told so, in the reader\'s language, and on a phone without sideways scrolling', async ({ browser, server }) => {
  server.provider.people.olga = { ...OLGA, groups: ['staff'] }
  const context = await browser.newContext({ baseURL: server.url, locale: 'ko-KR', viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const page = await context.newPage()
  const errors = watch(page)
  await page.goto('/login')
  await page.getByRole('button', { name: 'Keycloak로 로그인' }).click()
  await page.getByRole('link', { name: 'Sign in as olga' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Gauntlet을 쓸 수 있는 그룹에 속해 있지 않습니다.')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await expectAccessible(page)
  expect(errors).toEqual([])
  await context.close()
  server.provider.people.olga = { ...OLGA }
})

test('an admin sees whose role the groups decide, and shuts one out, who is gone with the next click and cannot come back', async ({ page, browser, server }) => {
  const olga = await signedInThere(browser, server.url)
  const { email, remove } = await addPerson(server, { id: 'oidc-admin', role: 'admin' })
  leave.push(remove)
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()

  await page.goto('/settings')
  const row = page.getByRole('row', { name: /Olga Ruiz/ })
  await expect(row).toContainText('by groups')
  await expect(row.getByRole('combobox')).toHaveCount(0)
  await row.getByRole('button', { name: 'More about Olga Ruiz' }).click()
  await page.getByRole('menuitem', { name: 'Disable…' }).click()
  await expect(page.getByRole('dialog')).toContainText('Olga Ruiz is signed out and cannot sign in')
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await expect(row).toContainText('disabled')

  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/settings', '/settings/account', '/settings/people/oidc-admin']) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(390)
    await expectAccessible(page)
  }

  await olga.goto('/audit')
  await expect(olga).toHaveURL(/\/login$/)
  // Keycloak still knows her, and asks nothing.
  await olga.getByRole('button', { name: 'Sign in with Keycloak' }).click()
  await expect(olga.getByRole('main').getByRole('alert')).toContainText('Your account is disabled.')
  await olga.context().close()
})

async function signedInThere(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: 'en-US' })
  const page = await context.newPage()
  await page.goto('/login')
  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click()
  await page.getByRole('link', { name: 'Sign in as olga' }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  return page
}
