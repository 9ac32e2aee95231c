// scripts/sandbox.mjs as `npm start` runs it: a child that says where it is, and that does not outlive its parent.
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../../scripts/sandbox.mjs', import.meta.url))

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [SCRIPT, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('it said nothing')
}

describe('scripts/sandbox.mjs', { timeout: 30_000 }, () => {
  it('prints one line with its address, and answers there', async () => {
    const child = start('--port', '0')
    const line = await firstLine(child)
    expect(line).toMatch(/^sandbox http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${line.slice('sandbox '.length)}/readyz`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('ends when its parent lets go of it', async () => {
    const child = start()
    await firstLine(child)
    child.stdin.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('says in one line that its port is in use, and fails', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const child = start('--port', port)
    const told: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => { told.push(line) })
    expect(await once(child, 'close')).toEqual([1, null])
    expect(told).toEqual([`sandbox: port ${port} is in use`])
    other.close()
  })
})
