import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { connect } from './database.mjs'
import { ensurePostgres } from './pg.mjs'

vi.setConfig({ testTimeout: 60_000 })

const home = mkdtempSync(join(tmpdir(), 'gauntlet-pg-'))
const dir = join(home, 'postgres')
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function answerOf(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

async function startedBySomebodyElse(): Promise<{ kill: () => void; url: string }> {
  const code = `import { ensurePostgres } from ${JSON.stringify(join(import.meta.dirname, 'pg.mjs'))}
const { url } = await ensurePostgres(${JSON.stringify(dir)}, 'x', { adopt: true })
console.log(url); setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return { kill: () => child.kill('SIGKILL'), url: String(url) }
}

test('a server is made, answers in UTC on loopback with a password that only its owner can read, and stops', async () => {
  const server = await ensurePostgres(dir, 'x')
  expect(server.running).toBe(false)
  expect(await answerOf(server.url, 'SHOW timezone')).toBe('UTC')
  expect(await answerOf(server.url, 'SHOW listen_addresses')).toBe('127.0.0.1')
  expect(statSync(`${dir}.json`).mode & 0o777).toBe(0o600)
  await server.stop()
  await expect(answerOf(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
})

test('a server that runs is reused, and left running by the one that did not start it', async () => {
  const first = await ensurePostgres(dir, 'x')
  const second = await ensurePostgres(dir, 'y')
  expect(second.running).toBe(true)
  await second.stop()
  expect(await answerOf(first.url, 'SELECT 1')).toBe(1)
  await first.stop()
})

test('a server ends with its starter when that is killed, and the next start keeps the data', async () => {
  const first = await startedBySomebodyElse()
  const client = new pg.Client({ connectionString: first.url })
  await client.connect()
  await client.query('CREATE TABLE kept AS SELECT 42 AS answer')
  await client.end()
  first.kill()
  const next = await ensurePostgres(dir, 'x', { adopt: true })
  expect(await answerOf(next.url, 'SELECT answer FROM kept')).toBe(42)
  await next.stop()
})

test('a server that was killed itself is recovered', async () => {
  const first = await startedBySomebodyElse()
  const postmaster = Number(readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0])
  first.kill()
  try {
    process.kill(postmaster, 'SIGKILL')
  } catch {
    // its guard was quicker
  }
  const next = await ensurePostgres(dir, 'x', { adopt: true })
  expect(await answerOf(next.url, 'SELECT answer FROM kept')).toBe(42)
  await next.stop()
})

test('a data directory that was half made when its maker was killed is made anew', async () => {
  const half = join(home, 'half')
  const server = await ensurePostgres(half, 'x')
  await server.stop()
  rmSync(join(half, 'PG_VERSION'))
  writeFileSync(join(home, 'half.password'), 'left behind')
  const again = await ensurePostgres(half, 'x')
  expect(await answerOf(again.url, 'SELECT 1')).toBe(1)
  await again.stop()
  expect(existsSync(join(home, 'half.password'))).toBe(false)
})

test('a lost password is named with its file', async () => {
  const lost = join(home, 'lost')
  const server = await ensurePostgres(lost, 'x')
  await server.stop()
  rmSync(`${lost}.json`)
  await expect(ensurePostgres(lost, 'x')).rejects.toThrow(`cannot read the password of the embedded PostgreSQL in ${lost}.json (ENOENT)`)
})

test('a database that cannot be had is explained without its password', async () => {
  const server = await ensurePostgres(dir, 'x')
  const with_ = (change: (url: URL) => void): string => {
    const url = new URL(server.url)
    change(url)
    return url.href
  }
  const cases: [string, RegExp][] = [
    [with_((url) => { url.password = 'hunter2' }), /refuses user gauntlet with this password: correct the user and password in DATABASE_URL/],
    [with_((url) => { url.pathname = '/nowhere' }), /has no database nowhere: create it/],
    [with_((url) => { url.port = '1' }), /PostgreSQL at 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\): start it, or correct DATABASE_URL/],
    ['mysql://hunter2@x/y', /DATABASE_URL is not a PostgreSQL address: write it as/],
    ['no address', /DATABASE_URL is not a PostgreSQL address/],
  ]
  for (const [url, message] of cases) {
    const error = await connect(url).then(() => undefined, (reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toMatch(message)
    expect(String(error)).not.toContain('hunter2')
  }
  await server.stop()
})
