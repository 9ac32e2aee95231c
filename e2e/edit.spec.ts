// Editing a draft: what is typed is never lost, each step can be taken back, form and YAML are two views of one thing.
import type { Locator, Page } from '@playwright/test'
import { addStack, expect, expectAccessible, importAndSave, test, uniqueName, type Stack } from './fixtures.ts'

/** Three store gateways and a querier, small and without an error. */
const MANIFESTS = [store('thanos-store-a'), store('thanos-store-b'), store('thanos-store-c'), query()].join('---\n')

let stack: Stack

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage({ locale: 'en-US' })
  stack = await addStack(page, uniqueName('edit'), { namespace: 'default' })
  await importAndSave(page, stack, MANIFESTS, 'Three stores and a querier')
  await page.waitForURL('**/changes')
  await page.close()
})

test.describe.configure({ mode: 'serial' })

test('what was typed is there after the tab is closed, in another browser, with its undo by name', async ({ page, browser, baseURL }) => {
  await open(page, 'StatefulSet', 'thanos-store-a')
  await openSection(page, 'Time range')
  await page.getByRole('textbox', { name: '--min-time' }).fill('-6w')
  await expect(page.getByText('Draft kept')).toBeVisible()
  await page.getByRole('textbox', { name: '--max-time' }).fill('-2h')
  // Closed before the pause of the typing is over: the page hands on what it has while it goes.
  await page.close({ runBeforeUnload: true })

  const elsewhere = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), locale: 'en-US' })
  const other = await elsewhere.newPage()
  await expect(async () => {
    await open(other, 'StatefulSet', 'thanos-store-a')
    await openSection(other, 'Time range')
    await expect(other.getByRole('textbox', { name: '--max-time' })).toHaveValue('-2h', { timeout: 3_000 })
  }).toPass()
  await expect(other.getByRole('textbox', { name: '--min-time' })).toHaveValue('-6w')
  await expect(other.getByRole('link', { name: '2 edits, not saved' })).toBeVisible()

  // The history survives the way to another page of the stack.
  await other.getByRole('link', { name: 'thanos-store-b' }).click()
  const [undo, redo] = ['Undo', 'Redo'].map((name) => other.getByRole('button', { name, exact: true })) as [Locator, Locator]
  await expect(undo).toHaveAccessibleDescription('--max-time of thanos-store-a')
  await undo.click()
  await expect(redo).toHaveAccessibleDescription('--max-time of thanos-store-a')
  await other.keyboard.press('Control+z')
  await expect(other.getByText('Nothing edited')).toBeVisible()
  await other.keyboard.press('Control+Shift+z')
  await expect(undo).toHaveAccessibleDescription('--min-time of thanos-store-a')
  await other.getByRole('button', { name: 'Discard' }).click()
  await expect(other.getByText('Nothing edited')).toBeVisible()
  await elsewhere.close()
})

test('two tabs of one person go on with one draft, and no step of either is lost', async ({ page, context }) => {
  await open(page, 'StatefulSet', 'thanos-store-a')
  const other = await context.newPage()
  await open(other, 'StatefulSet', 'thanos-store-b')
  await page.getByRole('textbox', { name: 'Replicas' }).fill('3')
  await expect(page.getByText('Draft kept')).toBeVisible()
  await expect(other.getByRole('button', { name: 'Undo', exact: true })).toHaveAccessibleDescription('Replicas of thanos-store-a')
  await expect(other.getByText('Another tab went on with this draft')).toBeVisible()
  // Both at once: neither knows of the other's step yet.
  await Promise.all([page.getByRole('textbox', { name: 'Replicas' }).fill('4'), other.getByRole('textbox', { name: 'Replicas' }).fill('5')])
  for (const tab of [page, other]) {
    await expect(async () => {
      await expect(tab.getByText('2 fields edited in 2 objects')).toBeVisible({ timeout: 1_000 })
    }).toPass()
  }
  await other.close()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('what this tab did itself is never taken for another tab\'s: on a page that is loaded right after an edit, and where an answer comes late', async ({ page }) => {
  await open(page, 'StatefulSet', 'thanos-store-a')
  await page.getByRole('textbox', { name: 'Replicas' }).fill('3')
  // The server draws the next page before it has what the first one hands on while it goes.
  await open(page, 'StatefulSet', 'thanos-store-b')
  await expect(page.getByText('Draft kept')).toBeVisible()
  await expect(page.getByText('Another tab went on with this draft')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()

  const [puts, gets] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  await page.route(/\/api\/stacks\/[^/]+\/draft/, async (route) => {
    const isAsked = route.request().method() === 'GET'
    if (isAsked) await puts.promise
    await route.fulfill({ response: await route.fetch() })
    if (isAsked) gets.resolve(undefined)
    else puts.resolve(undefined)
  })
  await open(page, 'StatefulSet', 'thanos-store-a')
  await page.getByRole('textbox', { name: 'Replicas' }).fill('4')
  await gets.promise
  await expect(page.getByText('Draft kept')).toBeVisible()
  await expect(page.getByText('Another tab went on with this draft')).toHaveCount(0)
  await page.unrouteAll({ behavior: 'wait' })
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('a list takes value after value while one types on, and an emptied row goes when it is left', async ({ page }) => {
  await open(page, 'Deployment', 'thanos-query')
  await openSection(page, 'Deduplication')
  const field = page.locator('[data-field="query.replica-label"]')
  const values = field.getByRole('textbox')
  await values.first().click()
  // With a pause between the letters each is handed on by itself: the row becomes a value while it is typed in.
  await page.keyboard.type('replica', { delay: 60 })
  await expect(values).toHaveCount(1)
  await field.getByRole('button', { name: 'Add a value' }).click()
  await values.nth(1).click()
  await page.keyboard.type('receive', { delay: 60 })
  await expect(values.nth(1)).toHaveValue('receive')
  await expect(values.nth(1)).toBeFocused()
  await expect(page.getByRole('link', { name: '2 edits, not saved' }).or(page.getByRole('link', { name: '1 edit, not saved' }))).toBeVisible()
  await values.first().fill('')
  await expect(values).toHaveCount(2)
  await values.nth(1).focus()
  await expect(values).toHaveCount(1)
  await expect(values.first()).toHaveValue('receive')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
  await expect(values.first()).toHaveValue('')
})

test('a draft that cannot be kept says so, tries again, and is kept once the server answers', async ({ page, context, mayBeLogged }) => {
  // Parts and the worker that were still on their way are asked for again, or done without.
  mayBeLogged.push(/ERR_INTERNET_DISCONNECTED/, /Failed to load chunk/, /importScripts.* failed to load/)
  await open(page, 'StatefulSet', 'thanos-store-a')
  await context.setOffline(true)
  await page.getByRole('textbox', { name: 'Replicas' }).fill('3')
  await expect(page.getByText('Not kept: Gauntlet does not answer.')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('Draft kept')).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('form and YAML are two views of one draft, and YAML that cannot be read yet says where and is not lost', async ({ page }) => {
  await open(page, 'StatefulSet', 'thanos-store-a')
  const mode = page.getByRole('group', { name: 'How to edit' })
  await mode.getByRole('button', { name: 'YAML' }).click()
  const area = page.getByRole('textbox', { name: 'YAML of thanos-store-a' })
  const yaml = await area.inputValue()
  await area.fill(yaml.replace('replicas: 2', 'replicas: 7'))
  await expect(page.getByText('1 field edited in 1 object')).toBeVisible()
  await area.fill(yaml.replace('replicas: 2', 'replicas: 7').replace('spec:', 'spec: ['))
  await expect(page.getByRole('button', { name: /^Line \d+, column \d+$/ })).toBeVisible()
  await expectAccessible(page)
  await mode.getByRole('button', { name: 'Form' }).click()
  await expect(page.getByRole('textbox', { name: 'Replicas' })).toHaveValue('7')
  await page.getByRole('button', { name: 'Go on with it' }).click()
  await expect(area).toHaveValue(/spec: \[/)
  await page.reload()
  await expect(area).toHaveValue(/spec: \[/)
  await page.getByRole('button', { name: 'Back to the form\'s' }).click()
  await mode.getByRole('button', { name: 'Form' }).click()
  await page.getByRole('textbox', { name: 'Replicas' }).fill('2')
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('where pods run and how they are watched is edited and checked at the field', async ({ page }) => {
  await open(page, 'StatefulSet', 'thanos-store-b')
  await openSection(page, 'Scheduling, environment, probes')
  await page.getByRole('button', { name: 'One away at a time' }).click()
  await page.getByRole('button', { name: 'Write Tolerations' }).click()
  const tolerations = page.getByRole('textbox', { name: 'Tolerations' })
  await tolerations.fill('- key: dedicated\n  effect: NoShedule')
  await expect(page.getByText('[0].effect')).toBeVisible()
  await tolerations.fill('- key: dedicated\n  effect: NoSchedule')
  await expect(page.getByText('[0].effect')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /PodDisruptionBudget thanos-store-b/ })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Narrow the flags' }).getByRole('button', { name: 'Edited 2' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('the environment and the probes are typed in rows, moved by keyboard, and refused where Kubernetes would refuse them', async ({ page }) => {
  await open(page, 'StatefulSet', 'thanos-store-b')
  await openSection(page, 'Scheduling, environment, probes')
  await page.getByRole('button', { name: 'Write Environment' }).click()
  await page.getByRole('button', { name: 'Add a variable' }).click()
  const name = (place: number) => page.getByRole('textbox', { name: `Name of variable ${place}` })
  await expect(name(1)).toBeFocused()
  await page.keyboard.type('GOMEMLIMIT')
  await page.getByRole('textbox', { name: 'Value of variable 1' }).fill('900MiB')
  await page.getByRole('button', { name: 'Add a variable' }).click()
  await expect(page.getByText('A name is missing.')).toBeVisible()
  await name(2).fill('POD')
  // A person is on the list when choosing from it; that hands on what was typed before.
  await page.getByRole('combobox', { name: 'Source of variable 2' }).focus()
  await page.getByRole('combobox', { name: 'Source of variable 2' }).selectOption('field')
  await expect(page.getByText('Not in the draft yet')).toHaveCount(0)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(name(1)).toHaveValue('POD')
  await expect(page.getByRole('combobox', { name: 'Source of variable 1' })).toBeFocused()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'As Thanos reports it' }).first().click()
  const period = page.getByRole('textbox', { name: 'Every, s' })
  await expect(period).toHaveValue('30')
  await period.fill('0')
  await expect(page.getByText('A whole number, 1 or more.')).toBeVisible()
  await period.fill('20')
  await expect(page.getByText('A whole number, 1 or more.')).toHaveCount(0)
  await page.getByRole('button', { name: 'As YAML Liveness probe' }).click()
  await expect(page.getByRole('textbox', { name: 'Liveness probe' })).toHaveValue(/periodSeconds: 20/)
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('one value is set on all stores as one step, seen before it is taken and taken back at once', async ({ page }) => {
  await page.goto(`${stack.path}/edit/many`)
  const field = page.getByLabel('Flag or field')
  await expect(async () => {
    await field.fill('')
    await field.fill('--min-time')
    await expect(page.getByLabel('Value for all of them')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.getByLabel('Value for all of them').fill('-6w')
  await page.getByRole('checkbox', { name: 'Choose thanos-store-c' }).uncheck()
  await expect(page.getByRole('heading', { name: 'Rendered manifests 2' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Set on 2 workloads' }).click()
  await expect(page.getByText('2 fields edited in 2 objects')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('several fields are set on several workloads as one step, and one undo takes all of them back', async ({ page }) => {
  await page.goto(`${stack.path}/edit/many?kind=store`)
  const [first, second] = ['Field 1', 'Field 2'].map((name) => page.getByRole('group', { name, exact: true })) as [Locator, Locator]
  await expect(async () => {
    await first.getByLabel('Flag or field').fill('')
    await first.getByLabel('Flag or field').fill('--min-time')
    await expect(first.getByLabel('Value for all of them')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await first.getByLabel('Value for all of them').fill('-6w')
  await page.getByRole('button', { name: 'Add a field' }).click()
  await second.getByLabel('Flag or field').fill('--log.level')
  await second.getByLabel('Value for all of them').selectOption('debug')
  const workloads = page.getByRole('table', { name: 'Workloads and their values' }).getByRole('row')
  await expect(workloads.filter({ hasText: 'thanos-store-a' })).toContainText(/--min-time-6w.*--log\.leveldebug/)
  await expect(workloads).toHaveCount(4)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Set on 3 workloads' }).click()
  await expect(page.getByText('6 fields edited in 3 objects')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByText('Nothing edited')).toBeVisible()
})

test('what narrows a form stands in its address', async ({ page }) => {
  await open(page, 'StatefulSet', 'thanos-store-a')
  await expect(async () => {
    await page.getByLabel(/^Filter \d+ flags$/).fill('min-time')
    await expect(page).toHaveURL(/[?&]q=min-time/, { timeout: 1_000 })
  }).toPass()
  await page.reload()
  await expect(page.getByRole('textbox', { name: '--min-time' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Replicas' })).toHaveCount(0)
  await page.getByLabel(/^Filter \d+ flags$/).fill('')
  await expect(page.getByRole('textbox', { name: 'Replicas' })).toBeVisible()
  await expect(page).not.toHaveURL(/[?&]q=/)
})

async function open(page: Page, kind: string, name: string): Promise<void> {
  await page.goto(`${stack.path}/edit/${encodeURIComponent(`${kind}/default/${name}`)}`)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

async function openSection(page: Page, name: string): Promise<void> {
  const section = page.getByRole('button', { name: new RegExp(`^${name}`) })
  // A click before the page has come alive does nothing.
  await expect(async () => {
    if (await section.getAttribute('aria-expanded') === 'false') await section.click()
    await expect(section).toHaveAttribute('aria-expanded', 'true', { timeout: 1_000 })
  }).toPass()
}

function store(name: string): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, namespace: default, labels: { app: ${name} } }
spec:
  replicas: 2
  serviceName: ${name}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.0
          args: [store, --data-dir=/data, --objstore.config-file=/etc/thanos/objstore.yaml]
          ports: [{ name: http, containerPort: 10902 }, { name: grpc, containerPort: 10901 }]
          volumeMounts: [{ name: data, mountPath: /data }, { name: objstore, mountPath: /etc/thanos }]
      volumes: [{ name: objstore, secret: { secretName: thanos-objstore } }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`
}

function query(): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: thanos-query, namespace: default }
spec:
  replicas: 2
  selector: { matchLabels: { app: thanos-query } }
  template:
    metadata: { labels: { app: thanos-query } }
    spec:
      containers:
        - name: thanos
          image: quay.io/thanos/thanos:v0.42.0
          args: [query, --endpoint=thanos-store-a.default.svc:10901]
`
}
