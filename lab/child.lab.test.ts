// What the lab leaves behind: nothing, however it ends.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startChild } from './child.ts'
import { isAlive } from './run-folder.ts'
import { eventually } from './eventually.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'gauntlet-lab-')) })
afterAll(async () => { await rm(folder, { recursive: true }) })

/** The program's own process id, which it writes to its log before it sleeps. */
const SLEEPER = ['-c', 'echo $$; exec sleep 300']

async function pidIn(logFile: string): Promise<number> {
  return eventually('the process id is in the log', async () => Number((await readFile(logFile, 'utf8').catch(() => '')).trim()) || undefined)
}

it('ends a child when it is told to', async () => {
  const logFile = join(folder, 'stopped.log')
  const child = startChild({ name: 'sleeper', command: 'sh', args: SLEEPER, logFile })
  const pid = await pidIn(logFile)
  expect(isAlive(pid)).toBe(true)
  await child.stop()
  expect(isAlive(pid)).toBe(false)
})

it('ends a child when its parent is killed with kill -9', async () => {
  const logFile = join(folder, 'orphaned.log')
  const options = JSON.stringify({ name: 'sleeper', command: 'sh', args: SLEEPER, logFile })
  const code = `import { startChild } from ${JSON.stringify(join(import.meta.dirname, 'child.ts'))}; startChild(${options})`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
  const pid = await pidIn(logFile)
  parent.kill('SIGKILL')
  await eventually('the child is gone', () => !isAlive(pid) || undefined)
})

it('ends a child when only the shell between is killed', async () => {
  const logFile = join(folder, 'unguarded.log')
  const child = startChild({ name: 'sleeper', command: 'sh', args: SLEEPER, logFile })
  const pid = await pidIn(logFile)
  const shell = Number(/^PPid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])
  process.kill(shell, 'SIGKILL')
  expect(await child.ended).toBe('SIGKILL')
  await eventually('the child is gone', () => !isAlive(pid) || undefined)
})

it('tells how a child ended that ended by itself', async () => {
  const child = startChild({ name: 'failing', command: 'sh', args: ['-c', 'exit 7'], logFile: join(folder, 'failing.log') })
  expect(await child.ended).toBe('exit code 7')
})
