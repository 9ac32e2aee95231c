// Processes that live no longer than we do: each has its own session, so that a Ctrl-C reaches us alone and we stop
// things in order, and each is tethered to us.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const TETHER = new URL('./tether.mjs', import.meta.url).href
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TERM_MS = 8_000
const TAIL_LINES = 30

/**
 * Starts a Node program of ours in the project's folder.
 * @param {string[]} args script and arguments
 * @param {{node?: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void, inherit?: boolean}} [options]
 *   onLine gets each line of both outputs; inherit lets it write to our terminal itself
 * @returns {{process: import('node:child_process').ChildProcess, ended: Promise<number>, stop: () => Promise<void>, tail: () => string}}
 */
export function startChild(args, { node = process.execPath, env = {}, onLine = () => undefined, inherit = false } = {}) {
  const output = inherit ? 'inherit' : 'pipe'
  const child = spawn(node, ['--import', TETHER, ...args], {
    cwd: ROOT, detached: true, stdio: ['pipe', output, output],
    env: { ...process.env, ...env, GAUNTLET_TETHER: String(process.pid) },
  })
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
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
