// Runs the PostgreSQL binaries as somebody else when we are root, because the server refuses to run as root.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Trouble } from './trouble.mjs'

const NOBODY = { uid: 65534, gid: 65534 }

/**
 * Says as whom the server is to run.
 * @param {string} dir the data directory; when it exists and is not root's, its owner is kept
 * @param {string[]} needed paths that the server must be able to reach
 * @returns {{ids?: {uid: number, gid: number}, wrap: (command: string, args: string[]) => [string, string[], object]}}
 *   ids: whose files the data directory must be; wrap: command, arguments and spawn options that bring it about
 */
export function unprivileged(dir, needed) {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args, {}] }
  const ids = ownerOf(dir) ?? postgresUser() ?? NOBODY
  const closed = needed.map((path) => firstClosedParent(path, ids)).find(Boolean)
  if (!closed) return { ids, wrap: (command, args) => [command, args, ids] }
  // A clone under /root or in a mktemp directory: the server keeps one of root's capabilities, to pass the closed parents.
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))
  if (!setpriv) {
    throw new Trouble(`PostgreSQL refuses to run as root, and user ${ids.uid} cannot enter ${closed}`,
      `run as another user, or move the project to a directory that all may enter, or \`chmod o+x ${closed}\``)
  }
  const flags = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return { ids, wrap: (command, args) => [setpriv, [...flags, command, ...args], {}] }
}

/** Runs a command to its end. @returns {Promise<{code: number | null, output: string}>} */
export function run([command, args, options], { env, cwd = '/', quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    // quiet: no pipes, or we would wait for the server that the command leaves behind
    const child = spawn(command, args, { ...options, env, cwd, stdio: quiet ? 'ignore' : ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout?.on('data', (chunk) => { output += chunk })
    child.stderr?.on('data', (chunk) => { output += chunk })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

function ownerOf(dir) {
  if (!existsSync(dir)) return undefined
  const { uid, gid } = statSync(dir)
  return uid === 0 ? undefined : { uid, gid }
}

function postgresUser() {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith('postgres:'))
  if (!line) return undefined
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function firstClosedParent(path, { uid, gid }) {
  for (let dir = dirname(path), parent; ; dir = parent) {
    const stat = statSync(dir)
    if (!(stat.mode & searchBit(stat, uid, gid))) return dir
    parent = dirname(dir)
    if (parent === dir) return undefined
  }
}

function searchBit(stat, uid, gid) {
  if (stat.uid === uid) return 0o100
  return stat.gid === gid ? 0o010 : 0o001
}
