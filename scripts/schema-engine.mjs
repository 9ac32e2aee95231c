#!/usr/bin/env node
// Stand-in for Prisma's native schema engine, which npm does not carry: speaks the same JSON-RPC over standard input and output,
// and runs Prisma's own WASM build of it over @prisma/adapter-pg. prisma.config.ts turns it on; the commands stay Prisma's.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

/** Type "char" of Postgres' own catalogue, and text. */
const OID_CHAR = 18
const OID_TEXT = 25
/** JSON-RPC code under which the native engine reports every failure. */
const RPC_FAILURE = 4466
const PRISMA_CODES = {
  '3D000': 'P1003', '28P01': 'P1000', '28000': 'P1000', ECONNREFUSED: 'P1001', ENOTFOUND: 'P1001', ETIMEDOUT: 'P1001', ECONNRESET: 'P1001',
}

const options = readArguments(process.argv.slice(2))
if (options.isVersion) {
  process.stdout.write('schema-engine-cli wasm\n')
} else if (options.command) {
  process.exitCode = await runCommand(options.command)
} else {
  serve()
}

function readArguments(argv) {
  const read = { datamodels: [] }
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]
    if (word === '--datamodels') read.datamodels.push(argv[++index])
    else if (word === '--datasource') read.datasource = JSON.parse(argv[++index])
    else if (word === 'cli') read.command = argv[index + 1]
    else if (word === '--version') read.isVersion = true
    else if (word.startsWith('--')) index++
  }
  return read
}

/** `create-database` and `can-connect-to-database`: the engine's only direct commands. */
async function runCommand(command) {
  try {
    if (command === 'create-database') await createDatabase()
    else await withClient(connectionOf(databaseUrl()).config, () => undefined)
    log('INFO', 'ok')
    return 0
  } catch (error) {
    const { message, error_code = 'P1001' } = describe(error)
    process.stderr.write('\n')
    log('ERROR', message, { error_code, is_panic: false })
    return 1
  }
}

/** One request a line; ends when the input has ended and every answer is written. */
function serve() {
  let underWay = 0
  let isClosed = false
  const endWhenDone = () => { if (isClosed && underWay === 0) process.exit(0) }
  createInterface({ input: process.stdin })
    .on('line', async (line) => {
      const { id, method, params } = line.trim() ? JSON.parse(line) : {}
      if (!method) return
      underWay++
      const answer = await call(method, params ?? {}).then((result) => ({ result }), (error) => {
        const { message, error_code, is_panic } = describe(error)
        return { error: { code: RPC_FAILURE, message, data: { is_panic, message, meta: null, error_code } } }
      })
      process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`, () => { underWay--; endWhenDone() })
    })
    .on('close', () => { isClosed = true; endWhenDone() })
}

async function call(method, params) {
  if (method === 'createDatabase') return createDatabase()
  const engine = await schemaEngine()
  if (method === 'getDatabaseVersion') return engine.version(params)
  if (typeof engine[method] !== 'function') throw new Error(`the WASM schema engine has no ${method}`)
  const result = await engine[method](params)
  if (method === 'diff' && typeof result?.stdout === 'string') {
    // The native engine prints through a notification.
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'print', params: { content: result.stdout } })}\n`)
    return { exitCode: result.exitCode, stdout: null }
  }
  return result ?? {}
}

let started
function schemaEngine() {
  started ??= (async () => {
    const SchemaEngine = await loadEngine()
    const datamodels = options.datamodels.length > 0 ? options.datamodels.map((file) => [file, readFileSync(resolve(file), 'utf8')]) : undefined
    return SchemaEngine.new({ datamodels }, (message) => { if (process.env.DEBUG) log('INFO', String(message)) }, bindMigrationAwareSqlAdapterFactory(new Factory()))
  })()
  return started
}

async function loadEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const file = resolve(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'), '../schema_engine_bg.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return glue.SchemaEngine
}

class Factory extends PrismaPg {
  constructor() {
    const { config, schema } = connectionOf(databaseUrl())
    super({ ...config, max: 1 }, { schema })
  }

  async connect() {
    return mended(await super.connect())
  }

  /** A database of its own for `migrate dev` and `migrate diff`, dropped again afterwards; adapter-pg would not change to it. */
  async connectToShadowDb() {
    const given = options.datasource?.shadowDatabaseUrl
    if (given) {
      const { config, schema } = connectionOf(given)
      const shadow = mended(await new PrismaPg({ ...config, max: 1 }, { schema }).connect())
      await shadow.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public')
      return shadow
    }
    const database = `prisma_migrate_shadow_db_${randomUUID()}`
    await withAdmin((client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`))
    const shadow = await new PrismaPg({ ...connectionOf(databaseUrl()).config, database, max: 1 }).connect()
    const dispose = shadow.dispose.bind(shadow)
    return mended(shadow, async () => {
      await dispose()
      await shadow.underlyingDriver().end().catch(() => undefined) // ended already
      await withAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`))
    })
  }
}

/**
 * adapter-pg splits scripts at every ';' and spreads them over its pool, which breaks function bodies, BEGIN … COMMIT and SET: here
 * one connection takes the whole script. And it knows no columns of type "char", which the catalogue has.
 */
function mended(adapter, dispose) {
  const original = Object.getPrototypeOf(adapter)
  adapter.executeScript = async function executeScript(script) {
    try { await this.client.query(script) } catch (error) { this.onError(error) }
  }
  adapter.queryRaw = async (query) => {
    const characters = []
    const performIO = async (asked) => {
      const result = await original.performIO.call(adapter, asked)
      result.fields.forEach((field, index) => {
        if (field.dataTypeID !== OID_CHAR) return
        field.dataTypeID = OID_TEXT
        characters.push(index)
      })
      return result
    }
    const result = await original.queryRaw.call(Object.create(adapter, { performIO: { value: performIO } }), query)
    for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  if (dispose) adapter.dispose = dispose
  return adapter
}

async function createDatabase() {
  const { database } = connectionOf(databaseUrl()).config
  await withAdmin(async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`)
  })
  return { databaseName: database }
}

/** Works on the maintenance database. */
function withAdmin(work) {
  return withClient(connectionOf(databaseUrl(), 'postgres').config, work)
}

async function withClient(config, work) {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function databaseUrl() {
  const url = options.datasource?.url
  if (!url) throw new Error('no datasource url')
  return url
}

function connectionOf(address, database) {
  const url = new URL(address)
  const decoded = (part) => decodeURIComponent(part) || undefined
  const sslmode = url.searchParams.get('sslmode')
  const hasSsl = sslmode && sslmode !== 'disable' && sslmode !== 'prefer'
  return {
    schema: url.searchParams.get('schema') ?? undefined,
    config: {
      host: url.searchParams.get('host') || decoded(url.hostname) || 'localhost', port: Number(url.port || 5432),
      user: decoded(url.username), password: decoded(url.password), database: database ?? decoded(url.pathname.slice(1)),
      ...(hasSsl ? { ssl: { rejectUnauthorized: sslmode.startsWith('verify') } } : {}),
    },
  }
}

/** A failure as the native engine would word it; the WASM engine's own come as JSON in the message. */
function describe(error) {
  const told = parsed(error?.message) ?? { message: error?.message ?? String(error) }
  const code = error?.code ?? told.error_code
  const prismaCode = /^P\d{4}$/.test(code ?? '') ? code : undefined
  return { error_code: PRISMA_CODES[code] ?? prismaCode, message: told.message ?? error.message, is_panic: error instanceof WebAssembly.RuntimeError }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // plain words
  }
}

function log(level, message, more = {}) {
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, fields: { message, ...more }, target: 'schema_engine::logger' })}\n`)
}
