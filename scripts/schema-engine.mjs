#!/usr/bin/env node
// Stand-in for Prisma's native schema-engine: same JSON-RPC over stdio, but runs the official
// WASM build (@prisma/schema-engine-wasm) through @prisma/adapter-pg. Used by
//   PRISMA_SCHEMA_ENGINE_BINARY=./scripts/schema-engine.mjs prisma migrate deploy|dev|diff|status|reset, db push|pull|execute, generate
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const argv = process.argv.slice(2)
const opts = { datamodels: [] }
let cli
for (let i = 0; i < argv.length; i++) {
  if (argv[i] === '--datamodels') opts.datamodels.push(argv[++i])
  else if (argv[i] === '--datasource') opts.datasource = JSON.parse(argv[++i])
  else if (argv[i] === 'cli') cli = argv[i + 1]
  else if (argv[i] === '--version') { console.log('schema-engine-cli wasm-shim'); process.exit(0) }
  else if (argv[i].startsWith('--')) i++
}
const log = (level, message, extra = {}) =>
  process.stderr.write(JSON.stringify({ timestamp: new Date().toISOString(), level, fields: { message, ...extra }, target: 'schema_engine::logger' }) + '\n')

function pgFields(url, database) {
  const u = new URL(url)
  const c = { host: u.searchParams.get('host') || decodeURIComponent(u.hostname) || 'localhost', port: Number(u.port || 5432), user: decodeURIComponent(u.username) || undefined,
    password: decodeURIComponent(u.password) || undefined, database: database ?? decodeURIComponent(u.pathname.slice(1)) }
  const ssl = u.searchParams.get('sslmode')
  if (ssl && ssl !== 'disable' && ssl !== 'prefer') c.ssl = { rejectUnauthorized: ssl.startsWith('verify') }
  return { config: c, schema: u.searchParams.get('schema') ?? undefined }
}
const url = () => { const u = opts.datasource?.url; if (!u) throw new Error('no datasource url'); return u }
async function admin(fn) { // the maintenance database
  const c = new pg.Client(pgFields(url(), 'postgres').config)
  await c.connect(); try { return await fn(c) } finally { await c.end() }
}
const dbName = () => pgFields(url()).config.database
async function createDatabase() {
  await admin(async (c) => {
    const { rowCount } = await c.query('select 1 from pg_database where datname=$1', [dbName()])
    if (!rowCount) await c.query(`CREATE DATABASE ${pg.escapeIdentifier(dbName())}`)
  })
  return { databaseName: dbName() }
}

// adapter-pg splits scripts on ';' and sprays them over a pool: wrong for $$-quoted bodies and for
// BEGIN/COMMIT or SET in a migration. One connection, simple query protocol, whole script instead.
function fix(adapter, dispose) {
  adapter.executeScript = async function (script) { try { await this.client.query(script) } catch (e) { this.onError(e) } }
  // catalogue columns of type "char" (oid 18), which adapter-pg does not map
  const proto = Object.getPrototypeOf(adapter)
  adapter.queryRaw = async (query) => {
    const chars = []
    const self = Object.create(adapter, { performIO: { value: async (q) => {
      const r = await proto.performIO.call(adapter, q)
      r.fields.forEach((f, i) => { if (f.dataTypeID === 18) { f.dataTypeID = 25; chars.push(i) } })
      return r
    } } })
    const out = await proto.queryRaw.call(self, query)
    for (const i of chars) out.columnTypes[i] = ColumnTypeEnum.Character
    return out
  }
  if (dispose) adapter.dispose = dispose
  return adapter
}
class Factory extends PrismaPg {
  constructor() { const { config, schema } = pgFields(url()); super({ ...config, max: 1 }, { schema }) }
  async connect() { return fix(await super.connect()) }
  async connectToShadowDb() {
    const shadow = opts.datasource?.shadowDatabaseUrl
    if (shadow) {
      const { config, schema } = pgFields(shadow)
      const a = fix(await new PrismaPg({ ...config, max: 1 }, { schema }).connect())
      await a.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public')
      return a
    }
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    await admin((c) => c.query(`CREATE DATABASE "${database}"`))
    const a = await new PrismaPg({ ...pgFields(url()).config, database, max: 1 }).connect()
    const inner = a.dispose.bind(a)
    return fix(a, async () => { await inner(); try { await a.underlyingDriver().end() } catch {} ; await admin((c) => c.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)) })
  }
}

async function loadEngine() {
  const require = createRequire(import.meta.url)
  const jsPath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = readFileSync(resolve(jsPath, '../schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bg })
  bg.__wbg_set_wasm(instance.exports); instance.exports.__wbindgen_start()
  return bg.SchemaEngine
}
let enginePromise, bound
const engine = () => (enginePromise ??= (async () => {
  const SchemaEngine = await loadEngine()
  bound = bindMigrationAwareSqlAdapterFactory(new Factory())
  const datamodels = opts.datamodels.length ? opts.datamodels.map((f) => [f, readFileSync(resolve(f), 'utf8')]) : undefined
  return SchemaEngine.new({ datamodels }, (m) => process.env.DEBUG && log('INFO', String(m)), bound)
})())

async function call(method, params) {
  if (method === 'createDatabase') return createDatabase()
  if (method === 'getDatabaseVersion') return (await engine()).version(params)
  const e = await engine()
  if (typeof e[method] !== 'function') throw Object.assign(new Error(`schema-engine wasm has no ${method}`))
  const r = await e[method](params)
  if (method === 'diff' && r?.stdout != null) { // the native binary prints through the "print" notification
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'print', params: { content: r.stdout } }) + '\n')
    return { exitCode: r.exitCode, stdout: null }
  }
  return r ?? {}
}
const pgCode = { '3D000': 'P1003', '28P01': 'P1000', '28000': 'P1000', ECONNREFUSED: 'P1001', ENOTFOUND: 'P1001', ETIMEDOUT: 'P1001', ECONNRESET: 'P1001' }
function describe(e) {
  let code = e?.code, message = e?.message ?? String(e)
  try { const j = JSON.parse(message); code ??= j.error_code; message = j.message ?? message } catch {}
  return { error_code: pgCode[code] ?? (/^P\d{4}$/.test(code ?? '') ? code : undefined), message, is_panic: e instanceof WebAssembly.RuntimeError }
}

if (cli) {
  try {
    if (cli === 'create-database') await createDatabase()
    else { const c = new pg.Client(pgFields(url()).config); await c.connect(); await c.end() }
    log('INFO', 'ok'); process.exit(0)
  } catch (e) { const d = describe(e); process.stderr.write('\n'); log('ERROR', d.message, { error_code: d.error_code ?? 'P1001', is_panic: false }); process.exit(1) }
}
let pending = 0, closed = false
const done = () => { if (closed && !pending) process.exit(0) }
createInterface({ input: process.stdin }).on('line', async (line) => {
  if (!line.trim()) return
  const { id, method, params } = JSON.parse(line)
  if (!method) return
  pending++
  let out
  try { out = { jsonrpc: '2.0', id, result: await call(method, params ?? {}) } }
  catch (e) { if (process.env.SHIM_TRACE) console.error(e); const d = describe(e); out = { jsonrpc: '2.0', id, error: { code: 4466, message: d.message, data: { is_panic: d.is_panic, message: d.message, meta: null, error_code: d.error_code } } } }
  process.stdout.write(JSON.stringify(out) + '\n', () => { pending--; done() })
}).on('close', () => { closed = true; done() })
