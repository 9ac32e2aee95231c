import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from './migrate.mjs'

const home = mkdtempSync(join(tmpdir(), 'gauntlet-migrate-'))
const name = `migrate_${process.pid}`
const admin = new pg.Client({ connectionString: process.env.DATABASE_URL })
const address = new URL(process.env.DATABASE_URL ?? '')
address.pathname = `/${name}`
let directory = ''
let count = 0

beforeAll(async () => { await admin.connect() })
beforeEach(async () => {
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await admin.query(`CREATE DATABASE ${name}`)
  directory = join(home, String(count++))
})
afterAll(async () => {
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await admin.end()
  rmSync(home, { recursive: true, force: true })
})

function write(migration: string, sql: string): void {
  mkdirSync(join(directory, migration), { recursive: true })
  writeFileSync(join(directory, migration, 'migration.sql'), sql)
}

test('migrations are applied in their order, and each once', async () => {
  write('2_second', 'ALTER TABLE a ADD COLUMN y int')
  write('1_first', 'CREATE TABLE a (x int)')
  expect(await migrate(address.href, directory)).toEqual(['1_first', '2_second'])
  expect(await migrate(address.href, directory)).toEqual([])
  write('3_third', 'CREATE TABLE b (x int)')
  expect(await migrate(address.href, directory)).toEqual(['3_third'])
})

test('of two servers that start at once one migrates and the other waits', async () => {
  write('1_first', 'CREATE TABLE a (x int); SELECT pg_sleep(0.3)')
  const both = await Promise.all([migrate(address.href, directory), migrate(address.href, directory)])
  expect(both.toSorted((a, b) => a.length - b.length)).toEqual([[], ['1_first']])
})

test('a migration that fails leaves nothing behind, and can be tried again once it is mended', async () => {
  write('1_first', 'CREATE TABLE a (x int); SELECT no_such_function()')
  await expect(migrate(address.href, directory)).rejects.toThrow(/migration 1_first failed .*no_such_function.*: the database is as it was before/)
  write('1_first', 'CREATE TABLE a (x int)')
  expect(await migrate(address.href, directory)).toEqual(['1_first'])
})

test('a migration that commits by itself and fails stops the next start', async () => {
  write('1_first', 'BEGIN; CREATE TABLE a (x int); COMMIT; SELECT no_such_function()')
  await expect(migrate(address.href, directory)).rejects.toThrow('it may be half applied')
  await expect(migrate(address.href, directory)).rejects.toThrow('migration 1_first failed earlier and is half applied')
})
