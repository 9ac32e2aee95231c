import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claim, ensureFree, secretOf, settings } from './preflight.mjs'
import { Trouble } from './trouble.mjs'

const START = join(import.meta.dirname, 'start.mjs')

let data = ''
beforeEach(() => { data = mkdtempSync(join(tmpdir(), 'gauntlet-preflight-')) })
afterEach(() => rmSync(data, { recursive: true, force: true }))

const wanted = (env: Record<string, string> = {}): ReturnType<typeof settings> => settings({ GAUNTLET_DATA: data, ...env })
const lock = (): string => join(data, 'gauntlet.lock')

async function listening(): Promise<{ port: number; server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return { port: address.port, server }
}

function start(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [START], { env: { ...process.env, GAUNTLET_DATA: data, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += String(chunk) })
    child.on('close', (code) => resolve({ code, lines: output.trimEnd().split('\n') }))
  })
}

describe('settings', () => {
  test('are loopback and the embedded database by default, which alone signs in whoever asks', () => {
    expect(wanted()).toMatchObject({ host: '127.0.0.1', port: 3000, url: 'http://127.0.0.1:3000', isLocal: true, hasSandbox: true })
    expect(wanted({ HOST: '0.0.0.0' })).toMatchObject({ isLocal: false, url: 'http://127.0.0.1:3000' })
    expect(wanted({ DATABASE_URL: 'postgresql://a@b/c' })).toMatchObject({ isLocal: false })
    expect(wanted({ HOST: '::1', PORT: '8080' })).toMatchObject({ isLocal: true, url: 'http://[::1]:8080' })
    expect(wanted({ GAUNTLET_SANDBOX: 'off', DATABASE_URL: '' })).toMatchObject({ hasSandbox: false, isLocal: true })
  })
  test.each(['abc', '0', '65536', '80.5'])('refuse PORT=%s', (PORT) => {
    expect(() => wanted({ PORT })).toThrow(Trouble)
  })
})

describe('the secret', () => {
  test('is made once, for its owner alone, and kept', () => {
    const first = secretOf(wanted(), {})
    expect(first.length).toBeGreaterThanOrEqual(32)
    expect(secretOf(wanted(), {})).toBe(first)
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
  })
  test('is the one that was given', () => {
    expect(secretOf(wanted(), { GAUNTLET_SECRET: 'given' })).toBe('given')
  })
  test('is refused when its file is damaged', () => {
    writeFileSync(join(data, 'secret'), 'short')
    expect(() => secretOf(wanted(), {})).toThrow('is damaged: remove it')
  })
})

describe('the data directory', () => {
  test('is taken over from a process that is gone', () => {
    writeFileSync(lock(), JSON.stringify({ pid: 2 ** 22 - 1, url: 'http://127.0.0.1:1' }))
    const release = claim(wanted())
    expect(JSON.parse(readFileSync(lock(), 'utf8'))).toMatchObject({ pid: process.pid })
    release()
    expect(statSync(lock(), { throwIfNoEntry: false })).toBeUndefined()
  })
  test('is taken over from a number that belongs to another program by now', () => {
    writeFileSync(lock(), JSON.stringify({ pid: 1, url: 'http://127.0.0.1:1' }))
    expect(() => claim(wanted())).not.toThrow()
  })
  test('is taken over when a kill left half a lock', () => {
    writeFileSync(lock(), '{"pi')
    expect(() => claim(wanted())).not.toThrow()
  })
  test('is refused while another Gauntlet lives in it, and says where that one answers', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', 'start.mjs'])
    try {
      await new Promise((resolve) => { other.once('spawn', resolve) })
      writeFileSync(lock(), JSON.stringify({ pid: other.pid, url: 'http://127.0.0.1:4000' }))
      expect(() => claim(wanted())).toThrow(`Gauntlet already runs on http://127.0.0.1:4000 with the data in ${data} (process ${other.pid})`)
    } finally {
      other.kill()
    }
  })
})

describe('the port', () => {
  test('is waited for when the Gauntlet that had it was killed a moment ago', async () => {
    const { port, server } = await listening()
    writeFileSync(lock(), JSON.stringify({ pid: 2 ** 22 - 1, url: '' }))
    setTimeout(() => server.close(), 300)
    await expect(ensureFree(wanted({ PORT: String(port) }))).resolves.toBeUndefined()
  })
})

describe('npm start says on one line what is wrong and what to do, and fails,', () => {
  test('when the port is in use', async () => {
    const { port, server } = await listening()
    const outcome = await start({ PORT: String(port) })
    server.close()
    expect(outcome).toEqual({ code: 1, lines: [`gauntlet: port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another: PORT=${port + 1} npm start`] })
  })
  test('when the data directory cannot be made', async () => {
    writeFileSync(join(data, 'file'), '')
    const { port, server } = await listening()
    server.close()
    const path = join(data, 'file/below')
    expect(await start({ PORT: String(port), GAUNTLET_DATA: path })).toEqual({
      code: 1, lines: [`gauntlet: cannot write ${path} (a file is in the way): make it writable or choose another directory with GAUNTLET_DATA=/path`],
    })
  })
  test.runIf(process.platform === 'linux')('when the data directory lies where nothing can be made', async () => {
    const { port, server } = await listening()
    server.close()
    const { code, lines } = await start({ PORT: String(port), GAUNTLET_DATA: '/proc/gauntlet' })
    expect(code).toBe(1)
    expect(lines).toEqual([expect.stringContaining('gauntlet: cannot write /proc/gauntlet')])
  })
  test('when this machine has no such address', async () => {
    const { code, lines } = await start({ HOST: '192.0.2.1' })
    expect(code).toBe(1)
    expect(lines).toEqual([expect.stringContaining('gauntlet: this machine has no address 192.0.2.1 to listen on')])
  })
})
