// What is seen of an installation that runs: stores, edges, alerts and diagnoses of the demo that works, and what they say when something is made to fail.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { addStack, expect, expectAccessible, importAndSave, test, uniqueName, type Stack } from './fixtures.ts'

const CORRECTED = join(import.meta.dirname, '../examples/corrected')
/** Everything is asked again after ten seconds, what failed at first a little later. */
const SEEN_MS = 60_000

/** A stack on the namespace of that demo, with what runs there as its first revision. */
let stack: Stack

test.describe.configure({ mode: 'serial', timeout: 180_000 })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await browser.newPage({ locale: 'en-US' })
  stack = await addStack(page, uniqueName('live'), { namespace: 'observability' })
  const manifests = readdirSync(CORRECTED).map((name) => readFileSync(join(CORRECTED, name), 'utf8')).join('\n---\n')
  await importAndSave(page, stack, manifests.replaceAll(/\bmonitoring\b/g, 'observability'), 'What runs')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.close()
})

/** Turns the switch of a failure in the marked panel, which is opened, and waits until the sandbox has taken it. */
async function turn(page: Page, name: string, way: 'on' | 'off'): Promise<void> {
  const found = page.getByRole('switch', { name })
  if (!await found.isVisible()) await page.getByText('Sandbox: make something fail').click()
  await found.click()
  await expect(found).toBeChecked({ checked: way === 'on' })
}

test('stores tell each endpoint with what each query replica sees of it, and one that cannot be reached with its reason', async ({ page }) => {
  await page.goto(`${stack.path}/stores`)
  const endpoints = page.getByRole('table', { name: 'Endpoints' })
  const row = endpoints.getByRole('row', { name: /^thanos-receiver-0 / })
  await expect(row).toContainText('Healthy')
  await expect(page.getByRole('heading', { name: /^Coverage/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Targets behind sidecars \d+ up, 0 down$/ })).toBeVisible()
  await page.getByText('2 jobs with every target up').click()
  await expect(page.getByRole('table', { name: '2 jobs with every target up' }).getByRole('row', { name: /^node-exporter .*cluster="central".* 2 / })).toBeVisible()
  await page.getByText('As a table').click()
  await expect(page.getByRole('table', { name: 'Coverage as a table' })).toBeVisible()
  await expectAccessible(page)

  await turn(page, 'Queries cannot reach thanos-store-0', 'on')
  const missing = endpoints.getByRole('row', { name: /^thanos-store/ }).first()
  await expect(missing).not.toContainText('Healthy', { timeout: SEEN_MS })
  await expect(missing).toContainText(/i\/o timeout|not ready|error/)
  await expectAccessible(page)
  await turn(page, 'Queries cannot reach thanos-store-0', 'off')
  await expect(missing).toContainText('Healthy', { timeout: SEEN_MS })
})

test('a diagnosis names what was made to fail, with its evidence, and its fix goes into the draft', async ({ page }) => {
  await page.goto(`${stack.path}/diagnose?problem=compactor-stuck`)
  const verdict = page.getByRole('heading', { level: 2 }).first()
  await expect(verdict).toHaveText(/^The compactor works/, { timeout: SEEN_MS })
  await turn(page, 'The compactor halts over blocks that overlap', 'on')
  await expect(verdict).toHaveText(/^The compactor has halted on .*overlap/, { timeout: SEEN_MS })
  await expect(page.getByText('Cause found')).toBeVisible()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText(/Log of/)).toBeVisible({ timeout: SEEN_MS })
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Put into the draft' }).click()
  await expect(page.getByRole('button', { name: /^Save as revision 2$/ })).toBeEnabled()
  await page.goto(`${stack.path}/edit/${encodeURIComponent('StatefulSet/observability/thanos-compactor')}`)
  await expect(page.getByText('- --compact.enable-vertical-compaction')).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.goto(`${stack.path}/diagnose?problem=compactor-stuck`)
  await turn(page, 'The compactor halts over blocks that overlap', 'off')
  await expect(verdict).toHaveText(/^The compactor works/, { timeout: SEEN_MS })
})

test('edges: all that send can be declared, a new one waits for its first sample, and its configuration is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${stack.path}/edges`)
  const edges = page.getByRole('table', { name: 'Edges' })
  await expect(edges.getByRole('row', { name: /^seoul-1 .*Not declared/ })).toBeVisible({ timeout: SEEN_MS })
  await page.getByRole('button', { name: /^Declare all \d+$/ }).click()
  await expect(edges.getByRole('row', { name: /^seoul-1 .*Sends/ })).toBeVisible()

  await page.getByRole('button', { name: 'Add an edge' }).click()
  const form = page.getByRole('dialog', { name: 'Add an edge' })
  await form.getByRole('textbox', { name: 'Name' }).fill('busan-9')
  await form.getByRole('textbox', { name: 'External labels' }).fill('cluster="seoul-1", region="seoul"')
  await form.getByRole('button', { name: 'Add to draft' }).click()
  await expect(form.getByText(/seoul-1 carries the same labels/)).toBeVisible()
  await form.getByRole('textbox', { name: 'External labels' }).fill('cluster="busan-9"')
  await form.getByRole('textbox', { name: 'Expected samples/s' }).fill('26k')
  await form.getByRole('button', { name: 'Add to draft' }).click()
  const detail = page.getByRole('dialog', { name: 'busan-9' })
  await expect(detail.getByText('remote_write:')).toBeVisible()
  await expectAccessible(page)
  await detail.getByRole('button', { name: 'Copy' }).click()
  await expect(detail.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/remote_write:[\s\S]*api\/v1\/receive[\s\S]*cluster: busan-9|cluster: busan-9[\s\S]*remote_write:/)
  await detail.getByRole('button', { name: 'Close' }).click()
  await expect(edges.getByRole('row', { name: /^busan-9 .*Waiting for the first sample from busan-9/ })).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('alerts tell what fires, who was asked, and that Alertmanager answers', async ({ page }) => {
  await page.goto(`${stack.path}/alerts`)
  await expect(page.getByRole('heading', { name: /^Nothing fires/ })).toBeVisible({ timeout: SEEN_MS })
  await turn(page, 'thanos-receiver-0 ends again and again', 'on')
  const alert = page.getByRole('table', { name: 'Alerts' }).getByRole('button', { name: 'ThanosReceiverDown' })
  await expect(alert).toBeVisible({ timeout: SEEN_MS })
  await alert.click()
  await expect(page).toHaveURL(/[?&]alert=/)
  await expect(page.getByRole('link', { name: 'Silence in Alertmanager' })).toHaveAttribute('href', /^http:\/\/alertmanager:9093\/#\/silences\/new\?filter=/)
  await expect(page.getByRole('heading', { name: /^Rulers/ })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'http://alertmanager:9093' })).toContainText(/Answers.*no alert/)
  await expectAccessible(page)
  await turn(page, 'thanos-receiver-0 ends again and again', 'off')
})
