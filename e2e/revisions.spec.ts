// Revisions as one lives with them: a name, a comparison by that name, and a file that comes back as the same spec.
import { readFileSync } from 'node:fs'
import { addStack, expect, expectAccessible, guideText, importAndSave, saveDraft, test, uniqueName } from './fixtures.ts'

test('a revision is named, compared by its name, exported, and imported into another stack as the same', async ({ page, stack }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
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

  await page.goto(`${stack.path}/revisions/2`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export YAML' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${stack.name}-r2.yaml`)
  const text = readFileSync(await file.path(), 'utf8')

  const copy = await addStack(page, uniqueName('revisions copy'))
  await importAndSave(page, copy, text, 'From the export')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  const again = await page.request.get(`/api${copy.path}/revisions/1/export?format=yaml`)
  expect((await again.text()).split('\n').slice(1)).toEqual(text.split('\n').slice(1))
})
