// A whole installation from presets on an empty stack, a shard that comes and goes, and the guide brought to the newest release.
import { addStack, expect, expectAccessible, GUIDE, guideText, importAndSave, saveDraft, test, uniqueName } from './fixtures.ts'

test('a new installation from presets is clean, is saved, gets a shard and loses it again', async ({ page, stack }) => {
  await page.goto(`${stack.path}/add`)
  await expect(page.getByRole('heading', { name: /^Adds 6 workloads: \d+ pods/ })).toBeVisible()
  await expect(page.getByText('Checks find no error and no warning in the result.')).toBeVisible()

  // Ten times the series: more receivers, and the reason says so.
  await page.getByLabel('Active series').fill('2M')
  await expect(page.getByText(/2M series × 3 copies ÷ 500k held by a pod of size S/)).toBeVisible()
  await expect(page.getByLabel('or samples/s')).toHaveValue('66.67k')
  await page.getByRole('radio', { name: /^M / }).check()
  await expect(page.getByText(/2M series × 3 copies ÷ 2M held by a pod of size M/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Put into the draft' }).click()
  await expect(page.getByText('Added to the draft.')).toBeVisible()
  await saveDraft(page, 'A new installation')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.goto(`${stack.path}/add?part=store`)
  await expect(page.getByText(/thanos-store serves all blocks already/)).toBeVisible()
  await page.getByLabel(/Serves blocks older than/).fill('30')
  await expect(page.getByText('thanos-query asks thanos-store-old.monitoring.svc.cluster.local:10901')).toBeVisible()
  await page.getByRole('button', { name: 'Put into the draft' }).click()
  await expect(page.getByText('Added to the draft.')).toBeVisible()

  await page.goto(`${stack.path}/remove`)
  await page.getByRole('radio', { name: /thanos-store-old/ }).check()
  await expect(page.getByText('thanos-store serves the old blocks again')).toBeVisible()
  await expect(page.getByText(/and their data stay; Gauntlet never deletes them/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove thanos-store-old in the draft' }).click()
  await expect(page.getByText('Removed in the draft.')).toBeVisible()
  await expect(page.getByRole('radio', { name: /thanos-store-old/ })).toHaveCount(0)
})

test('the guide goes from v0.31 to v0.42, and what changes is told release by release', async ({ page }) => {
  const stack = await addStack(page, uniqueName('presets-version'))
  await importAndSave(page, stack, GUIDE.map((path) => guideText(path.slice(path.lastIndexOf('/') + 1))).join('\n---\n'), 'The guide as it came')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.goto(`${stack.path}/version`)
  await expect(page.getByRole('heading', { name: /^5 workloads go to v0\.42/ })).toBeVisible()
  const release = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })
  await expect(release('v0.38').getByText(/Move all 4 endpoints into ConfigMap thanos-query-endpoints/)).toBeVisible()
  await expect(release('v0.32').getByText('The image runs as user 1001 instead of root.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Put into the draft' }).click()
  await expect(page.getByText('In the draft, as one step.')).toBeVisible()
  await page.goto(`${stack.path}/edit`)
  await expect(page.getByText('quay.io/thanos/thanos:v0.42.4').first()).toBeVisible()
})
