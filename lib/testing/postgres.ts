// The PostgreSQL of a test run: an embedded server of its own, with one migrated database that test files copy.
import { readdirSync, rmSync } from 'node:fs'
import pg from 'pg'
import { migrate } from '../../scripts/migrate.mjs'
import { ensurePostgres } from '../../scripts/pg.mjs'

const HOME = '.tmp/test-pg'
/** Nobody connects to it, so that Postgres lets it be copied. */
export const TEMPLATE = 'gauntlet_template'

/** vitest's globalSetup: sets DATABASE_URL and GAUNTLET_SECRET for every worker, and gives back how to end it all. */
export default async function setup(): Promise<() => Promise<void>> {
  removeLeftovers()
  const directory = `${HOME}/${process.pid}`
  // Nothing here needs to outlive a power cut.
  const server = await ensurePostgres(directory, TEMPLATE, { settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } })
  await migrate(server.url)
  process.env.DATABASE_URL = await copyTemplate(server.url, `gauntlet_test_${process.pid}`)
  process.env.GAUNTLET_SECRET = 'a secret for tests only, as long as a real one'
  process.env.LOG_LEVEL ??= 'silent'
  return async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
    rmSync(`${directory}.json`, { force: true })
  }
}

/** Makes a migrated, empty database on the server of `url` and gives its address. */
export async function copyTemplate(url: string, name: string): Promise<string> {
  const address = new URL(url)
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.href })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(TEMPLATE)}`)
  } finally {
    await client.end()
  }
  address.pathname = `/${name}`
  return address.href
}

/** Data of runs that were killed: the folders and files of a server are named after the process that made it, and more. */
function removeLeftovers(): void {
  let entries: string[]
  try {
    entries = readdirSync(HOME)
  } catch {
    return // the first run here
  }
  for (const entry of entries) {
    if (!isAlive(Number.parseInt(entry, 10))) rmSync(`${HOME}/${entry}`, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
