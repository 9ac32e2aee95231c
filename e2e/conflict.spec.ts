// Two people save at once: the loser loses nothing.
import type { Page } from '@playwright/test'
import { expect, expectAccessible, guideText, importAndSave, saveDraft, test, type Stack } from './fixtures.ts'

test('who saves second sees what the first one changed, and saves both after loading it', async ({ page, stack, browser, baseURL }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const other = await elsewhere.newPage()
  await openQuerier(page, stack)
  await openQuerier(other, stack)

  await page.getByLabel('Replicas').fill('3')
  await saveDraft(page, 'Three queriers')
  await expect(page.getByRole('heading', { name: 'Revision 2 waits to be applied' })).toBeVisible()

  await other.getByLabel('Memory, limit').fill('6Gi')
  await saveDraft(other, 'More memory')
  const lost = other.getByRole('dialog')
  await expect(lost).toContainText('saved revision 2 first')
  await expect(lost).toContainText('“Three queriers”')
  await expect(lost.getByRole('row', { name: /replicas/ })).toContainText('3')
  await expect(lost).toContainText('Nothing that was changed is lost.')
  await lost.getByRole('button', { name: 'Edit on from here' }).click()
  await expect(other.getByLabel('Replicas')).toHaveValue('3')
  await expect(other.getByLabel('Memory, limit')).toHaveValue('6Gi')

  await saveDraft(other, 'More memory')
  await expect(other.getByRole('heading', { name: 'Revision 3 waits to be applied' })).toBeVisible()
  await other.goto(`${stack.path}/compare?from=1&to=3`)
  await expect(other.getByRole('heading', { name: '2 fields differ between revision 1 and 3' })).toBeVisible()
  await elsewhere.close()
})

test('where both changed one field, one chooses, and saves on top of the other', async ({ page, stack, browser, baseURL }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const other = await elsewhere.newPage()
  await openQuerier(page, stack)
  await openQuerier(other, stack)

  await page.getByLabel('Replicas').fill('3')
  await saveDraft(page, 'Three queriers')
  await expect(page.getByRole('heading', { name: 'Revision 2 waits to be applied' })).toBeVisible()

  await other.getByLabel('Replicas').fill('5')
  await other.getByLabel('Memory, limit').fill('6Gi')
  await saveDraft(other, 'Five queriers')
  const lost = other.getByRole('dialog')
  await expect(lost).toContainText('1 field was changed by both, 1 merges by itself')
  const save = lost.getByRole('button', { name: 'Save as revision 3' })
  await expect(save).toBeDisabled()
  await expectAccessible(other)
  await lost.getByRole('radio', { name: /^replicas: Yours/ }).focus()
  await other.keyboard.press('2')
  await expect(lost.getByRole('radio', { name: /^replicas: .*, r2$/ })).toBeChecked()
  await lost.getByRole('button', { name: 'Keep all of mine' }).click()
  await save.click()
  await expect(other.getByRole('heading', { name: 'Revision 3 waits to be applied' })).toBeVisible()
  await other.goto(`${stack.path}/compare?from=2&to=3`)
  await expect(other.getByRole('heading', { name: '2 fields differ between revision 2 and 3' })).toBeVisible()
  await expect(other.getByRole('row', { name: /replicas/ })).toContainText('5')
  await elsewhere.close()
})

async function openQuerier(page: Page, { path }: Stack): Promise<void> {
  await page.goto(`${path}/edit`)
  await expect(page.getByLabel('Replicas')).toHaveValue('2')
}
