// The audit: found by filter, opened, linked, taken away, and held against its chain.
import { readFileSync } from 'node:fs'
import { addStack, expect, expectAccessible, guideText, importAndSave, test, uniqueName } from './fixtures.ts'

test('an event is found by its filters, which stand in the address, opens to what it holds, and can be linked', async ({ page, stack }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  await page.goto(`${stack.path}/audit`)
  const rows = page.getByRole('table', { name: 'Events' }).getByRole('rowheader')
  await expect(rows).toHaveText([/^Revision saved/, /^Stack created/])
  await expect(page.getByRole('heading', { name: '2 events' })).toBeVisible()

  await page.getByLabel('What', { exact: true }).selectOption('Stack created')
  await expect(rows).toHaveText([/^Stack created/])
  await expect(page).toHaveURL(/action=stack\.create/)
  await page.getByRole('button', { name: 'Refused' }).click()
  await expect(page.getByText('No event matches these filters')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filters' }).first().click()
  await expect(rows).toHaveCount(2)
  await page.keyboard.press('/')
  await page.keyboard.type('REVISION')
  await expect(rows).toHaveText([/^Revision saved/])
  await page.reload()
  await expect(rows).toHaveText([/^Revision saved/])

  await rows.first().getByRole('button').focus()
  await page.keyboard.press('Enter')
  const held = page.getByRole('region', { name: 'Before and after' })
  await expect(held).toContainText('The querier')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Text' }).click()
  await expect(held).toContainText('"message": "The querier"')
  await page.getByRole('link', { name: 'Link to this event' }).click()
  await expect(page).toHaveURL(/\/audit\?event=\d+$/)
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText('The querier')
})

test('hundreds of events are read on as one scrolls, and only those near are in the page', async ({ page, stack }) => {
  await page.goto(`${stack.path}/audit`)
  // Taking the audit away is an event of its own: the shortest way to many.
  const taken = await page.getByRole('link', { name: 'CSV', exact: true }).getAttribute('href') ?? ''
  for (let turn = 0; turn < 26; turn++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => page.request.get(taken)))
    expect(answers.map((answer) => answer.status())).toEqual(Array.from({ length: 10 }, () => 200))
  }
  await page.reload()
  await expect(page.getByRole('heading', { name: '261 events' })).toBeVisible()
  const rows = page.getByRole('table', { name: 'Events' }).getByRole('rowheader')
  const first = page.getByRole('rowheader', { name: 'Stack created' })
  await expect(async () => {
    await page.mouse.wheel(0, 20_000)
    await expect(first).toBeInViewport({ timeout: 300 })
  }).toPass()
  expect(await rows.count()).toBeLessThan(120)
  await expectAccessible(page)

  await first.getByRole('button').click()
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText(stack.name)
  await page.reload()
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText(stack.name)
  await expect(first).toBeInViewport()
})

test('a stack with a name as long as one may be leaves the audit of all stacks within its page', async ({ page }) => {
  const { name } = await addStack(page, `${uniqueName('long')}-${'name-'.repeat(12)}`.slice(0, 60).replace(/-+$/, ''))
  // Its first event says the name twice: whose it is, and to what it happened.
  await page.goto('/audit?action=stack.create')
  const row = page.getByRole('row').filter({ hasText: name }).first()
  for (const width of [1280, 1024, 768, 390]) {
    await page.setViewportSize({ width, height: 800 })
    await expect(row).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `at ${width} px`).toBeLessThanOrEqual(0)
  }
})

test('what is new waits above the list until one asks for it', async ({ page, stack, browser, baseURL }) => {
  await page.goto(`${stack.path}/audit`)
  await expect(page.getByRole('heading', { name: '1 event' })).toBeVisible()
  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  await importAndSave(await elsewhere.newPage(), stack, guideText('thanos-query.yaml'), 'Meanwhile')
  await expect(async () => {
    // As when one comes back to the page; otherwise it asks every ten seconds.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(page.getByText('1 newer event')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(page.getByRole('rowheader', { name: 'Revision saved' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('rowheader')).toHaveText([/^Revision saved/, /^Stack created/])
  await expect(page.getByText('1 newer event')).toHaveCount(0)
  await elsewhere.close()
})

test('what is filtered can be taken away as CSV and as JSON lines, and taking it is an event', async ({ page }) => {
  const stack = await addStack(page, uniqueName('export'))
  await page.goto(`${stack.path}/audit`)
  const files = []
  for (const name of ['CSV', 'JSON lines']) {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name, exact: true }).click()
    files.push(readFileSync(await (await download).path(), 'utf8').trim().split(/\r?\n/))
  }
  const [csv = [], jsonl = []] = files
  expect(csv).toHaveLength(2)
  expect(csv[0]).toMatch(/^\uFEFF?id,at,actorId,actor,door,action,outcome,stackId,subject,before,after,hash$/)
  expect(csv[1]).toContain(stack.name)
  expect(jsonl.map((line) => JSON.parse(line).action)).toEqual(['event.export', 'stack.create'])
  await page.goto(`${stack.path}/audit?action=event.export`)
  await expect(page.getByRole('rowheader')).toHaveText([/^Audit exported/, /^Audit exported/])
})

test('an admin holds the audit against its chain and gets the line to keep', async ({ page }) => {
  await page.goto('/audit')
  await page.getByRole('button', { name: 'Check the chain…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: /events are what was written$/ })).toBeVisible()
  await expect(dialog.getByText(/^\d+:[0-9a-f]{64}$/)).toBeVisible()
  await expectAccessible(page)
})

test.describe('on a phone, in Korean', () => {
  test.use({ locale: 'ko-KR', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('the filters open on demand, and an open event stays within the screen', async ({ page, stack }) => {
    await page.goto(`${stack.path}/audit`)
    await page.getByRole('button', { name: /^필터/ }).click()
    await page.getByLabel('내용', { exact: true }).selectOption('스택 생성')
    await page.getByRole('button', { name: /스택 생성/ }).click()
    await expect(page.getByRole('region', { name: '이전과 이후' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expectAccessible(page)
  })
})
