// A run seen from the browser: stopped between two objects, failed at a gate with its reasons, and undone through a plan.
import type { Page } from '@playwright/test'
import { manifestsOf, querier, service, test, type Cluster } from './cluster.ts'
import { addStack, applyPlan, expect, expectAccessible, importAndSave, planRevision, RUN_MS, saveDraft, startRun, uniqueName, type Stack } from './fixtures.ts'

test.setTimeout(240_000)

/** A stack in a namespace of its own whose two queriers come one after the other, saved as revision 1 and not applied. */
async function twoQueriers(page: Page, cluster: Cluster, name: string): Promise<{ stack: Stack; first: string; second: string }> {
  const namespace = uniqueName(name)
  await cluster.namespace(namespace)
  const stack = await addStack(page, namespace, { namespace })
  await importAndSave(page, stack, manifestsOf([service({ namespace, name: 'query-a' }), querier({ namespace, name: 'query-a' }), querier({ namespace, name: 'query-b' })]), 'Two queriers')
  return { stack, first: `Deployment/${namespace}/query-a`, second: `Deployment/${namespace}/query-b` }
}

const row = (page: Page, name: string) => page.getByRole('table', { name: 'Objects, in order' }).getByRole('row', { name: new RegExp(name) })

test('a run that is stopped between two objects says what is applied and what is not, and applying again finishes it', async ({ page, cluster }) => {
  const { stack, first, second } = await twoQueriers(page, cluster, 'stop')
  await cluster.weather({ fates: [{ pods: first, fate: 'unready' }] })
  await planRevision(page, 1)
  await startRun(page, 1)
  await expect(row(page, 'Deployment query-a')).toContainText('Waiting until ready')
  // How long this step has waited, of what it may at most; and what the next one may.
  await expect(row(page, 'Deployment query-a')).toContainText(/\d+ (s|min) of 5 min/)
  await expect(row(page, 'Deployment query-b')).toContainText('up to 5 min')
  await expect(row(page, 'Deployment query-b')).toContainText('Waits its turn')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Stop here' }).click()
  await expect(page.getByRole('heading', { name: /^Stopped by .+ after 2 of 3$/ })).toBeVisible()
  await expect(row(page, 'Service query-a')).toContainText('Applied')
  await expect(row(page, 'Deployment query-a')).toContainText('It was applied; whether it became ready was not waited for.')
  await expect(row(page, 'Deployment query-b')).toContainText('Not reached')
  await expect(page.getByRole('main')).toContainText(`Not applied: ${second}.`)
  await expectAccessible(page)
  expect(await cluster.get(first)).toBeDefined()
  expect(await cluster.get(second)).toBeUndefined()

  await cluster.weather({})
  await page.goto(`${stack.path}/changes`)
  await expect(page.getByRole('heading', { name: 'Revision 1 is applied in part' })).toBeVisible()
  await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'r1' }).click()
  await page.getByRole('button', { name: 'Compute again' }).click()
  await page.waitForURL('**/plans/*')
  await expect(page.getByRole('heading', { name: 'Objects, in the order they are applied 2' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('group').filter({ hasText: 'query-a' }).first()).toContainText('Waited for')
  await applyPlan(page, 1)
  expect(await cluster.get(second)).toBeDefined()
})

/** A proxy that passes the head of a stream and holds its body: the page sees it open, and hears nothing. */
async function holdRunStreams(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Heard = EventSource
    class Held extends Heard {
      constructor(url: string | URL) {
        super(url)
        if (!String(url).includes('/runs/')) return
        for (const kind of ['message', 'quiet']) this.addEventListener(kind, (event) => event.stopImmediatePropagation())
      }
    }
    window.EventSource = Held
  })
}

test('a run whose pod ends again and again says why in the pod\'s own words, behind a proxy that holds its stream, and goes back by a plan', async ({ page, cluster }) => {
  await holdRunStreams(page)
  const { stack, first, second } = await twoQueriers(page, cluster, 'back')
  await planRevision(page, 1)
  await applyPlan(page, 1)
  const good = (await cluster.get(first))?.spec.template

  await cluster.weather({ fates: [{ pods: first, fate: 'crash', log: 'level=error err="out of ports"' }] })
  await page.goto(`${stack.path}/edit/${encodeURIComponent(first)}`)
  await page.getByLabel('CPU, limit').fill('2')
  await saveDraft(page, 'Less CPU')
  await planRevision(page, 2)
  await startRun(page, 2)
  await expect(page.getByRole('heading', { name: 'Stopped at query-a; 2 of 3 objects are as asked' })).toBeVisible({ timeout: RUN_MS })
  const failed = row(page, 'Deployment query-a')
  await expect(failed).toContainText('Failed')
  await expect(page.getByRole('main')).toContainText('out of ports')
  await expect(page.getByRole('main')).toContainText('Applying again is safe')
  await expectAccessible(page)

  await cluster.weather({})
  await page.getByRole('link', { name: 'Roll back to r1' }).click()
  const dialog = page.getByRole('dialog', { name: 'Revision 1 becomes revision 3' })
  await expect(dialog).toContainText('Less CPU')
  await expect(dialog.getByRole('row', { name: /cpu/ })).toContainText('2')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save and plan' }).click()
  await expect(page.getByRole('heading', { name: 'Restore revision 1' })).toBeVisible()
  await applyPlan(page, 3)
  expect((await cluster.get(first))?.spec.template).toEqual(good)
  expect(await cluster.get(second)).toBeDefined()
})
