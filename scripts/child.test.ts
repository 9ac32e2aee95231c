import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test, vi } from 'vitest'
import { startChild } from './child.mjs'

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-child-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sleeper = join(folder, 'sleeper.mjs')
writeFileSync(sleeper, "process.stdout.write(process.pid + '\\n'); setInterval(() => undefined, 1000)")

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a child is stopped, and its lines are handed over', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const child = startChild([sleeper], { onLine: resolve })
  expect(Number(await promise)).toBe(child.process.pid)
  await child.stop()
  expect(isAlive(Number(await promise))).toBe(false)
})

test('a child ends with its starter, also when that is killed with kill -9', async () => {
  const starter = join(folder, 'starter.mjs')
  writeFileSync(starter, `import { startChild } from ${JSON.stringify(join(import.meta.dirname, 'child.mjs'))}
startChild([${JSON.stringify(sleeper)}], { onLine: (line) => console.log(line) })`)
  const process_ = spawn(process.execPath, [starter], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: process_.stdout }), 'line')
  const pid = Number(line)
  expect(isAlive(pid)).toBe(true)
  process_.kill('SIGKILL')
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5_000 })
})
