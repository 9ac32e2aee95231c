// The map of the demo's installation: everything on it by name, each node with its pods, flags, log and events, the same facts as a table, and a
// column on a phone.
import { addStack, expect, expectAccessible, GUIDE, guideText, importAndSave, test, uniqueName, type Stack } from './fixtures.ts'

/** A stack on the namespace in which the sandbox runs the guide, with the guide as its first revision. */
let stack: Stack

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await browser.newPage({ locale: 'en-US' })
  stack = await addStack(page, uniqueName('topology'))
  await importAndSave(page, stack, GUIDE.map((path) => guideText(path.slice(path.lastIndexOf('/') + 1))).join('\n---\n'), 'The guide')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.close()
})

test('stands whole on the screen with its names uncut, and every node opens what is known of it', async ({ page }) => {
  await page.goto(stack.path)
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.waitForURL(`**${stack.path}/topology`)
  const map = page.getByRole('group', { name: 'Map' })
  for (const name of ['thanos-receiver', 'thanos-store', 'thanos-query', 'thanos-compactor', 'thanos-ruler']) await expect(map.getByRole('button', { name, exact: true })).toBeVisible()
  const cut = await map.locator('[data-map] :is(h3, p, dd, dt, li)').evaluateAll((all) => all.filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0).map((element) => element.textContent))
  expect(cut, 'words that are wider than their place').toEqual([])
  await expectAccessible(page)

  await map.getByRole('button', { name: 'thanos-store', exact: true }).click()
  await expect(page).toHaveURL(/[?&]node=StatefulSet/)
  const dialog = page.getByRole('dialog', { name: 'thanos-store' })
  await expect(dialog.getByRole('row', { name: /^thanos-store-0 / })).toBeVisible()
  await dialog.getByRole('tab', { name: 'Flags' }).click()
  await expect(dialog.getByRole('row', { name: /^--data-dir / })).toBeVisible()
  await dialog.getByRole('tab', { name: 'Log' }).click()
  await expect(dialog.getByText(/Written last, read/)).toBeVisible()
  await dialog.getByRole('tab', { name: /^Findings/ }).click()
  await expect(dialog.getByRole('link', { name: 'See' }).first()).toBeVisible()
  await expect(dialog.getByRole('link', { name: 'Edit' })).toHaveAttribute('href', /\/edit\//)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page).not.toHaveURL(/node=/)

  // What stands outside of the stack opens too, and says whose it is.
  await map.getByRole('button', { name: 'Grafana', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Grafana' }).getByText(/stand outside of the stack/)).toBeVisible()
  await page.keyboard.press('Escape')
})

test('unfolds its replicas on a press, and folds them again', async ({ page }) => {
  await page.goto(`${stack.path}/topology`)
  const map = page.getByRole('group', { name: 'Map' })
  await map.getByRole('button', { name: /^Show the \d+ replicas? of thanos-receiver$/ }).click()
  const replicas = map.getByRole('list', { name: 'Replicas of thanos-receiver' })
  await expect(replicas.getByText('thanos-receiver-0')).toBeVisible()
  await map.getByRole('button', { name: /^Fold the \d+ replicas of thanos-receiver$/ }).click()
  await expect(replicas).toBeHidden()
})

test('has a table twin with the same nodes, edges and links', async ({ page }) => {
  await page.goto(`${stack.path}/topology`)
  await page.getByRole('link', { name: 'Table', exact: true }).click()
  await page.waitForURL('**/topology?view=table')
  const nodes = page.getByRole('table', { name: 'Workloads and systems' })
  await expect(nodes.getByRole('rowheader', { name: 'thanos-query', exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Edges/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Links' }).getByRole('row', { name: /thanos-store.*thanos-query.*StoreAPI/ })).toBeVisible()
  await expect(page.getByText(/^Looked at /)).toBeVisible()
  await nodes.getByRole('button', { name: 'thanos-query', exact: true }).press('Enter')
  await expect(page.getByRole('dialog', { name: 'thanos-query' })).toBeVisible()
})

test('the overview names its figures with their sources, and what needs a person leads on', async ({ page }) => {
  await page.goto(stack.path)
  // The figures; a chart below may have the same name.
  const figure = (name: string) => page.getByRole('term').filter({ hasText: name })
  await expect(figure('Active series')).toBeVisible()
  await expect(figure('Samples in')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Last change' })).toBeVisible()
  const needs = page.getByRole('heading', { name: /^Needs you/ })
  await expect(needs).toBeVisible()
  await expectAccessible(page)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-US' })

  test('is a column that fits the screen, in the order of the data path', async ({ page }) => {
    // Nothing reaches the guide's receivers before they are mended: the lane of the edges stands all the same.
    await page.goto(`${stack.path}/topology`)
    const column = page.getByRole('list', { name: 'Map' })
    await expect(column.getByRole('heading', { level: 2 })).toHaveText([/^Edges/, /^Receive/, /^Bucket/, /^Store/, /^Query/, /^Clients/])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await column.getByRole('button', { name: 'thanos-store', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'thanos-store' })).toBeVisible()
  })
})
