// Findings of a stack: grouped, filtered, linked to, accepted for a while, and mended all at once where that is safe.
import { addStack, expect, expectAccessible, guideText, importAndSave, saveDraft, test, uniqueName, type Stack } from './fixtures.ts'

const FILES = ['thanos-receiver.yaml', 'thanos-store.yaml', 'thanos-query.yaml']
const RANGE = '--min-time=-6h makes thanos-store serve only the last 6h'
const REASON = 'The bucket is asked by another installation until March.'

/** One stack for all of these, with one revision. */
let stack: Stack

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await browser.newPage({ locale: 'en-US' })
  stack = await addStack(page, uniqueName('findings'), { namespace: 'findings' })
  await importAndSave(page, stack, FILES.map(guideText).join('\n---\n').replaceAll('namespace: monitoring', 'namespace: findings'), 'As it is')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  await page.close()
})

test('stand grouped by cause and by object, follow the filter of the address, and open by keyboard', async ({ page }) => {
  await page.goto(`${stack.path}/findings`)
  const list = page.getByRole('group', { name: 'List of findings' })
  await expect(list.getByRole('heading', { name: /^Errors \d+/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Findings \d+ errors/ })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: /^Filter/ })).toBeFocused()
  await page.keyboard.type('min-time')
  await expect(list.locator('[data-finding-row]')).toHaveCount(1)
  await expect(page).toHaveURL(/[?&]q=min-time/)
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByLabel('Severity').selectOption('warning')
  await expect(list.getByRole('heading')).toHaveText(/^Warnings/)
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByRole('button', { name: 'By object' }).click()
  await expect(list.getByRole('heading', { name: /thanos-store StatefulSet/ })).toBeVisible()
  await expect(page).toHaveURL(/[?&]by=object/)
  await list.locator('[data-finding-row]').first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(list.locator('[data-finding-row]').nth(1)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/[?&]finding=/)
})

test('are accepted with a reason and an end, which overview and plan then tell, and withdrawn', async ({ page }) => {
  await page.goto(`${stack.path}/findings`)
  const row = page.getByRole('button', { name: RANGE })
  await row.click()
  const link = page.url()
  const detail = page.getByRole('article')
  await detail.getByRole('button', { name: 'Accept…' }).click()
  const dialog = page.getByRole('dialog', { name: 'The finding stays as it is' })
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(dialog.getByText('Say why it may stay, in a few words.')).toBeVisible()
  await dialog.getByLabel('Reason').fill(REASON)
  await dialog.getByLabel('Until the end of').fill('2020-01-01')
  await expect(dialog.getByText('That day is over. Choose a later one.')).toBeVisible()
  await dialog.getByRole('button', { name: '90 days' }).click()
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(detail.getByRole('region', { name: 'What was decided' })).toContainText(REASON)
  await expect(row).toHaveCount(0)
  await expect(page.getByText(/^1 accepted, the next ends in \d+ d$/)).toBeVisible()

  await page.goto(stack.path)
  await expect(page.getByRole('link', { name: /^Accepted, the next ends in \d+ d/ })).toBeVisible()
  await page.goto(`${stack.path}/changes`)
  await page.getByRole('button', { name: 'Plan revision 1' }).click()
  await page.waitForURL('**/plans/*')
  await expect(page.getByText(REASON)).toBeVisible()

  await page.goto(link)
  await expect(detail).toContainText(RANGE)
  await detail.getByRole('button', { name: 'Withdraw' }).click()
  await expect(detail.getByRole('button', { name: 'Accept…' })).toBeVisible()
  await expect(row).toBeVisible()
  await page.goto(`${stack.path}/audit`)
  await expect(page.getByText('Acceptance withdrawn').filter({ visible: true }).first()).toBeVisible()
  await expect(page.getByText('Finding accepted').filter({ visible: true }).first()).toBeVisible()
})

test('say of a link to what is gone that it is gone', async ({ page }) => {
  await page.goto(`${stack.path}/findings?finding=made/up%20Deployment/x%20y`)
  await expect(page.getByRole('status').filter({ hasText: 'The finding of this link is not here' })).toBeVisible()
})

test('are accessible in both themes, with a dialog open too', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${stack.path}/findings`)
    await expect(page.getByRole('group', { name: 'List of findings' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: /^Fix \d+ safe/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('article').getByRole('button', { name: 'Accept…' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page)
  }
})

test('are mended all at once where that is safe, but for what is unticked, as one step of the draft', async ({ page }) => {
  await page.goto(`${stack.path}/findings`)
  await page.getByRole('button', { name: /^Fix \d+ safe/ }).click()
  const dialog = page.getByRole('dialog')
  const range = dialog.getByRole('listitem').filter({ hasText: RANGE })
  await expect(range.first()).toContainText('flags.min-time')
  await expect(range.first()).toContainText('-6h')
  const before = Number(/^\d+/.exec(await dialog.getByRole('heading', { name: /mended in the draft/ }).innerText())?.[0])
  await dialog.getByRole('checkbox', { name: RANGE }).uncheck()
  await expect(dialog.getByRole('heading', { name: new RegExp(`^${before - 1} findings? `) })).toBeVisible()
  await expect(dialog.getByRole('heading', { name: 'What remains after that' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Put in draft' }).click()
  await expect(page.getByText(/\d+ findings fixed in the draft/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Fix 1 safe one…' })).toBeVisible()
  await expect(page.getByRole('button', { name: RANGE })).toBeVisible()

  await page.getByRole('button', { name: 'Revision 1', exact: true }).click()
  await expect(page.getByRole('button', { name: 'thanos-receiver has no external label' })).toBeVisible()
  await page.getByRole('button', { name: 'Draft', exact: true }).click()
  await expect(page.getByRole('button', { name: 'thanos-receiver has no external label' })).toHaveCount(0)
  await saveDraft(page, 'All that is safe, but the range of the store')
  await expect(page.getByRole('heading', { name: 'Revision 2 waits to be applied' })).toBeVisible()
})
