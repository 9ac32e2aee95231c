// A protected stack: who planned a risky change cannot apply it before somebody else has approved it, and the approver does not apply it.
import type { Browser, Page } from '@playwright/test'
import type { Role } from '../lib/role.ts'
import { clusterAt, manifestsOf, querier, sandboxUrl } from './cluster.ts'
import { addStack, applyPlan, expectAccessible, importAndSave, planRevision, saveDraft, uniqueName } from './fixtures.ts'
import { addPerson, expect, PASSWORD, test, type Server } from './server.ts'

test('a risky plan waits for a second person, who reads it and approves; the first one applies it', async ({ browser, server }) => {
  test.setTimeout(240_000)
  const people = await Promise.all((['admin', 'operator', 'approver'] as const).map((role) => arrived({ browser, server, role })))
  const [admin, operator, approver] = people.map(({ page }) => page)
  try {
    if (!admin || !operator || !approver) throw new Error('somebody did not come')
    const namespace = uniqueName('approval')
    const cluster = clusterAt(await sandboxUrl(admin))
    await cluster.namespace(namespace)
    const object = `Deployment/${namespace}/thanos-query`

    const stack = await addStack(admin, namespace, { namespace })
    await importAndSave(admin, stack, manifestsOf([querier({ namespace, name: 'thanos-query' })]), 'One querier')
    await planRevision(admin, 1)
    await applyPlan(admin, 1)

    await test.step('an admin protects the stack', async () => {
      await admin.goto(`${stack.path}/changes`)
      await admin.getByRole('button', { name: 'Protect…' }).click()
      const dialog = admin.getByRole('dialog', { name: `Risky plans of ${stack.name} need a second person` })
      await expectAccessible(admin)
      await dialog.getByRole('button', { name: `Protect ${stack.name}` }).click()
      await expect(admin.getByText('Protected: a plan with medium or high risk needs the approval of a second person.')).toBeVisible()
    })

    await test.step('an operator plans what restarts the only querier, and cannot apply it', async () => {
      await operator.goto(`${stack.path}/edit/${encodeURIComponent(object)}`)
      await operator.getByLabel('CPU, limit').fill('2')
      await saveDraft(operator, 'Less CPU')
      await planRevision(operator, 2)
      await expect(operator.getByText('Medium risk', { exact: true })).toBeVisible()
      await expect(operator.getByRole('button', { name: 'Apply…' })).toBeDisabled()
      await expect(operator.getByText('Somebody else approves it first.')).toBeVisible()
      await expect(operator.getByText(/^It takes the role approver or admin\. Ask .*e2e-approver/)).toBeVisible()
      await expect(operator.getByRole('button', { name: 'Approve…' })).toHaveCount(0)
    })

    await test.step('the approver finds it waiting, and approves it with a word', async () => {
      await approver.goto(stack.path)
      await expect(approver.getByText('The plan of revision 2 waits for your approval')).toBeVisible()
      // The change itself stands below, with a link of the same name.
      await approver.getByRole('link', { name: 'Review' }).and(approver.locator('[href*="/plans/"]')).click()
      await approver.waitForURL('**/plans/*')
      await approver.getByRole('button', { name: 'Approve…' }).click()
      const dialog = approver.getByRole('dialog', { name: 'Approved, revision 2 can be applied by somebody else' })
      await expect(dialog).toContainText('Medium risk')
      await dialog.getByLabel('Comment').fill('Nobody queries at night')
      await expectAccessible(approver)
      await dialog.getByRole('button', { name: 'Approve revision 2' }).click()
      await expect(approver.getByText('Approved by e2e-approver')).toBeVisible()
      await expect(approver.getByText('You approved it, so somebody else applies it.')).toBeVisible()
      await expect(approver.getByRole('button', { name: 'Apply…' })).toBeDisabled()
    })

    await test.step('then the operator applies it, and the run names who approved', async () => {
      await operator.reload()
      await expect(operator.getByText('“Nobody queries at night”')).toBeVisible()
      await applyPlan(operator, 2)
      await expect(operator.getByText('Approved by e2e-approver')).toBeVisible()
      expect(JSON.stringify((await cluster.get(object))?.spec)).toContain('"cpu":"2"')
      await operator.goto(`${stack.path}/audit`)
      await expect(operator.getByRole('row').filter({ hasText: 'Plan approved' }).filter({ hasText: 'e2e-approver' })).toBeVisible()
    })
  } finally {
    for (const { leave } of people) await leave()
  }
})

/** Somebody of a role, signed in; `leave` takes the account away again, since another test begins with an empty house. */
async function arrived({ browser, server, role }: { browser: Browser; server: Server; role: Role }): Promise<{ page: Page; leave: () => Promise<void> }> {
  const { email, remove } = await addPerson(server, { id: `e2e-${role}`, role })
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-US' })
  const page = await context.newPage()
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  return { page, leave: async () => { await context.close(); await remove() } }
}
