// What every browser test starts from: a page whose errors are the test's errors, a stack of its own, the guide's manifests.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, type Browser, expect, type Page } from '@playwright/test'

/** As long as pods of the sandbox may take on a busy machine. */
export const RUN_MS = 90_000
const GUIDE_DIR = join(import.meta.dirname, '../examples/guide')

/** The guide's six files, as a person would choose them. */
export const GUIDE = readdirSync(GUIDE_DIR).filter((name) => name.endsWith('.yaml')).map((name) => join(GUIDE_DIR, name))

/** One of the guide's files as text. */
export function guideText(name: string): string {
  return readFileSync(join(GUIDE_DIR, name), 'utf8')
}

export type Stack = { name: string; path: string }

type Fixtures = {
  /** What the console may say in this test, for the test to add to; everything else fails it. */
  mayBeLogged: RegExp[]
  watched: void
  /** A stack on the sandbox with a name of its own, without a revision. */
  stack: Stack
}

export const test = base.extend<Fixtures, { browser: Browser }>({
  // Every page of every context, those that a test makes itself too.
  browser: [async ({ browser }, use) => {
    const newContext = browser.newContext.bind(browser)
    browser.newContext = async (options) => {
      const context = await newContext(options)
      context.on('page', waitsUntilAwake)
      return context
    }
    await use(browser)
    browser.newContext = newContext
  }, { scope: 'worker' }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern which fixtures are wanted
  mayBeLogged: async ({}, use) => { await use([]) },
  watched: [async ({ page, mayBeLogged }, use) => {
    const errors = watch(page)
    await use()
    expect(errors.filter((line) => !mayBeLogged.some((pattern) => pattern.test(line))), 'what the browser complained of').toEqual([])
  }, { auto: true }],
  stack: async ({ page }, use, testInfo) => {
    await use(await addStack(page, uniqueName(testInfo.title)))
  },
})

export { expect }

/** Lets `goto` and `reload` return only when the page has woken up, so that no test races with it; a person takes longer to look. */
function waitsUntilAwake(page: Page): void {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = async (url, options) => {
    const response = await goto(url, options)
    await awake(page)
    return response
  }
  page.reload = async (options) => {
    const response = await reload(options)
    await awake(page)
    return response
  }
}

/** Waits until React knows of every control that the server drew, and its effects have run; `goto` has done so already. */
export async function awake(page: Page): Promise<void> {
  await expect.poll(() => asleep(page), { message: `controls of ${page.url()} that React does not know of`, timeout: 30_000, intervals: [20, 50, 100, 200] }).toEqual([])
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)) })).catch(() => undefined)
}

/** How the controls begin that React does not know of yet. A page that goes on to another one meanwhile is asked again. */
function asleep(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea')]
    return controls.filter((control) => !Object.keys(control).some((key) => key.startsWith('__reactProps$'))).map((control) => control.outerHTML.slice(0, 120))
  }).catch(() => ['the page went on'])
}

/** Collects what a page throws, logs as an error, or could not load. */
export function watch(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => { if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()} ${message.location().url}`) })
  return errors
}

/** A name that no other test, and no earlier attempt of this one, has used. */
export function uniqueName(title: string): string {
  const words = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+/, '').slice(0, 24).replace(/-+$/, '')
  return `${words}-${Date.now().toString(36)}`
}

/** Adds a stack by the form. `cluster` is the words of its connection; the first one when absent. */
export async function addStack(page: Page, name: string, { namespace = 'monitoring', cluster }: { namespace?: string; cluster?: string } = {}): Promise<Stack> {
  await page.goto('/stacks/new')
  const form = page.getByRole('main')
  await form.getByRole('textbox').nth(0).fill(name)
  await expect(form.getByRole('textbox').nth(1)).toHaveValue(name)
  await form.getByRole('textbox').nth(2).fill(namespace)
  if (cluster !== undefined) await form.getByRole('radio', { name: cluster }).check()
  await form.locator('button[type=submit]').click()
  await page.waitForURL(`**/stacks/${name}`)
  return { name, path: `/stacks/${name}` }
}

/** Fails on whatever axe finds; `rules` narrows what it looks for. */
export async function expectAccessible(page: Page, { rules }: { rules?: string[] } = {}): Promise<void> {
  // Without frames there is nothing to put together, for which axe would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze()
  expect(violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ target }) => target.join(' ')) })), page.url()).toEqual([])
}

/** Imports manifests by pasting them, and saves what came in. The stack must be empty. */
export async function importAndSave(page: Page, stack: Stack, manifests: string, message: string): Promise<void> {
  await page.goto(`${stack.path}/import`)
  await page.getByRole('textbox', { name: 'Or paste' }).fill(manifests)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await saveDraft(page, message)
}

/** Saves the draft of the page that is open. */
export async function saveDraft(page: Page, message: string): Promise<void> {
  await page.getByRole('button', { name: /^Save as revision \d+$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(message)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
}

/** Computes the plan of a revision, from a page that offers it. */
export async function planRevision(page: Page, number: number): Promise<void> {
  await page.getByRole('button', { name: `Plan revision ${number}` }).click()
  await page.waitForURL('**/plans/*')
}

/** Applies the plan that is open, and comes to the page of its run. */
export async function startRun(page: Page, number: number): Promise<void> {
  await page.getByRole('button', { name: 'Apply…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: `Apply revision ${number}` }).click()
  await page.waitForURL('**/runs/*')
}

/** The same, until everything is in place. */
export async function applyPlan(page: Page, number: number): Promise<void> {
  await startRun(page, number)
  await expect(page.getByRole('heading', { name: `Revision ${number} is applied` })).toBeVisible({ timeout: RUN_MS })
}
