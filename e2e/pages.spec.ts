// Every page, in both themes and both languages: it renders, says everything in the reader's language, and axe finds nothing.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import { routes } from '#lib/routes.ts'
import { addStack, expect, expectAccessible, guideText, importAndSave, test, uniqueName, type Stack } from './fixtures.ts'

// A message that is missing shows its key: "changes.page.title".
const NAMESPACES = readdirSync(join(import.meta.dirname, '../lib/i18n/messages/en')).map((file) => basename(file, '.json'))
const MESSAGE_KEY = new RegExp(`\\b(${NAMESPACES.join('|')})\\.[a-z]+[a-zA-Z]*(\\.[a-zA-Z]+)*\\b`)
const SMALL = guideText('thanos-query.yaml')

/** One stack for all of these, with two revisions, a plan and a run. It is only looked at. */
let stack: Stack
let plan = ''
let run = ''
/** Another one, with the whole guide: long names, long fixes, every kind. */
let guide: Stack

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
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
  guide = await addStack(page, uniqueName('pages guide'), { namespace: 'default' })
  const files = ['thanos-query', 'thanos-receiver', 'thanos-store', 'thanos-compactor', 'thanos-ruler']
  await importAndSave(page, guide, files.map((name) => guideText(`${name}.yaml`)).join('\n---\n').replaceAll('monitoring', 'default'), 'The guide')
  await expect(page.getByRole('button', { name: 'Plan revision 1' })).toBeVisible()
  await page.close()
})

type PageRoute = Exclude<keyof typeof routes, 'api'>

/** The addresses at which each route is looked at. A route that is not here does not compile. */
function addresses(): Record<PageRoute, string[]> {
  const { name: slug } = stack
  const object = `Deployment/default/${slug}`
  return {
    home: [routes.home()], login: [routes.login()], loginAfter: [], setup: [routes.setup()], newStack: [routes.newStack()],
    overview: [routes.overview(slug)], changes: [routes.changes(slug)], drift: [routes.drift(slug)], import: [routes.import(slug)], findings: [routes.findings(slug)],
    edit: [routes.edit(slug), routes.edit(slug, object)], editMany: [routes.editMany(slug)],
    hashring: [routes.hashring(slug)], rules: [routes.rules(slug)], alerts: [routes.alerts(slug)], storage: [routes.storage(slug)], objectStorage: [routes.objectStorage(slug)], stores: [routes.stores(slug)], storesAsked: [routes.storesAsked(slug)], diagnose: [routes.diagnose(slug)], edges: [routes.edges(slug)], topology: [routes.topology(slug), routes.topology(slug, { view: 'table' })],
    add: [routes.add(slug)], remove: [routes.remove(slug)], version: [routes.version(slug)],
    revision: [routes.revision(slug, 1), routes.revision(slug, 2)], rollBack: [routes.rollBack(slug, 1)], compare: [routes.compare(slug, 1, 2)], plan: [plan], run: [run],
    stackAudit: [routes.stackAudit(slug)], audit: [routes.audit()], event: [routes.event('1')],
    // A person needs an account of their own: e2e/identity.spec.ts has some.
    settings: [routes.settings()], person: [], account: [routes.account()], flags: [routes.flags()], flag: [routes.flag('compact', 'retention.resolution-raw')],
    tokens: [routes.tokens()], apiReference: [routes.apiReference()],
    connections: [routes.connections()], discover: [routes.discover()], ownership: [routes.ownership(slug)],
  }
}

/** The pages that show what an installation holds, with the guide's. */
function guidePaths(): string[] {
  const { name: slug } = guide
  return [
    routes.overview(slug), routes.findings(slug), routes.edit(slug), routes.edit(slug, 'StatefulSet/default/thanos-receiver'), routes.editMany(slug), routes.hashring(slug),
    routes.rules(slug), routes.storage(slug), routes.stores(slug), routes.edges(slug), routes.topology(slug), routes.topology(slug, { view: 'table' }),
    routes.add(slug), routes.remove(slug), routes.version(slug), routes.revision(slug, 1),
  ]
}

test.describe('at a desk', () => {
  test.use({ locale: 'en-US', viewport: { width: 1280, height: 900 } })
  test.setTimeout(600_000)

  test('every page is in English, without an error, no wider than the window, and accessible in light and dark', ({ page }) => walk(page, Object.values(addresses()).flat(), 'en-US'))
  test('so is every page that shows an installation, with the guide in it', ({ page }) => walk(page, guidePaths(), 'en-US'))
})

test.describe('on a phone', () => {
  test.use({ locale: 'ko-KR', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  test.setTimeout(600_000)

  test('every page is in Korean, without an error, no wider than the screen, and accessible', ({ page }) => walk(page, Object.values(addresses()).flat(), 'ko-KR'))
  test('so is every page that shows an installation, with the guide in it', ({ page }) => walk(page, guidePaths(), 'ko-KR'))

  test('no page is wider than the screen while nothing of what it asks for is answered', async ({ page }) => {
    await page.route(/\/api\//, () => undefined)
    for (const path of [...Object.values(addresses()).flat(), ...guidePaths()]) {
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expectFits(page, 'while it waits')
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
})

async function expectFits(page: Page, when: string): Promise<void> {
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.screen.width), `${page.url()}: how much wider than the screen ${when}`).toBeLessThanOrEqual(0)
}

async function walk(page: Page, paths: readonly string[], locale: 'en-US' | 'ko-KR'): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expectFits(page, 'while it waits')
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      await expectFits(page, 'when it is there')
      expect(await page.locator('body').innerText()).not.toMatch(MESSAGE_KEY)
      await expect(page.locator('html')).toHaveAttribute('lang', locale.slice(0, 2))
      await expectAccessible(page)
      // The themes differ in nothing but colours, and the languages in nothing of those.
      if (locale !== 'en-US') return
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectAccessible(page, { rules: ['color-contrast'] })
    })
  }
}

test('the keyboard goes to every page, finds, lists its keys, and Esc gives the focus back', async ({ page }) => {
  await page.goto(stack.path)
  await expect(page.getByRole('heading').first()).toBeVisible()
  for (const [letter, path] of [['c', '/changes'], ['t', '/topology'], ['w', '/edges'], ['s', '/stores'], ['b', '/storage'], ['h', '/hashring'], ['r', '/rules'], ['l', '/alerts'], ['d', '/diagnose'], ['a', '/audit'], ['o', '']] as const) {
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
  const palette = page.getByRole('dialog') // the page has a combobox of its own
  await palette.getByRole('combobox').fill('audit')
  await expect(palette.getByRole('option', { selected: true })).toContainText('Audit')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/audit')

  await page.goto(stack.path)
  for (const [typed, chosen, address] of [
    ['>import', 'Import', '/import'], ['--retention.resolution-raw', '--retention.resolution-raw', '/settings/flags/compact/retention.resolution-raw'],
    [stack.name, stack.name, stack.name], ['topology', 'Topology', '/topology'],
  ] as const) {
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill(typed)
    const option = palette.getByRole('option', { selected: true })
    await expect(option).toContainText(chosen)
    if (typed.startsWith('>')) await expect(palette.getByRole('option').filter({ hasText: 'Topology' })).toHaveCount(0)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname.includes(address))
    await expect(palette).toHaveCount(0)
    if (!address.startsWith('/settings')) continue
    await page.goto(stack.path)
  }
})

test('paper is black on white without rail, tools and buttons, also of a dark screen', async ({ page }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  for (const path of [
    plan, routes.findings(stack.name), routes.compare(stack.name, 1, 2), routes.stackAudit(stack.name), routes.ownership(stack.name), routes.findings(guide.name), routes.edit(guide.name, 'StatefulSet/default/thanos-receiver'),
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    expect(await page.evaluate(cutBoxes), `what ${path} cuts on paper`).toEqual([])
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeHidden()
    await expect(page.getByRole('button', { name: 'Find or do' })).toHaveCount(0)
    expect(await page.getByRole('heading').first().evaluate(paintedLight), 'the lightest channel of the ink, 0 to 255').toBeLessThan(80)
    expect(await page.locator('body').evaluate(paintedLight, 'background-color'), 'the paper').toBeGreaterThan(250)
  }
})

/** What stands in boxes that are lower than it. */
function cutBoxes(): string[] {
  return [...document.querySelectorAll<HTMLElement>('main *')]
    .filter((element) => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowY) && element.clientHeight > 1 && element.scrollHeight > element.clientHeight + 1)
    .map((element) => `${element.tagName} ${element.className}: ${element.scrollHeight} px in ${element.clientHeight}`)
}

/** The lightest channel of a colour as it is painted: a build may write it in any colour space. */
function paintedLight(element: Element, property = 'color'): number {
  const canvas = document.createElement('canvas').getContext('2d')
  if (canvas === null) throw new Error('no canvas')
  canvas.fillStyle = '#fff'
  canvas.fillRect(0, 0, 1, 1)
  canvas.fillStyle = getComputedStyle(element).getPropertyValue(property)
  canvas.fillRect(0, 0, 1, 1)
  return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3))
}

test('who wants no motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = (): Promise<number> => page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { animationDuration, transitionDuration } = getComputedStyle(element)
    return [animationDuration, transitionDuration].some((durations) => durations.split(', ').some((duration) => Number.parseFloat(duration) > 0))
  }).length)
  for (const path of [routes.stackAudit(stack.name), routes.overview(guide.name), routes.topology(guide.name), routes.stores(guide.name), plan]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    expect(await moving(), path).toBe(0)
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await moving(), `${path}, with the palette`).toBe(0)
  }
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
