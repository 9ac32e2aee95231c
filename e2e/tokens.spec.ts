// A token of the API: made in the browser, shown once, used by a program, and useless from the moment it is revoked.
import { expect, expectAccessible, test, uniqueName } from './fixtures.ts'

test('a token is shown once, lets a program do what it may and no more, and ends at once when it is revoked', async ({ page, stack, baseURL }) => {
  const name = uniqueName('bot')
  const ask = (secret: string, path: string, init: RequestInit = {}): Promise<Response> => fetch(`${baseURL}/api/v1/${path}`, { ...init, headers: { authorization: `Bearer ${secret}`, ...init.headers } })

  await page.goto('/settings/tokens')
  await page.getByLabel('Name').fill(name)
  await expect(page.getByRole('checkbox', { name: /^read / })).toBeChecked()
  await page.getByRole('radio', { name: 'these stacks' }).check()
  await page.getByRole('checkbox', { name: stack.name }).check()
  await page.getByRole('button', { name: 'Make the token' }).click()
  const shown = page.getByRole('textbox', { name: `Secret of ${name}` })
  const secret = await shown.inputValue()
  expect(secret).toMatch(/^gnt_\S{30,}$/)
  await expect(page.getByRole('status')).toContainText(`${baseURL}/api/v1/stacks`)
  await expectAccessible(page)

  const listed = await ask(secret, 'stacks')
  expect(listed.status).toBe(200)
  expect(await listed.json()).toMatchObject({ items: [{ slug: stack.name, namespace: 'monitoring' }] })
  const refused = await ask(secret, `stacks/${stack.name}/plans`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  expect(refused.status).toBe(403)
  expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(await refused.json()).toMatchObject({ code: 'FORBIDDEN' })

  await test.step('it is shown once: nothing of the page has it any more', async () => {
    await page.reload()
    await expect(shown).toHaveCount(0)
    expect(await page.content()).not.toContain(secret)
    const row = page.getByRole('row', { name: new RegExp(name) })
    await expect(row).toContainText(secret.slice(0, 6))
    await expect(row).toContainText(stack.name)
    await expect(row.locator('time').first()).toHaveText(/^(now|\d+ s ago)$/)
  })

  await test.step('revoked, it opens nothing', async () => {
    await page.getByRole('button', { name: `Revoke ${name}` }).click()
    const dialog = page.getByRole('dialog', { name: `${name} stops working at once` })
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('revoked')
    const after = await ask(secret, 'stacks')
    expect(after.status).toBe(401)
    expect(await after.json()).toMatchObject({ code: 'UNAUTHENTICATED', detail: expect.stringContaining('revoked') })
  })

  await test.step('the audit has its beginning and its end, and no secret', async () => {
    await page.goto('/audit')
    for (const event of ['Token revoked', 'Token made']) await expect(page.getByRole('row').filter({ hasText: event }).filter({ hasText: name })).toBeVisible()
    expect(await page.content()).not.toContain(secret)
  })
})

test('the page of the API has exactly the routes of its document, says what each takes, and leads to the tokens', async ({ page, baseURL }) => {
  await page.goto('/settings/api')
  const document = await (await fetch(`${baseURL}/api/v1/openapi.json`)).json() as { paths: Record<string, Record<string, unknown>> }
  const routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
  expect(routes.length).toBeGreaterThan(20)
  const shown = (await page.locator('summary').allInnerTexts()).map((words) => words.trim().split(/\s+/).slice(0, 2).join(' '))
  expect(shown.toSorted()).toEqual(routes.toSorted())
  await page.locator('summary').filter({ hasText: 'PUT' }).first().click()
  await expect(page.getByText('If-Match', { exact: true }).and(page.locator(':visible')).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'tokens', exact: true }).click()
  await expect(page).toHaveURL(/\/settings\/tokens$/)
})
