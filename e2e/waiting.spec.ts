// What is on its way is announced: pages that are gone to, and what comes after the page; answers are held back.
import type { Page, Route } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** Holds back what is asked for by `isHeld` until it is let go. */
async function holdBack(page: Page, isHeld: (route: Route) => boolean): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  // Never taken away again: what was held would be lost with it.
  await page.route('**/*', async (route) => {
    if (isHeld(route)) await promise
    // The page may have gone on meanwhile, and asks no more.
    await route.fallback().catch(() => undefined)
  })
  return () => { resolve(undefined) }
}

/** A page that is gone to, and not one that is fetched ahead. */
const isPage = (route: Route): boolean => route.request().headers().rsc !== undefined && route.request().headers()['next-router-prefetch'] === undefined

test.describe('what is on its way', () => {
  test.use({ locale: 'en-US' })
  const PAGES = ['Topology', 'Edges', 'Stores', 'Storage', 'Hashring', 'Rules', 'Alerts', 'Diagnose', 'Findings', 'Changes', 'Audit', 'Settings'] as const

  test('a page that takes long is announced, while the one before stays to be read; each one of the rail', async ({ page, stack }) => {
    await page.goto(stack.path)
    const pages = page.getByRole('navigation', { name: 'Pages' })
    const opening = page.getByRole('status').filter({ hasText: 'Opening the page…' })
    let before = 'Overview'
    for (const name of PAGES) {
      await test.step(name, async () => {
        const letGo = await holdBack(page, isPage)
        await pages.getByRole('link', { name }).click()
        await expect(opening).toBeVisible()
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(before)
        letGo()
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
        await expect(opening).toHaveCount(0)
      })
      before = name
    }
  })

  test('so is one that is gone to by key and by the palette', async ({ page, stack }) => {
    await page.goto(stack.path)
    const opening = page.getByRole('status').filter({ hasText: 'Opening the page…' })
    const byKey = await holdBack(page, isPage)
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await expect(opening).toBeVisible()
    byKey()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edges')
    await page.keyboard.press('Control+k')
    const field = page.getByRole('dialog').getByRole('combobox')
    await field.fill('storage')
    const byPalette = await holdBack(page, isPage)
    await field.press('Enter')
    await expect(opening).toBeVisible()
    byPalette()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Storage')
    await expect(opening).toHaveCount(0)
  })

  test('until something is seen of an installation, its pages have their title and grey bars', async ({ page, stack }) => {
    const letGo = await holdBack(page, (route) => /\/api\/stacks\/[^/]+\/(live|diagnosis|status)/.test(route.request().url()))
    for (const path of ['/edges', '/alerts', '/topology']) {
      await test.step(path, async () => {
        await page.goto(stack.path + path)
        await expect(page.getByRole('main').getByRole('status').first()).toContainText(/Looking|Asking|Loading/)
        await expect(page.getByRole('main').locator('.late').first()).toBeVisible()
      })
    }
    letGo()
    await expect(page.getByRole('heading', { name: 'thanos-receiver' })).toBeVisible({ timeout: 30_000 })
  })
})
