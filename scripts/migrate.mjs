// Applies prisma/migrations as `prisma migrate deploy` does (same table, checksums and advisory lock), needing only `pg`,
// so that the image carries no Prisma command. Runs alone too: `DATABASE_URL=… node scripts/migrate.mjs`.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from './database.mjs'
import { report, Trouble } from './trouble.mjs'

/** The key of the advisory lock that Prisma's own engine takes. */
const PRISMA_LOCK = 72707369
const MIGRATIONS = fileURLToPath(new URL('../prisma/migrations', import.meta.url))

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

/**
 * Brings the database to the newest migration.
 * @param {string} url PostgreSQL address
 * @returns {Promise<string[]>} names of the migrations that were applied now
 * @throws {Trouble} when the server cannot be reached, a migration fails or an earlier one is half applied
 */
export async function migrate(url, directory = MIGRATIONS) {
  const client = await connect(url)
  try {
    await client.query('SET lock_timeout = 0; SET statement_timeout = 0')
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query(TABLE)
    const { rows } = await client.query('SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL')
    const failed = rows.find((row) => !row.finished_at)
    if (failed) {
      throw new Trouble(`migration ${failed.migration_name} failed earlier and is half applied`,
        `mend the database, then \`npx prisma migrate resolve --rolled-back ${failed.migration_name}\``)
    }
    const done = new Map(rows.map((row) => [row.migration_name, row.checksum]))
    const applied = []
    for (const name of await migrationsIn(directory)) {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      if (!done.has(name)) {
        await apply(client, name, sql, checksum)
        applied.push(name)
      } else if (done.get(name) !== checksum) {
        process.stderr.write(`gauntlet: migration ${name} was edited after it had been applied\n`)
      }
    }
    return applied
  } catch (error) {
    if (error.code !== '42501') throw error
    throw new Trouble(`the database user may not create tables (${error.message})`, 'grant it: GRANT CREATE, USAGE ON SCHEMA public TO that user', { cause: error })
  } finally {
    await client.end()
  }
}

async function migrationsIn(directory) {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
}

async function apply(client, name, sql, checksum) {
  const id = randomUUID()
  await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksum, name])
  try {
    await client.query(sql) // one simple query: a transaction unless the file says otherwise
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    const isWhole = !/^\s*(BEGIN|COMMIT|START\s+TRANSACTION)\b/im.test(sql)
    await client.query('UPDATE "_prisma_migrations" SET logs = $2, rolled_back_at = CASE WHEN $3 THEN now() END WHERE id = $1', [id, error.message, isWhole])
    if (error.code === '42501') throw error
    throw new Trouble(`migration ${name} failed (${error.message})`,
      isWhole ? 'the database is as it was before; mend the cause and start again' : 'it may be half applied; mend the database by hand', { cause: error })
  }
  await client.query('UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (!process.env.DATABASE_URL) throw new Trouble('DATABASE_URL is not set', 'set it to postgresql://USER:PASSWORD@HOST:5432/DATABASE')
    const applied = await migrate(process.env.DATABASE_URL)
    console.log(applied.length ? `migrated: ${applied.join(', ')}` : 'the database is up to date')
  } catch (error) {
    process.exitCode = report(error)
  }
}
