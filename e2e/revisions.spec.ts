// Revisions as one lives with them: a name, a comparison by that name, and a file that comes back as the same spec.
import { readFileSync } from 'node:fs'
import { addStack, expect, expectAccessible, guideText, importAndSave, saveDraft, test, uniqueName } from './fixtures.ts'

test('a revision is named, compared and found by its name', async ({ page, stack }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  await page.goto(`${stack.path}/edit`)
  await page.getByLabel('Replicas').fill('3')
  await saveDraft(page, 'Three queriers')
  await expect(page.getByRole('heading', { name: 'Revision 2 waits to be applied' })).toBeVisible()

  await page.goto(`${stack.path}/revisions/1`)
  await page.getByLabel('Label of this revision').fill('Known good')
  await page.getByRole('button', { name: 'Label', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Remove known-good' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${stack.path}/compare?from=known-good&to=head`)
  await expect(page.getByRole('heading', { name: '1 field differs between revision 1 and 2' })).toBeVisible()
  await page.getByRole('button', { name: 'YAML', exact: true }).click()
  await expect(page).toHaveURL(/view=yaml/)
  await expect(page.getByRole('region', { name: /thanos-query$/ })).toContainText('replicas: 3')
  await page.keyboard.press('/')
  await page.keyboard.type('no-such-object')
  await expect(page.getByText('No object fits the filter')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByRole('button', { name: 'Swap sides' }).click()
  await expect(page.getByRole('heading', { name: '1 field differs between revision 2 and 1' })).toBeVisible()
  await expectAccessible(page)

  await page.goto(`${stack.path}/changes`)
  await page.getByRole('combobox', { name: 'Label' }).selectOption('known-good')
  await expect(page.getByRole('table', { name: 'Revisions' }).getByRole('link', { name: 'r2', exact: true })).toBeHidden()
  await expect(page.getByRole('table', { name: 'Revisions' }).getByRole('link', { name: 'r1', exact: true })).toBeVisible()
  await page.goto(`${stack.path}/changes?q=nowhere`)
  await expect(page.getByText('No revision fits the filters')).toBeVisible()
  await expectAccessible(page)
})

test('a revision is exported, and imported into another stack as the same', async ({ page, stack }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  await page.goto(`${stack.path}/revisions/1`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export YAML' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${stack.name}-r1.yaml`)
  const text = readFileSync(await file.path(), 'utf8')

  const copy = await addStack(page, uniqueName('revisions copy'))
  await importAndSave(page, copy, text, 'From the export')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  const again = await page.request.get(`/api${copy.path}/revisions/1/export?format=yaml`)
  expect((await again.text()).split('\n').slice(1)).toEqual(text.split('\n').slice(1))
})
