// The database goes away in the middle and comes back, or holds what cannot be read: a page says so, and nothing is lost. With a server of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ensurePostgres } from '../scripts/pg.mjs'
import { freePort, lineOf, start, stop } from './children.ts'
import { addStack, expect, expectAccessible, guideText, importAndSave, test as base, uniqueName } from './fixtures.ts'

const START_MS = 300_000

/** `database` stops the server's own PostgreSQL as somebody at the machine would, by its pid, and starts it where it was. */
type Own = { url: string; printed: readonly string[]; database: { stop: () => void; start: () => Promise<void>; ask: (query: string) => Promise<void> } }

const test = base.extend<object, { own: Own }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern which fixtures are wanted
  own: [async ({}, use) => {
    const data = mkdtempSync(join(tmpdir(), 'gauntlet-e2e-gone-'))
    const postgres = join(data, 'postgres')
    const gauntlet = start('npm', ['start'], { PORT: String(await freePort()), HOST: '127.0.0.1', GAUNTLET_DATA: data, DATABASE_URL: '', GAUNTLET_SECRET: '' })
    let port = 0
    let again: Awaited<ReturnType<typeof ensurePostgres>> | undefined
    try {
      const printed: string[] = []
      for (const stream of [gauntlet.stdout, gauntlet.stderr]) stream?.on('data', (data: Buffer) => { printed.push(data.toString()) })
      const url = await lineOf(gauntlet, /^Gauntlet\s+(http\S+)$/)
      await use({
        url, printed,
        database: {
          stop: () => {
            const lines = readFileSync(join(postgres, 'postmaster.pid'), 'utf8').split('\n')
            port = Number(lines[3])
            process.kill(Number(lines[0]), 'SIGINT')
          },
          ask: async (query) => {
            const client = new pg.Client({ connectionString: (await ensurePostgres(postgres, 'gauntlet')).url })
            await client.connect()
            await client.query(query).finally(() => client.end())
          },
          start: async () => { again = await ensurePostgres(postgres, 'gauntlet', { port }) },
        },
      })
    } finally {
      await stop(gauntlet)
      await again?.stop()
      rmSync(data, { recursive: true, force: true })
    }
  }, { scope: 'worker', timeout: START_MS }],
  baseURL: async ({ own }, use) => { await use(own.url) },
})

test('a page says that the database is away, loses nothing, and comes back with it', async ({ page, own, mayBeLogged }) => {
  mayBeLogged.push(/status of 50[023]/, /Server Components render|React error #441/)
  const stack = await addStack(page, uniqueName('gone'))
  const away = page.getByText('Gauntlet’s database does not answer.')

  await test.step('it is stopped, and the page that is asked for says so', async () => {
    own.database.stop()
    await expect.poll(async () => (await page.request.get('/readyz')).status()).toBe(503)
    await page.goto(`${stack.path}/changes`)
    await expect(away).toBeVisible()
    await expect(page.getByText('Your cluster is not affected, and what was saved is kept.')).toBeVisible()
    await expectAccessible(page)
    expect((await page.request.get('/healthz')).status()).toBe(200)
  })

  await test.step('so do others that read from it, without a stack and of one', async () => {
    for (const path of ['/', '/audit', `${stack.path}/edges`]) {
      await page.goto(path)
      await expect(away, path).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0)
    }
    await page.goto(`${stack.path}/changes`)
    await expect(away).toBeVisible()
  })

  await test.step('it is started, and the page comes by itself, with what was saved', async () => {
    await own.database.start()
    await expect(away).toHaveCount(0)
    await expect(page.getByRole('main')).toContainText('Nothing has been saved yet')
    expect(new URL(page.url()).pathname).toBe(`${stack.path}/changes`)
  })
})

test('a page that fails names the line of the log that has its cause, leaves the frame to go on by, and is there again by Retry', async ({ page, own, mayBeLogged }) => {
  mayBeLogged.push(/status of 500/, /Server Components render|React error #441/)
  // Of a table that the page reads, and the frame around it does not.
  await own.database.ask('ALTER TABLE api_token RENAME TO api_token_away')
  try {
    await page.goto(`${own.url}/settings/tokens`)
    const failure = page.getByRole('main').getByRole('alert')
    await expect(failure).toContainText('This page could not be shown.')
    const id = /\d{5,}/.exec(await failure.innerText())?.[0] ?? 'no id is shown'
    await expect.poll(() => own.printed.join('')).toContain(id)
    await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' })).toBeVisible()
    await expectAccessible(page)
  } finally {
    await own.database.ask('ALTER TABLE api_token_away RENAME TO api_token')
  }
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByRole('main')).toContainText('No token is open')
})

test('a draft that this version cannot read is told of and left as it is; thrown away, what one types is kept again', async ({ page, own }) => {
  const stack = await addStack(page, uniqueName('unreadable'))
  await importAndSave(page, stack, guideText('thanos-query.yaml'), 'The querier')
  await expect(page.getByRole('heading', { name: 'Revision 1 waits to be applied' })).toBeVisible()
  const editor = `${stack.path}/edit/${encodeURIComponent('Deployment/monitoring/thanos-query')}`
  const replicas = page.getByRole('textbox', { name: 'Replicas' })
  const notice = page.getByText('cannot be read by this version')
  await page.goto(editor)
  await replicas.fill('3')
  await expect(page.getByText('Draft kept')).toBeVisible()

  // As a later version may have written it.
  await own.database.ask(`UPDATE draft SET content = '{"steps":[{"edits":[{"op":"flag.foretell"}]}],"undone":[]}'`)
  await page.goto(editor)
  await expect(notice).toBeVisible()
  await expect(replicas).not.toHaveValue('3')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Throw it away' }).click()
  await expect(notice).toHaveCount(0)
  await replicas.fill('4')
  await expect(page.getByText('Draft kept')).toBeVisible()
  await page.reload()
  await expect(replicas).toHaveValue('4')
})
