// Somebody changes the cluster past Gauntlet: what, since when and by whom, and the two ways out of it.
import type { Page } from '@playwright/test'
import { manifestsOf, querier, test, type Cluster } from './cluster.ts'
import { addStack, applyPlan, expect, expectAccessible, importAndSave, planRevision, uniqueName, type Stack } from './fixtures.ts'

test.setTimeout(240_000)

/** A stack whose one querier runs as it was applied, until kubectl makes four of it. */
async function drifted(page: Page, cluster: Cluster): Promise<{ stack: Stack; object: string }> {
  const namespace = uniqueName('drift')
  await cluster.namespace(namespace)
  const stack = await addStack(page, namespace, { namespace })
  await importAndSave(page, stack, manifestsOf([querier({ namespace, name: 'thanos-query' })]), 'One querier')
  await planRevision(page, 1)
  await applyPlan(page, 1)
  await page.goto(`${stack.path}/drift`)
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByRole('heading', { name: 'The cluster is as revision 1 asks' })).toBeVisible()

  const object = `Deployment/${namespace}/thanos-query`
  await cluster.edit(object, (spec) => { spec.replicas = 4 })
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByRole('heading', { name: '1 object is not as revision 1 asks' })).toBeVisible()
  return { stack, object }
}

test('a field that somebody changed is shown with both values, who and since when, and ours is applied again', async ({ page, cluster }) => {
  const { stack, object } = await drifted(page, cluster)
  const field = page.getByRole('listitem').filter({ hasText: 'spec.replicas' })
  await expect(field).toContainText('kubectl-edit')
  await expect(field.locator('time')).toHaveText(/^(now|\d+ (s|min) ago)$/)
  await expect(field.getByRole('term')).toHaveText(['In the cluster', 'Revision 1'])
  await expect(field.getByRole('definition')).toHaveText(['4', '1'])
  await expectAccessible(page)
  await page.goto(stack.path)
  await expect(page.getByText('1 object differs from revision 1')).toBeVisible()

  await page.goto(`${stack.path}/drift`)
  await page.getByRole('button', { name: 'Apply ours…' }).click()
  await page.waitForURL('**/plans/*')
  // The field is kubectl's by now: taking it back is a decision of its own.
  await expect(page.getByRole('button', { name: 'Apply…' })).toBeDisabled()
  await page.getByRole('checkbox', { name: /^Take spec\.replicas over from kubectl-edit/ }).check()
  await expectAccessible(page)
  await applyPlan(page, 1)
  expect((await cluster.get(object))?.spec.replicas).toBe(1)
  await page.goto(`${stack.path}/drift`)
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByRole('heading', { name: 'The cluster is as revision 1 asks' })).toBeVisible()
})

test('or theirs is taken into a new revision, whose plan then has nothing left to do', async ({ page, cluster }) => {
  const { stack, object } = await drifted(page, cluster)
  await expect(page.getByRole('button', { name: 'Take theirs…' })).toBeDisabled()
  await page.getByRole('checkbox', { name: 'Take spec.replicas' }).check()
  await page.getByRole('button', { name: 'Take theirs…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Revision 2 asks for what the cluster has' })
  await expect(dialog).toContainText('spec.replicas')
  await expectAccessible(page)
  await dialog.getByLabel('Why').fill('Four queriers for the fair')
  await dialog.getByRole('button', { name: 'Save revision 2' }).click()
  await expect(page.getByRole('heading', { name: 'The cluster is as revision 2 asks: nothing to apply' })).toBeVisible()
  expect((await cluster.get(object))?.spec.replicas).toBe(4)
  await page.goto(`${stack.path}/compare?from=1&to=2`)
  await expect(page.getByRole('row', { name: /replicas/ })).toContainText('4')
  await page.goto(`${stack.path}/changes`)
  await expect(page.getByRole('row', { name: /Four queriers for the fair/ })).toContainText('Applied')
})
