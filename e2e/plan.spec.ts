// The page of a plan: what it does and why it is risky, its objects in the order of the steps, what the reviewer decides, and what moved since.
import type { Page } from '@playwright/test'
import { addStack, applyPlan, expect, expectAccessible, importAndSave, planRevision, saveDraft, test, uniqueName, type Stack } from './fixtures.ts'

const QUERIER = (name: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: default }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.0
          args: [query, "--http-address=0.0.0.0:10902", "--grpc-address=0.0.0.0:10901"]
`

async function replicas(page: Page, stack: Stack, count: string, message: string): Promise<void> {
  await page.goto(`${stack.path}/edit/${encodeURIComponent(`Deployment/default/${stack.name}`)}`)
  await page.getByLabel('Replicas').fill(count)
  await saveDraft(page, message)
}

test.describe('the plan of a revision', () => {
  test.setTimeout(300_000)

  test('tells what it does, opens each text, and deletes what is left only when that is ticked', async ({ page }) => {
    const stack = await addStack(page, uniqueName('plan'), { namespace: 'default' })
    await importAndSave(page, stack, QUERIER(stack.name) + QUERIER(`${stack.name}-old`), 'Two objects')
    await planRevision(page, 1)
    await expect(page.getByRole('heading', { name: 'Objects, in the order they are applied 2' })).toBeVisible()
    await expect(page.getByText('The plan matches the live cluster')).toBeVisible()
    await expectAccessible(page)
    await applyPlan(page, 1)

    await page.goto(`${stack.path}/remove?object=${encodeURIComponent(`Deployment/default/${stack.name}-old`)}`)
    await page.getByRole('button', { name: `Remove ${stack.name}-old in the draft` }).click()
    await expect(page.getByText('Removed in the draft.')).toBeVisible()
    await saveDraft(page, 'Without the old one')
    await planRevision(page, 2)
    await expect(page.getByText('if you tick it').first()).toBeVisible()
    const button = page.getByRole('button', { name: 'Apply…' })
    await expect(button).toBeDisabled()
    await expect(page.getByText('Nothing else changes: tick what is to be deleted.')).toBeVisible()
    await page.getByRole('checkbox', { name: /^Delete Deployment/ }).check()
    await expect(button).toBeEnabled()
    await applyPlan(page, 2)
  })

  test('says that the cluster moved since, and asks to compute it again', async ({ page }) => {
    const stack = await addStack(page, uniqueName('plan'), { namespace: 'default' })
    await importAndSave(page, stack, QUERIER(stack.name), 'One querier')
    await planRevision(page, 1)
    await applyPlan(page, 1)
    await replicas(page, stack, '2', 'Two queriers')
    await planRevision(page, 2)
    await expect(page.getByRole('heading', { name: 'Two queriers' })).toBeVisible()
    const row = page.getByRole('region', { name: `Deployment/default/${stack.name}` })
    await expect(row).toContainText('replicas: 2')
    const older = page.url()
    await page.getByRole('button', { name: 'Compute again' }).click()
    await expect(page).not.toHaveURL(older)
    await page.goto(older)
    await expect(page.getByText('A newer plan was computed')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Apply…' })).toBeDisabled()
  })

  test('of more than a hundred objects draws those in sight, each of which opens', async ({ page }) => {
    const stack = await addStack(page, uniqueName('plan'), { namespace: 'default' })
    const names = Array.from({ length: 120 }, (_, index) => `${stack.name}-${String(index).padStart(3, '0')}`)
    await importAndSave(page, stack, names.map(QUERIER).join(''), 'Many queriers')
    await planRevision(page, 1)
    await expect(page.getByRole('heading', { name: 'Objects, in the order they are applied 120' })).toBeVisible()
    const rows = page.getByRole('main').locator('[data-index]')
    await expect.poll(() => rows.count()).toBeGreaterThan(10)
    expect(await rows.count()).toBeLessThan(60)
    await expect(page.getByText(names.at(-1) ?? '')).toHaveCount(0)

    await page.keyboard.press('End')
    const last = page.getByRole('main').locator('[data-index="119"]')
    await expect(last).toContainText(names.at(-1) ?? '')
    await last.locator('summary').click()
    await expect(last.getByRole('region')).toContainText('quay.io/thanos/thanos:v0.42.0')
    await expect(last).toBeInViewport()
    await expectAccessible(page)

    await page.keyboard.press('Home')
    await expect(page.getByRole('main').locator('[data-index="0"]')).toContainText(names[0] ?? '')
  })

  test('fits a phone without sideways scroll', async ({ page }) => {
    const stack = await addStack(page, uniqueName('plan'), { namespace: 'default' })
    await importAndSave(page, stack, QUERIER(stack.name) + QUERIER(`${stack.name}-too`), 'For a phone')
    await planRevision(page, 1)
    await page.setViewportSize({ width: 390, height: 844 })
    await expect(page.getByRole('heading', { name: 'What this does' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expect(page.getByRole('button', { name: 'Apply…' })).toBeInViewport()
  })
})
