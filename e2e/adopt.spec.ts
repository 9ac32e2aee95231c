// From a cluster that others filled: the connection is tried, what runs is found and adopted, and its fields change hands without a change.
import type { Page } from '@playwright/test'
import { querier, service, test, type Cluster } from './cluster.ts'
import { expect, expectAccessible, planRevision, saveDraft, uniqueName, type Stack } from './fixtures.ts'

test.setTimeout(240_000)

test('what runs already is found and adopted as it is: its plan is empty before and after Gauntlet takes its fields over', async ({ page, cluster }) => {
  const namespace = uniqueName('adopt')
  const stack: Stack = { name: namespace, path: `/stacks/${namespace}` }
  const [deployment, front] = [`Deployment/${namespace}/thanos-query`, `Service/${namespace}/thanos-query`]
  await cluster.namespace(namespace)
  await cluster.create([querier({ namespace, name: 'thanos-query', replicas: 2 }), service({ namespace, name: 'thanos-query' })])
  await cluster.apply(service({ namespace, name: 'thanos-query' }), 'helm')

  await test.step('the connection says who answers, and that nothing is missing', async () => {
    await page.goto('/stacks/new')
    await page.getByLabel('Namespace').fill(namespace)
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await expect(page.getByText(/^Kubernetes v1\.\d+\S* answers in \d+ ms$/)).toBeVisible()
    await expect(page.getByText(new RegExp(`^All \\d+ permissions that Gauntlet needs in ${namespace} are there\\.$`))).toBeVisible()
  })

  await test.step('discover and adopt', async () => {
    await page.goto('/discover')
    await page.getByLabel('Namespaces').fill(namespace)
    await page.getByRole('button', { name: 'Look', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'One workload runs Thanos.' })).toBeVisible()
    const row = page.getByRole('row', { name: /thanos-query/ })
    await expect(row).toContainText('kubectl')
    await expect(row).toContainText('v0.42')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Adopt 1…' }).click()
    const dialog = page.getByRole('dialog', { name: `One workload of ${namespace} becomes a draft` })
    await expect(dialog.getByLabel('Name of the stack')).toHaveValue(namespace)
    await dialog.getByRole('button', { name: 'Adopt', exact: true }).click()
    await page.waitForURL(`**${stack.path}/import`)
    await saveDraft(page, 'As it was found')
  })

  await test.step('the first plan is empty', async () => {
    await planRevision(page, 1)
    await expect(page.getByRole('heading', { name: 'The cluster is as revision 1 asks: nothing to apply' })).toBeVisible()
  })

  const before = await cluster.get(deployment)
  await test.step('it is said which manager loses which field', async () => {
    await page.goto('/settings/connections')
    const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: namespace, exact: true }) })
    await expect(row).toContainText(/Works, Kubernetes v1\.\d+/)
    await row.getByRole('link', { name: 'Ownership' }).click()
    await expect(page.getByRole('heading', { name: '2 objects are shared with 2 other managers.' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Take over…' })).toBeDisabled()
    const object = page.getByRole('listitem').filter({ hasText: deployment })
    await object.getByText(/^Loses \d+ fields/).click()
    const fields = object.getByRole('list', { name: 'Fields of kubectl-client-side-apply' })
    await expect(fields).toContainText('spec.replicas')
    await expect(fields).toContainText('spec.template.spec.containers')
    await expect(page.getByText(/writes its fields again with its next release/)).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('take over from kubectl first: what Helm owns stays its own', async () => {
    await page.getByRole('button', { name: 'Tick all of kubectl-client-side-apply (2)' }).click()
    await takeOver(page, 2)
    await expect(page.getByRole('heading', { name: 'One object is shared with another manager.' })).toBeVisible()
    expect(await owners(cluster, deployment, 'spec', 'replicas')).toEqual(['gauntlet'])
    expect(await owners(cluster, front, 'spec', 'selector')).toEqual(['gauntlet', 'helm'])
  })

  await test.step('then from Helm, and nobody else owns anything', async () => {
    await page.getByRole('button', { name: 'Tick all of helm (1)' }).click()
    await takeOver(page, 1)
    await expect(page.getByRole('heading', { name: 'Nobody else owns what Gauntlet applies.' })).toBeVisible()
    expect(await owners(cluster, front, 'spec', 'selector')).toEqual(['gauntlet'])
    expect((await cluster.get(deployment))?.spec, 'what is asked of the workload').toEqual(before?.spec)
  })

  await test.step('the plan is still empty', async () => {
    await page.goto(`${stack.path}/changes`)
    await planRevision(page, 1)
    await expect(page.getByRole('heading', { name: 'The cluster is as revision 1 asks: nothing to apply' })).toBeVisible()
  })
})

async function takeOver(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: count === 1 ? 'Take over one object…' : `Take over ${count} objects…` }).click()
  const dialog = page.getByRole('dialog', { name: /lose the fields that Gauntlet applies$/ })
  await dialog.getByRole('button', { name: 'Take over' }).click()
  await expect(dialog).toHaveCount(0)
}

/** Who owns a field. */
async function owners(cluster: Cluster, object: string, ...path: readonly string[]): Promise<string[]> {
  const entries = (await cluster.get(object))?.metadata.managedFields ?? []
  return entries.filter(({ fieldsV1 }) => has(fieldsV1, path)).map(({ manager }) => manager).toSorted()
}

function has(fields: unknown, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return true
  return typeof fields === 'object' && fields !== null && `f:${first}` in fields && has(Object.entries(fields).find(([name]) => name === `f:${first}`)?.[1], rest)
}
