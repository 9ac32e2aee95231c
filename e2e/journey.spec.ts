// The journey of a first day: from the guide's YAML to an applied change, and back.
import type { Page } from '@playwright/test'
import { expect, GUIDE, saveDraft, test } from './fixtures.ts'

const RUN_MS = 120_000

/** By the labels of the form. */
const BUCKET = { Bucket: 'thanos-blocks', Endpoint: 's3.eu-central-1.amazonaws.com', 'Access key': 'EXAMPLEKEY0123456789', 'Secret key': 'example-example-example-example' }

test.describe('from the guide to an applied change', () => {
  test.setTimeout(360_000)

  test('imports, reads, fixes, edits, saves, plans, applies, watches, compares, rolls back, and finds it all in the audit', async ({ page, stack }) => {
    await test.step('import the guide', async () => {
      await expect(page.getByRole('heading', { name: 'No revision yet: nothing here is managed.' })).toBeVisible()
      await page.getByRole('link', { name: 'Import…' }).click()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose files' }).click()
      await (await chooser).setFiles(GUIDE)
      await expect(page.getByRole('heading', { name: '13 objects; 4 of 5 workloads have errors' })).toBeVisible()
    })

    await test.step('read the findings and take three fixes', async () => {
      await takeFix(page, 'thanos-receiver has no external label')
      await takeFix(page, 'no --receive.local-endpoint')
      await takeFix(page, '--min-time=-6h makes thanos-store serve only the last 6h')
    })

    await test.step('take the other safe ones together', async () => {
      await page.getByRole('button', { name: /^Fix \d+ safe ones?…$/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put in draft' }).click()
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(page.getByRole('button', { name: /^Fix \d+ safe/ })).toHaveCount(0)
    })

    await test.step('write the credentials, which a person at kubectl made; no value of them stays', async () => {
      await page.getByRole('button', { name: 'Placeholders were never filled in' }).click()
      await page.getByRole('article').getByRole('link', { name: 'Edit thanos-s3-config' }).click()
      for (const [label, value] of Object.entries(BUCKET)) await page.getByLabel(label, { exact: true }).fill(value)
      await page.getByRole('button', { name: 'Write to the cluster…' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Write', exact: true }).click()
      await expect(page.getByRole('main').getByRole('alert')).toContainText('kubectl-client-side-apply')
      await page.getByRole('button', { name: 'Take the key over and write it' }).click()
      await expect(page.getByText('Secret thanos-s3-config is written.')).toBeVisible()
      await expect(page.getByRole('main').getByText('fixed in this draft')).toBeVisible()
      expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(BUCKET['Secret key'])
    })

    await test.step('save', async () => {
      await saveDraft(page, 'Take over the guide, mended')
      await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
      await expect(page.getByRole('link', { name: 'r1 pending' })).toBeVisible()
    })

    await test.step('plan: what is live already is acknowledged, what cannot be undone is typed', async () => {
      await page.getByRole('button', { name: 'Plan revision 1' }).click()
      await expect(page.getByRole('heading', { name: 'Take over the guide, mended' })).toBeVisible()
      await expect(page.getByRole('heading', { name: 'What this does' })).toBeVisible()
      await expect(page.getByText('The change brings in no error')).toBeVisible()
      await openObject(page, 'thanos-store')
      await expect(page.getByRole('region', { name: /thanos-store$/ })).toContainText('--min-time=-6h')
      await expect(page.getByRole('button', { name: 'Apply…' })).toBeDisabled()
      await page.getByRole('checkbox', { name: /live already/ }).check()
    })

    await test.step('apply and watch', async () => {
      await apply(page, 1)
      await expect(page.getByRole('link', { name: 'r1 pending' })).toHaveCount(0)
    })

    await test.step('change the raw retention by form', async () => {
      await page.getByRole('link', { name: 'Storage', exact: true }).click()
      await page.getByRole('textbox', { name: '--retention.resolution-raw' }).fill('45d')
      await expect(page.getByRole('heading', { name: /Raw data is kept 45 d/ })).toBeVisible()
      await saveDraft(page, 'Keep raw data for 45 days')
      await page.getByRole('button', { name: 'Plan revision 2' }).click()
      await expect(page.getByText('No data is deleted')).toBeVisible()
      await page.getByRole('checkbox', { name: /live already/ }).check()
      await apply(page, 2)
    })

    await test.step('compare the revisions', async () => {
      await page.getByRole('link', { name: 'Compare with r1' }).click()
      await expect(page.getByRole('heading', { name: '1 field differs between revision 1 and 2' })).toBeVisible()
      const row = page.getByRole('row', { name: /--retention\.resolution-raw/ })
      await expect(row).toContainText('7d')
      await expect(row).toContainText('45d')
    })

    await test.step('roll back, which deletes data and says so', async () => {
      await page.goto(`${stack.path}/changes`)
      await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'r2' }).click()
      await page.getByRole('link', { name: 'Roll back to r1' }).click()
      const dialog = page.getByRole('dialog', { name: 'Revision 1 becomes revision 3' })
      await expect(dialog).toContainText('Undoes 1 revision: 1 field changes.')
      await expect(dialog.getByRole('row', { name: /--retention\.resolution-raw/ })).toContainText('45d')
      await dialog.getByRole('button', { name: 'Save and plan' }).click()
      await expect(page.getByRole('heading', { name: 'Restore revision 1' })).toBeVisible()
      await expect(page.getByText('High risk', { exact: true })).toBeVisible()
      await expect(page.getByText('Raw data older than 7d is deleted').first()).toBeVisible()
      await page.getByRole('checkbox', { name: /live already/ }).check()
      await apply(page, 3, '7d')
    })

    await test.step('find all of it in the audit', async () => {
      await page.getByRole('link', { name: 'See it in the audit' }).click()
      const rows = page.getByRole('table', { name: 'Events' }).getByRole('rowheader')
      const round = ['Run finished', 'Run started', 'Plan computed']
      const credentials = ['Credentials answered', 'Credentials sent', 'Credentials sent', 'Credentials answered', 'Credentials sent']
      const all = [...round, 'Revision restored', ...round, 'Revision saved', ...round, 'Revision saved', ...credentials, 'Stack created']
      await expect(rows).toHaveText(all.map((words) => new RegExp(`^${words}`)))
      await expect(page.getByRole('row', { name: /Refused/ })).toHaveCount(1)
      await expect(page.getByRole('main')).not.toContainText(BUCKET['Secret key'])
      await page.getByRole('button', { name: 'Revision restored' }).click()
      await expect(page.getByRole('region', { name: 'Before and after' })).toBeVisible()
    })
  })
})

test.describe('on a phone, in Korean', () => {
  test.use({ locale: 'ko-KR', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('imports the guide, reads a finding, mends and saves', async ({ page, stack }) => {
    await page.goto(`${stack.path}/import`)
    await page.locator('input[type=file]').first().setInputFiles(GUIDE)
    await expect(page.getByRole('heading', { name: /오브젝트 13개/ })).toBeVisible()
    await page.getByRole('button', { name: /thanos-receiver에 외부 라벨/ }).click()
    await expect(page.getByRole('article')).toContainText('receive/no-external-label')
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: /^안전한 .*\d+/ }).click()
    await expectNoSidewaysScroll(page)
    await page.getByRole('dialog').getByRole('button', { name: '초안에 넣기' }).click()
    await page.getByRole('button', { name: '리비전 1로 저장' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('가이드를 고쳐서 가져옴')
    await page.getByRole('dialog').getByRole('button', { name: '저장', exact: true }).click()
    await expect(page.getByRole('heading', { name: '리비전 1 적용을 기다립니다' })).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
})

async function takeFix(page: Page, words: string): Promise<void> {
  const finding = page.getByRole('button', { name: words })
  await finding.click()
  await page.getByRole('article').getByRole('button', { name: 'Fix this one' }).click()
  await expect(finding).toHaveCount(0)
}

async function openObject(page: Page, name: string): Promise<void> {
  await page.locator('summary').filter({ hasText: name }).click()
}

/** Applies the plan that is open; `typed` is what an irreversible one asks for. Returns when the run has succeeded. */
async function apply(page: Page, revision: number, typed?: string): Promise<void> {
  await page.getByRole('button', { name: 'Apply…' }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: `Apply revision ${revision}` })
  if (typed !== undefined) {
    await expect(confirm).toBeDisabled()
    await dialog.getByRole('textbox').fill(typed)
  }
  await confirm.click()
  await page.waitForURL('**/runs/*')
  await expect(page.getByRole('heading', { name: `Revision ${revision} is applied` })).toBeVisible({ timeout: RUN_MS })
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  // Not innerWidth: a phone makes that as wide as the page.
  expect(await page.evaluate(() => document.documentElement.scrollWidth), 'the page must not be wider than the phone').toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
}
