// The faces of every page that has nothing to show: with an empty database, and of an empty stack.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { routes } from '#lib/routes.ts'
import { freePort, lineOf, start, stop } from './children.ts'
import { addStack, expect, expectAccessible, test as base, uniqueName, type Stack } from './fixtures.ts'

const START_MS = 300_000

/** `nothing` is a Gauntlet of its own that has nothing: no sandbox, no cluster, no stack, and a KUBECONFIG that names a file that is not there. */
const test = base.extend<object, { nothing: { url: string; kubeconfig: string }; bare: Stack }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern which fixtures are wanted
  nothing: [async ({}, use) => {
    const data = mkdtempSync(join(tmpdir(), 'gauntlet-e2e-nothing-'))
    const kubeconfig = join(data, 'kubeconfig')
    const gauntlet = start('npm', ['start'], { PORT: String(await freePort()), HOST: '127.0.0.1', GAUNTLET_DATA: data, GAUNTLET_SANDBOX: 'off', DATABASE_URL: '', GAUNTLET_SECRET: '', KUBECONFIG: kubeconfig })
    try {
      await use({ url: await lineOf(gauntlet, /^Gauntlet\s+(http\S+)$/), kubeconfig })
    } finally {
      await stop(gauntlet)
      rmSync(data, { recursive: true, force: true })
    }
  }, { scope: 'worker', timeout: START_MS }],
  /** A stack of the shared installation in whose namespace nothing runs, without a revision. */
  bare: [async ({ browser }, use) => {
    const page = await browser.newPage({ locale: 'en-US', baseURL: `http://127.0.0.1:${process.env.GAUNTLET_E2E_PORT}` })
    const name = uniqueName('bare')
    await use(await addStack(page, name, { namespace: name }))
    await page.close()
  }, { scope: 'worker' }],
})

/** What a page says when there is nothing, and what it offers to do next, where that is not all that stands there; each in English and in Korean. */
type Words = readonly [en: RegExp, ko: RegExp]
type Empty = { readonly path: string; readonly says: Words; readonly next?: Words }

/** Pages that belong to no stack. */
const GENERAL: readonly Empty[] = [
  { path: routes.home(), says: [/No stack yet/, /아직 스택이 없습니다/], next: [/New stack/, /새 스택/] },
  { path: routes.audit(), says: [/Nothing has happened yet/, /아직 아무 일도 없었습니다/] },
  { path: routes.discover(), says: [/There is no cluster to choose/, /선택할 클/] },
  { path: routes.settings(), says: [/Nobody has an account yet/, /아직 계정이 없습니다/] },
  { path: routes.account(), says: [/There is no account/, /계정이 없으므로/] },
  { path: routes.connections(), says: [/No stack yet/, /아직 스택이 없습니다/], next: [/New stack/, /새 스택/] },
  { path: routes.tokens(), says: [/No token is open/, /열려 있는 토큰이 없습니다/] },
]

/** Pages of a stack; without `next` the page is itself where one goes on, or all that can be done is to wait. */
function ofStack(slug: string): readonly Empty[] {
  const toImport: Words = [/Import/, /가져오기/]
  const toAdd: Words = [/Add workloads/, /워크로드 추가/]
  const noWorkload: Words = [/There is no workload yet/, /아직 워크로드가 없습니다/]
  const noRevision: Words = [/No revision yet/, /리비전이 없어/]
  const nothingSaved: Words = [/Nothing has been saved yet/, /아직 저장한 것이 없습니다/]
  return [
    { path: routes.overview(slug), says: noRevision, next: toImport },
    { path: routes.topology(slug), says: [/No Thanos runs here/, /실행 중인 Thanos가 없습니다/], next: toImport },
    { path: routes.topology(slug, { view: 'table' }), says: [/No Thanos runs here/, /실행 중인 Thanos가 없습니다/], next: toImport },
    { path: routes.edges(slug), says: [/No edge is declared/, /등록된 엣지가 없습니다/] },
    { path: routes.alerts(slug), says: [/no ruler/i, /ruler가 없어/] },
    { path: routes.diagnose(slug), says: noRevision, next: toImport },
    { path: routes.stores(slug), says: noRevision, next: toImport },
    { path: routes.storesAsked(slug), says: [/No querier in this stack/, /querier가 없습니다/], next: toImport },
    { path: routes.storage(slug), says: [/No compactor in this stack/, /compactor가 없습니다/], next: toImport },
    { path: routes.objectStorage(slug), says: [/No Secret with object storage settings is known/, /Secret/] },
    { path: routes.hashring(slug), says: [/No receiver in this stack/, /receiver가 없습니다/], next: toImport },
    { path: routes.rules(slug), says: [/No rules yet/, /아직 규칙이 없습니다/], next: toImport },
    { path: routes.findings(slug), says: noRevision, next: toImport },
    { path: routes.import(slug), says: [/Nothing is saved or sent/, /아무것도 보내거나 저장하지 않습니다/] },
    { path: routes.edit(slug), says: noWorkload, next: toImport },
    { path: routes.editMany(slug), says: noWorkload, next: toImport },
    { path: routes.remove(slug), says: [/There is no workload to remove/, /제거할 워크로드가 없습니다/], next: toAdd },
    { path: routes.version(slug), says: [/There is no workload whose release/, /버전을 바꿀 워크로드가 없습니다/], next: toAdd },
    { path: routes.ownership(slug), says: [/No revision yet/, /아직 리비전이 없습니다/], next: toImport },
    { path: routes.drift(slug), says: [/Nothing of this stack was applied yet/, /아직 적용된 적이 없습니다/], next: [/To changes/, /변경/] },
    { path: routes.changes(slug), says: nothingSaved, next: toImport },
    { path: routes.compare(slug, 1, 2), says: nothingSaved, next: [/See the history/, /이력 보기/] },
  ]
}

/** Has a title, says what is not there, offers the next thing to do, and fits a window and a phone. */
async function expectEmpty(page: Page, { path, says, next }: Empty, language: 0 | 1): Promise<void> {
  await test.step(path, async () => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/)
    await expect(page.getByRole('main')).toContainText(says[language])
    if (next !== undefined) await expect(page.getByRole('main').getByRole('link', { name: next[language] }).or(page.getByRole('main').getByRole('button', { name: next[language] })).first()).toBeVisible()
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), 'px of the page').toBeLessThanOrEqual(width)
    }
  })
}

for (const [language, locale] of ['en-US', 'ko-KR'].entries()) {
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 1280, height: 844 } })

    test('without a stack every page says so, and what to do', async ({ page, nothing }) => {
      for (const each of GENERAL) await expectEmpty(page, { ...each, path: nothing.url + each.path }, language === 0 ? 0 : 1)
      await expectAccessible(page)
    })

    test('with a KUBECONFIG that names a file that is not there, pages with clusters say which, and what to do', async ({ page, nothing }) => {
      const says = language === 0 ? [`The kubeconfig ${nothing.kubeconfig} is not there.`, 'take it out of KUBECONFIG'] : [`kubeconfig ${nothing.kubeconfig} 파일이 없습니다.`, 'KUBECONFIG에서 빼고']
      for (const path of [routes.newStack(), routes.discover(), routes.connections()]) {
        expect((await page.goto(nothing.url + path))?.status(), path).toBe(200)
        for (const words of says) await expect(page.getByRole('main')).toContainText(words)
        await expect(page.getByRole('main').locator('form, table, h2, a').first()).toBeVisible()
      }
    })

    test('of a stack in which nothing is and nothing runs, every page says so, and what to do', async ({ page, bare }) => {
      test.setTimeout(180_000)
      for (const each of ofStack(bare.name)) await expectEmpty(page, each, language === 0 ? 0 : 1)
    })
  })
}
