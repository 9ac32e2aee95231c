// Every page, in both themes and both languages: it renders, says everything in the reader's language, and axe finds nothing grave.
import type { Page } from '@playwright/test'
import { addStack, expect, expectAccessible, guideText, importAndSave, test, uniqueName, type Stack } from './fixtures.ts'

// A message that is missing shows its key: "changes.page.title".
const MESSAGE_KEY = /\b(shell|ui|auth|overview|settings|findings|edit|editors|changes|plan|run|audit)\.[a-z]+[a-zA-Z]*(\.[a-zA-Z]+)*\b/
const SMALL = guideText('thanos-query.yaml')

/** One stack for all of these, with two revisions, a plan and a run. It is only looked at. */
let stack: Stack
let plan = ''
let run = ''

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await browser.newPage({ locale: 'en-US' })
  // A namespace of its own kind: the demo lives in another one.
  stack = await addStack(page, uniqueName('pages'), { namespace: 'default' })
  const manifests = SMALL.replaceAll('namespace: monitoring', 'namespace: default').replaceAll('thanos-query', stack.name)
  await importAndSave(page, stack, manifests, 'The querier')
  await page.getByRole('button', { name: 'Plan revision 1' }).click()
  await page.waitForURL('**/plans/*')
  plan = new URL(page.url()).pathname
  await page.getByRole('button', { name: 'Apply…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Apply revision 1' }).click()
  await page.waitForURL('**/runs/*')
  run = new URL(page.url()).pathname
  await expect(page.getByRole('heading', { name: 'Revision 1 is applied' })).toBeVisible({ timeout: 90_000 })
  await page.goto(`${stack.path}/edit`)
  await page.getByLabel('Replicas').fill('3')
  await page.getByRole('button', { name: 'Save as revision 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Revision 2 waits to be applied' })).toBeVisible()
  await page.close()
})

function paths(): string[] {
  const object = encodeURIComponent(`Deployment/default/${stack.name}`)
  return [
    '/', '/audit', '/settings', '/settings/flags', '/stacks/new', '/login', '/setup',
    stack.path, ...['import', 'edit', 'hashring', 'rules', 'storage', 'storage?side=bucket', 'stores', 'changes', 'revisions/1', 'revisions/2', 'compare?from=1&to=2', 'audit'].map((rest) => `${stack.path}/${rest}`),
    `${stack.path}/edit/${object}`, plan, run,
  ]
}

for (const locale of ['en-US', 'ko-KR'] as const) {
  test.describe(locale, () => {
    test.use({ locale })
    test.setTimeout(600_000)

    test('every page renders in the reader\'s language, without an error, and accessibly in light and dark', async ({ page }) => {
      for (const path of paths()) {
        await test.step(path, async () => {
          await page.emulateMedia({ colorScheme: 'light' })
          await page.goto(path)
          await expect(page.getByRole('heading').first()).toBeVisible()
          await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
          expect(await page.locator('body').innerText()).not.toMatch(MESSAGE_KEY)
          await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2))
          await expectAccessible(page)
          // The themes differ in nothing but colours.
          await page.emulateMedia({ colorScheme: 'dark' })
          await expectAccessible(page, ['color-contrast'])
        })
      }
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'ko-KR' })
  test.setTimeout(120_000)

  test('no page is wider than the screen', async ({ page }) => {
    for (const path of paths()) {
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeVisible()
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(tooWide, path).toBeLessThanOrEqual(0)
    }
  })
})

test('the keyboard goes to every page, finds, lists its keys, and Esc gives the focus back', async ({ page }) => {
  await page.goto(stack.path)
  await expect(page.getByRole('heading').first()).toBeVisible()
  for (const [letter, path] of [['c', '/changes'], ['s', '/stores'], ['b', '/storage'], ['h', '/hashring'], ['r', '/rules'], ['a', '/audit'], ['o', '']] as const) {
    await press(page, 'g', letter)
    await page.waitForURL(`**${stack.path}${path}`)
  }
  await press(page, 'g', 'e')
  await page.waitForURL('**/settings')

  await page.goto('/settings/flags')
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: /^Filter/ })).toBeFocused()
  await page.keyboard.type('retention.resolution-raw')
  await expect(page.getByText('--retention.resolution-raw').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: /^Filter/ })).not.toBeFocused()

  const find = page.getByRole('button', { name: 'Find or do' }).first()
  await find.focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(find).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('audit')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/audit')
})

test('an address of nothing says so and leads back, in and outside of a stack', async ({ page, mayBeLogged }) => {
  mayBeLogged.push(/404 \(/)
  for (const path of ['/nowhere', '/stacks/nowhere', `${stack.path}/revisions/99`, `${stack.path}/plans/nothing`, `${stack.path}/compare?from=1&to=99`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible()
    await expectAccessible(page)
  }
  await page.getByRole('link', { name: 'Go to the stacks' }).click()
  await expect(page.getByRole('heading').first()).toBeVisible()
})

test('without the server, what is live turns grey, says since when, and the page stays', async ({ page, context, mayBeLogged }) => {
  mayBeLogged.push(/ERR_INTERNET_DISCONNECTED/)
  await page.goto(stack.path)
  await expect(page.getByText('Live,')).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByRole('heading', { name: 'Gauntlet does not answer.' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Shown as of')).toBeVisible()
  await expect(page.getByRole('row', { name: new RegExp(stack.name) })).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('Live,')).toBeVisible({ timeout: 30_000 })
})

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}
