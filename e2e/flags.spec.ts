// The flag reference: found by words and by address, one flag through the releases, and by keyboard alone.
import { expect, expectAccessible, test } from './fixtures.ts'

test('a flag is found, followed through the releases and to what takes its place', async ({ page }) => {
  await page.goto('/settings/flags?kind=query&release=v0.38&show=gone')
  await expect(page.getByRole('link', { name: '--store', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: '--store', exact: true }).click()
  await page.waitForURL('**/settings/flags/query/store')
  await expect(page.locator('[data-release="v0.37"]')).toContainText('deprecated')
  await expect(page.locator('[data-release="v0.38"]')).toContainText('gone')
  await expectAccessible(page)
  await page.getByRole('link', { name: '--endpoint.sd-config-file' }).click()
  await page.waitForURL('**/settings/flags/query/endpoint.sd-config-file')
  await expect(page.locator('[data-release="v0.37"]')).toContainText('not there yet')
})

test('the list says the default of the release that was chosen, and goes by arrows', async ({ page }) => {
  await page.goto('/settings/flags?kind=store&release=v0.33&q=sync-block-duration')
  await expect(page.getByRole('article').filter({ hasText: '--sync-block-duration' })).toContainText('3m')
  await page.goto('/settings/flags?kind=store&release=v0.42&q=sync-block')
  await expect(page.getByRole('article').filter({ hasText: '--sync-block-duration' })).toContainText('15m')
  await page.goto('/settings/flags?kind=store')
  const links = page.getByRole('list', { name: 'Flags' }).getByRole('link', { name: /^--/ })
  await links.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(links.nth(1)).toBeFocused()
})
