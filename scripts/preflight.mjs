// What start.mjs was asked for, and whether it can be had: address, port, data directory. Plain Node 20, no dependency.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { diskTrouble, makeDirectory } from './disk.mjs'
import { Trouble } from './trouble.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const RETRY_MS = 100
const LAST_BREATH_MS = 2_500
const LOOPBACK = /^(127(\.\d+){3}|::1|localhost)$/

/**
 * Reads the settings of the launcher from the environment.
 * @param {Record<string, string | undefined>} env
 * @returns {{host: string, port: number, data: string, databaseUrl?: string, hasSandbox: boolean, isLocal: boolean, url: string}}
 *   isLocal: loopback and the embedded database, so that whoever asks from this machine may be signed in
 */
export function settings(env = process.env) {
  const host = env.HOST || '127.0.0.1'
  const port = Number(env.PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Trouble(`PORT=${env.PORT} is not a port`, 'use a number from 1 to 65535')
  const databaseUrl = env.DATABASE_URL || undefined
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return {
    host, port, databaseUrl,
    data: resolve(ROOT, env.GAUNTLET_DATA || '.data'),
    hasSandbox: env.GAUNTLET_SANDBOX !== 'off',
    isLocal: LOOPBACK.test(host) && databaseUrl === undefined,
    url: `http://${name.includes(':') ? `[${name}]` : name}:${port}`,
  }
}

/**
 * Throws Trouble when the data directory is another's, or when nobody could listen on the address now. One that was
 * killed a moment ago gets the time to go.
 */
export async function ensureFree(wanted) {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      const owner = readOwner(lockOf(wanted))
      if (owner) throw ownedTrouble(owner, wanted)
      return await listen(wanted)
    } catch (error) {
      if (waitedMs >= LAST_BREATH_MS || !existsSync(lockOf(wanted))) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

function listen({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(portTrouble(error, host, port)))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}

function portTrouble(error, host, port) {
  const options = { cause: error }
  switch (error.code) {
    case 'EADDRINUSE':
      return new Trouble(`port ${port} on ${host} is in use`, `stop what listens there, or choose another: PORT=${port === 65535 ? 3001 : port + 1} npm start`, options)
    case 'EACCES':
      return new Trouble(`port ${port} may be opened by root only`, 'choose one above 1023: PORT=3000 npm start', options)
    default:
      return new Trouble(`this machine has no address ${host} to listen on (${error.code})`, 'unset HOST, or set it to an address of this machine', options)
  }
}

/**
 * Makes the data directory ours for as long as this process lives.
 * @returns {() => void} gives it free again
 * @throws {Trouble} when it cannot be written, or another Gauntlet that lives has it
 */
export function claim(wanted) {
  const { data, url } = wanted
  const lock = lockOf(wanted)
  try {
    makeDirectory(data)
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(lock, JSON.stringify({ pid: process.pid, url }), { flag: 'wx' })
        return () => rmSync(lock, { force: true })
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
        const owner = readOwner(lock)
        if (owner) throw ownedTrouble(owner, wanted)
        rmSync(lock, { force: true }) // its owner was killed
      }
    }
    throw new Trouble(`another Gauntlet is starting with the data in ${data}`, 'wait for it, or choose another directory with GAUNTLET_DATA=/path')
  } catch (error) {
    throw diskTrouble(error, data)
  }
}

const lockOf = ({ data }) => join(data, 'gauntlet.lock')

function ownedTrouble({ url, pid }, { data }) {
  return new Trouble(`Gauntlet already runs on ${url} with the data in ${data} (process ${pid})`,
    'use that one, stop it, or start another with GAUNTLET_DATA=/other/path and PORT=3001')
}

/** Who holds the lock; undefined when that process is gone, or is by now somebody else's. */
function readOwner(lock) {
  try {
    const owner = JSON.parse(readFileSync(lock, 'utf8'))
    process.kill(owner.pid, 0)
    if (process.platform === 'linux' && !readFileSync(`/proc/${owner.pid}/cmdline`, 'utf8').includes('start.mjs')) return undefined
    return owner.pid === process.pid ? undefined : owner
  } catch (error) {
    return error.code === 'EPERM' ? { pid: 'of another user', url: 'another address' } : undefined
  }
}

/**
 * The server's secret: the one that was given, else one that is made once and kept (mode 0600).
 * @param {{data: string}} wanted
 * @param {Record<string, string | undefined>} env
 */
export function secretOf({ data }, env = process.env) {
  if (env.GAUNTLET_SECRET) return env.GAUNTLET_SECRET
  const path = join(data, 'secret')
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (error.code !== 'EEXIST') throw diskTrouble(error, path)
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32) throw new Trouble(`${path} is damaged`, 'remove it to get a new one; everybody signs in again then')
  return secret
}
