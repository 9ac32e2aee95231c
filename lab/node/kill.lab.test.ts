// What is left of a lab whose own process is killed: nothing.
import { spawn } from 'node:child_process'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { isAlive, runFolder } from '../run-folder.ts'
import { callInside } from './relay.ts'

let dir = ''
afterAll(async () => { await rm(dir, { recursive: true, force: true }) })

/** Processes in the process namespace of this one. */
async function namesakes(pid: number): Promise<number[]> {
  const own = await readlink(`/proc/${pid}/ns/pid_for_children`)
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const spaces = await Promise.all(pids.map(async (one) => ({ one, space: await readlink(`/proc/${one}/ns/pid`).catch(() => '') })))
  return spaces.filter(({ space }) => space === own).map(({ one }) => one)
}

it('ends every process inside when the process that started it is killed with kill -9', async () => {
  dir = await runFolder('killed')
  const code = `import { startLab } from ${JSON.stringify(join(import.meta.dirname, '..', 'lab.ts'))}
    await startLab({ dir: ${JSON.stringify(dir)}, images: {} })
    console.log('ready')`
  const parent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  parent.stdout.setEncoding('utf8').on('data', (text: string) => { said += text })
  await eventually('the second lab is ready', () => said.includes('ready') || undefined, 100_000)
  const outermost = await outermostOf(parent.pid ?? 0)
  const inside = await namesakes(outermost)
  // A shell, Node, and three programs with a guard each.
  expect(inside.length).toBeGreaterThan(5)
  parent.kill('SIGKILL')
  await eventually('all of it is gone', () => inside.every((pid) => !isAlive(pid)) || undefined)
})

it('reaches the inside of the shared lab by its socket alone', async () => {
  await expect(callInside(inject('nodes').socket, 'nothing')).rejects.toThrow('the lab has no function nothing')
})

/** The `unshare` among the descendants of a process. */
async function outermostOf(pid: number): Promise<number> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter((text) => text !== '').map(Number)
  for (const child of children) {
    const command = await readFile(`/proc/${child}/comm`, 'utf8')
    const found = command.trim() === 'unshare' ? child : await outermostOf(child)
    if (found > 0) return found
  }
  return 0
}
