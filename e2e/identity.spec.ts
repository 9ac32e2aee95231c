// Who may come in, and what each may do: against a server that signs nobody in by itself.
import type { Browser, Page } from '@playwright/test'
import { addStack, awake, expectAccessible, guideText, importAndSave, uniqueName } from './fixtures.ts'
import { expect, test } from './server.ts'

const ADMIN = { name: 'Ada', email: 'ada@example.org', password: 'tidy lamp in orbit' }
const VIEWER = { name: 'Vera', email: 'vera@example.org', password: 'seven quiet harbours' }

test.describe.configure({ mode: 'serial' })

test('nobody is let in without an account', async ({ page }) => {
  await page.goto('/audit')
  await expect(page).toHaveURL(/\/login$/)
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
})

test('the link of the first start makes the first admin, once', async ({ page, server }) => {
  await page.goto(server.setupLink)
  await expect(page.getByRole('heading', { name: 'Create the first account' })).toBeVisible()
  await register(page, ADMIN)
  await expect(page.getByRole('button', { name: 'Ada admin' })).toBeVisible()

  await page.goto(server.setupLink)
  await expect(page.getByText('This link does not work: it was used or has expired.')).toBeVisible()
  await page.goto('/audit')
  await expect(page.getByRole('rowheader', { name: 'Joined' })).toBeVisible()
})

test('a wrong password lets nobody in and keeps what was typed; the right one does; signing out ends it', async ({ page, mayBeLogged }) => {
  mayBeLogged.push(/401 \(/)
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(ADMIN.email)
  await page.getByLabel('Password').fill('wrong wrong wrong')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(ADMIN.email)

  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Ada/ })).toBeVisible()
  await awake(page)
  await page.getByRole('button', { name: /^Ada/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login$/)
  await page.goto('/')
  await expect(page).toHaveURL(/\/login$/)
})

test('a viewer sees no way to change anything, and a change asked for directly is refused and filed', async ({ page, browser }) => {
  await signIn(page, ADMIN)
  const stack = await addStack(page, uniqueName('viewer'))
  // Other than what the demo runs already, so that there is something to apply.
  await importAndSave(page, stack, guideText('thanos-query.yaml').replace('replicas: 2', 'replicas: 4'), 'The querier')
  const asked = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
  await page.getByRole('button', { name: 'Plan revision 1' }).click()
  const plan = await asked
  await page.waitForURL('**/plans/*')
  const planPath = new URL(page.url()).pathname

  const viewer = await invited(page, browser)
  await viewer.goto(planPath)
  await expect(viewer.getByRole('button', { name: 'Apply…' })).toBeDisabled()
  await expect(viewer.getByText('You need the operator role to apply.')).toBeVisible()
  await viewer.goto(`${stack.path}/changes`)
  await expect(viewer.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  await expect(viewer.getByRole('button', { name: /^Plan/ })).toHaveCount(0)
  await expect(viewer.getByRole('link', { name: /Import|Edit/ })).toHaveCount(0)
  await viewer.goto(`${stack.path}/edit`)
  await expect(viewer.getByText('You may look at this draft; saving takes the operator role.')).toBeVisible()
  await expect(viewer.getByRole('button', { name: /^Save as revision/ })).toBeDisabled()

  const answer = await viewer.request.post(plan.url(), {
    headers: { 'next-action': plan.headers()['next-action'] ?? '', 'content-type': 'text/plain;charset=UTF-8', origin: new URL(plan.url()).origin },
    data: plan.postData() ?? '',
  })
  expect(await answer.text()).toContain('"code":"FORBIDDEN"')

  await page.goto(`${stack.path}/audit?outcome=refused`)
  const refused = page.getByRole('row', { name: /Plan computed/ })
  await expect(refused).toContainText('Vera')
  await expect(refused).toContainText('Refused')
  await viewer.context().close()
})

test('whoever guesses is told how long to wait, and that holds for accounts that do not exist', async ({ page, mayBeLogged }) => {
  mayBeLogged.push(/401 \(/, /429 \(/)
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('nobody@example.org')
  const button = page.getByRole('button', { name: 'Sign in', exact: true })
  for (const left of [4, 3, 2, 1, 0]) {
    await page.getByLabel('Password').fill(`guess number ${left}`)
    await Promise.all([page.waitForResponse(/sign-in\/email/), button.click()])
    if (left === 2) await expect(page.getByText('2 tries are left, then a wait of 30 s.')).toBeVisible()
  }
  await expect(page.getByText(/Too many tries\. Wait \d+ s\./)).toBeVisible()
  await expect(button).toBeDisabled()
})

test('an admin gives a link for a new password, which ends the old one and every session', async ({ page, browser }) => {
  await signIn(page, ADMIN)
  await page.goto('/settings')
  await page.getByRole('button', { name: 'More about Vera' }).click()
  await page.getByRole('menuitem', { name: 'Link for a new password' }).click()
  const link = await page.getByRole('textbox', { name: 'Link for Vera' }).inputValue()
  const context = await browser.newContext({ locale: 'en-US' })
  const vera = await context.newPage()
  await vera.goto(link)
  await expect(vera.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await vera.getByLabel('Password').fill('password1234')
  await vera.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(vera.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(vera)
  await vera.getByLabel('Password').fill('eight calm islands')
  await vera.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(vera.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  await vera.goto(link)
  await expect(vera.getByText('This link does not work: it was used or has expired.')).toBeVisible()
  await context.close()
})

test('one sees where one is signed in, ends the others, and changes the password', async ({ page, browser }) => {
  const other = await (await browser.newContext({ locale: 'en-US' })).newPage()
  await signIn(other, ADMIN)
  await signIn(page, ADMIN)
  await page.goto('/settings/account')
  const sessions = page.getByRole('table', { name: 'Sessions' })
  await expect(sessions).toContainText('this one')
  await page.getByRole('button', { name: /^End the (other one|\d+ others)$/ }).click()
  await expect(sessions.getByRole('row')).toHaveCount(2)
  await other.goto('/audit')
  await expect(other).toHaveURL(/\/login$/)

  await page.getByLabel('Current password').fill('not the one')
  await page.getByLabel('New password').fill('nine slow rivers')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The current password is wrong.')).toBeVisible()
  await page.getByLabel('Current password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The password is changed.')).toBeVisible()
  ADMIN.password = 'nine slow rivers'
  await expectAccessible(page)
  await page.goto('/settings')
  await expectAccessible(page)
  await other.context().close()
})

test('a cluster that does not answer greys what is live and says why, while everything that is saved stays', async ({ page, mayBeLogged }) => {
  mayBeLogged.push(/502 \(/)
  await signIn(page, ADMIN)
  const stack = await addStack(page, uniqueName('gone'), { cluster: 'gone' })
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  await page.waitForURL('**/changes')
  await page.goto(stack.path)
  await expect(page.getByRole('heading', { name: 'The cluster does not answer.' })).toBeVisible()
  await expect(page.getByText(/127\.0\.0\.1:\d+/)).toBeVisible()
  await expect(page.getByText('What is saved is not affected')).toBeVisible()
  await expect(page.getByText('The querier')).toBeVisible()

  await page.goto(`${stack.path}/changes`)
  await page.getByRole('button', { name: 'Plan revision 1' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/cannot be reached/)
  await expect(page.getByRole('row', { name: /The querier/ })).toBeVisible()
})

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
}

/** Fills the form behind a one-time link. What an invitation brings stands there already. */
async function register(page: Page, { name, email, password }: { name: string; email: string; password: string }): Promise<void> {
  await page.getByLabel('Name').fill(name)
  if (await page.getByLabel('E-mail').isEditable()) await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
}

/** A page of a viewer whom the admin has just invited. */
async function invited(admin: Page, browser: Browser): Promise<Page> {
  await admin.goto('/settings')
  await admin.getByLabel('Name', { exact: true }).fill(VIEWER.name)
  await admin.getByLabel('E-mail', { exact: true }).fill(VIEWER.email)
  await admin.getByLabel('Role', { exact: true }).selectOption('viewer')
  await admin.getByRole('button', { name: 'Make a link' }).click()
  const link = await admin.getByRole('textbox', { name: 'Link for Vera' }).inputValue()
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await register(page, VIEWER)
  return page
}
