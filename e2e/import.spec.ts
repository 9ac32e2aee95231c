// Bringing an installation in: thousands of objects with progress and a way out, good files beside bad ones, folders and archives.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { largeInstallation, manySmallFields } from '../bench/installation.mjs'
import { expect, expectAccessible, GUIDE, guideText, importAndSave, test } from './fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-import-'))
test.afterAll(() => rmSync(folder, { recursive: true }))
/** Ten megabytes, as a file of the disk: handed over by content, it takes a busy machine longer than the test may. */
const slow = join(folder, 'slow.yaml')
test.beforeAll(() => writeFileSync(slow, manySmallFields(2000, 150)))

const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: monitoring }\nspec: { selector: { app: x }, ports: [{ port: 80 }] }\n`
const upload = (name: string, content: string | Buffer): { name: string; mimeType: string; buffer: Buffer } => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
/** The file chooser; the second input takes folders. */
const choose = (page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]): Promise<void> => page.locator('input[type=file]').first().setInputFiles(files)
const saveButton = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('button', { name: 'Save as revision 1' })

test('2,000 objects come in with progress, the page answers meanwhile, and their lists draw only what is seen', async ({ page, stack }) => {
  await page.goto(`${stack.path}/import`)
  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(globalThis, { tasks })
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver(() => { seen.push(document.querySelector('progress')?.getAttribute('aria-valuetext') ?? '') }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await choose(page, upload('large.yaml', `${largeInstallation(2000).replaceAll('namespace: thanos', 'namespace: monitoring')}\n---\n${Array.from({ length: 5 }, (_, index) => `apiVersion: v1\nkind: Node\nmetadata: { name: n${index} }\n`).join('---\n')}`))
  await expect(saveButton(page)).toBeVisible({ timeout: 60_000 })
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
  expect(seen.some((words) => /^Reading file 1 of 1: [\d,]+ objects so far$/.test(words)), seen.join('\n')).toBe(true)
  expect(seen.some((words) => /^Checking 1,9\d\d objects$/.test(words)), seen.join('\n')).toBe(true)
  await expect(page.getByRole('heading', { name: /^1994 objects|^1,994 objects/ })).toBeVisible()

  const files = page.getByRole('region', { name: 'Files' })
  await files.getByRole('button', { name: /^Files/ }).click()
  await files.getByRole('button', { name: /^large\.yaml/ }).click()
  const drawn = await files.getByRole('listitem').count()
  expect(drawn).toBeGreaterThan(5)
  expect(drawn).toBeLessThan(100)
  const list = files.getByRole('group', { name: 'Files' })
  await list.evaluate((box) => { box.scrollTop = box.scrollHeight })
  await expect(files.getByText('Node/n4')).toBeVisible()
  await expect(files.getByRole('listitem').last()).toHaveAttribute('aria-setsize', '1995')
})

test('an import is cancelled while it reads, and what was there before is there again', async ({ page, stack }) => {
  await page.goto(`${stack.path}/import`)
  await page.getByRole('textbox', { name: 'Or paste' }).fill('half a thought')
  await choose(page, slow)
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true })
  await expect(cancel).toBeFocused()
  await expect(page.getByRole('progressbar', { name: 'Import' })).toHaveAttribute('aria-valuetext', /^Reading file 1 of 1/)
  expect(page.workers().length).toBeGreaterThan(0)
  const reading = page.workers().length
  await page.keyboard.press('Enter')
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await expect.poll(() => page.workers().length).toBe(reading - 1)
  await expect(page.getByRole('textbox', { name: 'Or paste' })).toHaveValue('half a thought')
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeFocused()
  // With a draft it is the draft that stays.
  await choose(page, GUIDE)
  await expect(saveButton(page)).toBeVisible()
  const heading = await page.getByRole('heading', { level: 2 }).first().innerText()
  await page.getByRole('button', { name: 'Import more' }).click()
  await choose(page, slow)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('button', { name: 'Back to the draft' }).click()
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(heading)
})

test('a page that goes before the server has an import, which found no place in the browser either, asks first', async ({ page, stack }) => {
  let holds = true
  await page.route(`**/api/**/draft*`, (route) => holds && route.request().method() === 'PUT' ? undefined : route.continue())
  await page.goto(`${stack.path}/import`)
  await page.evaluate(() => {
    // Each half as large as the last, until not even a few letters more find room.
    for (let size = 2 ** 23, part = 0; size >= 1; part += 1) {
      try {
        localStorage.setItem(`full.${part}`, 'x'.repeat(size))
      } catch {
        size /= 2
      }
    }
  })
  await page.getByRole('textbox', { name: 'Or paste' }).click()
  await choose(page, GUIDE)
  await expect(saveButton(page)).toBeVisible()
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await expect(saveButton(page)).toBeVisible()
  holds = false
})

test('good files come in beside bad ones, each of which says what to do, also after the page was loaded again', async ({ page, stack }) => {
  await page.goto(`${stack.path}/import`)
  await choose(page, [
    upload('query.yaml', guideText('thanos-query.yaml')), upload('nothing.yaml', 'hello: world\n'), upload('tab.yaml', 'metadata:\n\tname: x\n'), upload('latin.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xe9])),
    upload('chart.yaml', 'apiVersion: v1\nkind: Service\nmetadata: { name: {{ .Values.name }} }\n'), upload('twice.yaml', `${service('one')}---\n${service('one')}`), upload('all.zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])),
  ])
  const expected = [
    'query.yaml', 'This is no Kubernetes object', 'a tab is used for indentation', 'it looks like Windows-1252', 'this is a Helm template', 'Service/monitoring/one is there twice: first in twice.yaml:1', 'pack it as .tar.gz',
  ]
  const files = page.getByRole('region', { name: 'Files' })
  for (const words of expected) await expect(files.getByText(words).first()).toBeVisible()
  await expect(files.getByText('6 files with problems; what is good came in')).toBeVisible()
  await expect.poll(async () => (await page.request.get(`/api/stacks/${stack.name}/draft`)).text()).toContain('query.yaml')
  await page.reload()
  for (const words of expected) await expect(files.getByText(words).first()).toBeVisible()
})

test('a folder and a packed folder come in whole, without what is hidden in them', async ({ page, stack }) => {
  mkdirSync(join(folder, 'thanos/.git'), { recursive: true })
  writeFileSync(join(folder, 'thanos/query.yaml'), guideText('thanos-query.yaml'))
  writeFileSync(join(folder, 'thanos/store.yaml'), guideText('thanos-store.yaml'))
  writeFileSync(join(folder, 'thanos/README.md'), '# no manifest')
  writeFileSync(join(folder, 'thanos/.git/hidden.yaml'), 'hello: world')
  await page.goto(`${stack.path}/import`)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a folder' }).focus()
  await page.keyboard.press('Enter')
  await (await chooser).setFiles(join(folder, 'thanos'))
  const files = page.getByRole('region', { name: 'Files' })
  await files.getByRole('button', { name: /^Files 2/ }).click()
  await expect(files.getByRole('listitem')).toHaveText([/^thanos\/query\.yaml/, /^thanos\/store\.yaml/])
  await page.getByRole('button', { name: 'Import more' }).click()
  writeFileSync(join(folder, 'thanos/store.yaml'), guideText('thanos-store.yaml').replace('replicas: 3', 'replicas: 4'))
  execFileSync('tar', ['-czf', 'thanos.tar.gz', 'thanos'], { cwd: folder })
  await choose(page, join(folder, 'thanos.tar.gz'))
  await page.getByRole('button', { name: 'Bring in' }).click()
  await files.getByRole('button', { name: /^Files 2/ }).click()
  await expect(files.getByRole('listitem')).toHaveText([/^thanos\.tar\.gz\/thanos\/query\.yaml/, /^thanos\.tar\.gz\/thanos\/store\.yaml/])
  await files.getByRole('listitem').first().getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(files.getByText('Deployment/monitoring/thanos-query')).toBeVisible()
})

test('what is there already just as it came is answered with that, and what differs with the choice', async ({ page, stack }) => {
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  await page.waitForURL('**/changes')
  const check = async (manifests: string): Promise<void> => {
    await page.goto(`${stack.path}/import`)
    await page.getByRole('textbox', { name: 'Or paste' }).fill(manifests)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
  }
  await check(guideText('thanos-query.yaml'))
  await expect(page.getByRole('heading', { name: 'Nothing differs.' })).toBeVisible()
  await expect(page.getByText('All 2 objects that came in are in revision 1 already, just as they came.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import other files' }).click()
  await expect(page.getByRole('textbox', { name: 'Or paste' })).toBeVisible()
  await check(guideText('thanos-query.yaml').replace('replicas: 2', 'replicas: 3'))
  await expect(page.getByRole('radio', { name: 'Replace objects of the same name, keep the others' })).toHaveAccessibleDescription('1 replaced, 0 added, 1 the same already, 0 kept as they are.')
})

test('what holds no manifest at all is said, and the page stays as it was', async ({ page, stack }) => {
  await page.goto(`${stack.path}/import`)
  await choose(page, upload('all.zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])))
  await expect(page.getByRole('region', { name: 'Files' }).getByText('nothing came in')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible()
})

test('stays within a phone, and is accessible in both themes, with bad files in sight', async ({ page, stack }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${stack.path}/import`)
  const expectNoSideways = async (): Promise<void> => { expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390) }
  await expectNoSideways()
  await choose(page, [...GUIDE.slice(0, 2).map((path) => upload(`${'a-long-folder-name/'.repeat(6)}${path.slice(-18)}`, guideText(path.slice(path.lastIndexOf('/') + 1)))), upload('nothing.yaml', 'hello: world\n')])
  await expect(saveButton(page)).toBeVisible()
  await expectNoSideways()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
})
