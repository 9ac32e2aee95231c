// Processes that live no longer than we do: each has its own session, so that a Ctrl-C reaches us alone and we stop
// things in order, and each is tethered to us.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const TETHER = new URL('./tether.mjs', import.meta.url).href
const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Compiled code from start to start: it takes a good part off the second one. */
const COMPILED = join(ROOT, 'node_modules/.cache/gauntlet')
const TERM_MS = 8_000
const TAIL_LINES = 30

/**
 * Starts a Node program of ours in the project's folder.
 * @param {string[]} args script and arguments
 * @param {{env?: Record<string, string | undefined>, onLine?: (line: string) => void}} [options] onLine gets each line of both outputs
 * @returns {{process: import('node:child_process').ChildProcess, ended: Promise<number>, stop: () => Promise<void>, tail: () => string}}
 */
export function startChild(args, { env = {}, onLine = () => undefined } = {}) {
  const child = spawn(process.execPath, ['--import', TETHER, ...args], {
    cwd: ROOT, detached: true, stdio: 'pipe',
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...env, GAUNTLET_TETHER: String(process.pid) },
  })
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > TAIL_LINES) lines.shift()
      onLine(line)
    })
  }
  child.stdin.on('error', () => undefined)
  const ended = Promise.race([
    once(child, 'close').then(([code]) => code ?? 1),
    once(child, 'error').then(([error]) => { throw error }),
  ])
  ended.catch(() => undefined)
  return { process: child, ended, stop: () => stop(child, ended), tail: () => lines.join('\n') }
}

async function stop(child, ended) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), TERM_MS)
  await ended.catch(() => undefined)
  clearTimeout(timer)
}
