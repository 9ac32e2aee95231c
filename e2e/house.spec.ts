// What the server does for every page, whatever it shows: headers, and whom it answers.
import { routes } from '#lib/routes.ts'
import { expect, test } from './fixtures.ts'

test('each page gets a nonce of its own, and no other inline script may run', async ({ request }) => {
  const policies = await Promise.all([1, 2].map(async () => (await request.get(routes.login())).headers()['content-security-policy'] ?? ''))
  expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]+' 'strict-dynamic';/)
  expect(policies[0]).not.toBe(policies[1])
})

test('an inline script that got into a page does not run', async ({ page, mayBeLogged }) => {
  mayBeLogged.push(/Content Security Policy/)
  await page.goto(routes.login())
  const ran = await page.evaluate(() => {
    const script = document.createElement('div')
    script.innerHTML = '<img src="data:," onerror="window.name = \'ran\'">'
    document.body.append(script)
    return new Promise<string>((resolve) => { setTimeout(() => { resolve(window.name) }, 500) })
  })
  expect(ran).not.toBe('ran')
})

test('the address of another site in a request is not answered as if it were ours', async ({ request }) => {
  expect((await request.get(routes.audit(), { maxRedirects: 0 })).status()).toBe(200)
  expect((await request.get(routes.audit(), { maxRedirects: 0, headers: { host: 'evil.example' } })).status()).not.toBe(200)
})

test('nothing says which framework answers, and no other site may frame it', async ({ request }) => {
  const headers = (await request.get(routes.login())).headers()
  expect(headers).not.toHaveProperty('x-powered-by')
  expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
})
