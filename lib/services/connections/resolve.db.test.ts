// How often a kubeconfig's credential command runs for what pages and runs ask, against an API server that takes each of its tokens.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clusterOf } from './resolve.ts'

const closing: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const close of closing.splice(0)) close()
})

const HOUR_MS = 3_600_000

/** A connection whose command gives tokens of an hour, token-1 first; `refuse` makes the API server refuse one from now on. */
async function pluggedIn(): Promise<{ ask: (options?: { timeoutMs?: number }) => Promise<string>; runs: () => number; refuse: (token: string) => void; seen: string[] }> {
  const [seen, refused] = [new Array<string>(), new Set<string>()]
  const server = createServer((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    seen.push(token)
    response.writeHead(refused.has(token) ? 401 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ gitVersion: 'v1.35.4' }))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  const folder = mkdtempSync(join(tmpdir(), 'plugin-'))
  const command = join(folder, 'credential')
  const expirationTimestamp = new Date(Date.now() + HOUR_MS).toISOString()
  writeFileSync(command, `#!/bin/sh\necho run >> ${folder}/runs\nn=$(wc -l < ${folder}/runs)\necho "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"token-$n\\",\\"expirationTimestamp\\":\\"${expirationTimestamp}\\"}}"\n`)
  chmodSync(command, 0o755)
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, JSON.stringify({
    'apiVersion': 'v1', 'kind': 'Config', 'current-context': 'it', 'contexts': [{ name: 'it', context: { cluster: 'c', user: 'u' } }],
    'clusters': [{ name: 'c', cluster: { 'server': `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, 'insecure-skip-tls-verify': true } }],
    'users': [{ name: 'u', user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' } } }],
  }))
  process.env.KUBECONFIG = kubeconfig
  closing.push(() => {
    delete process.env.KUBECONFIG
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  return {
    ask: async (options) => clusterOf({ kind: 'context', context: 'it' }, options).version(),
    runs: () => readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').length,
    refuse: (token) => { refused.add(token) },
    seen,
  }
}

describe('clusterOf', () => {
  it('starts a credential command once for all options, and not again until its token has expired', async () => {
    const { ask, runs, seen } = await pluggedIn()
    vi.useFakeTimers({ toFake: ['Date'] })
    const start = Date.now()
    await ask()
    await ask({ timeoutMs: 30_000 })
    for (const minutes of [2, 4, 58]) {
      vi.setSystemTime(start + minutes * 60_000)
      await Promise.all([ask(), ask({ timeoutMs: 30_000 })])
    }
    expect(runs()).toBe(1)
    expect(new Set(seen)).toEqual(new Set(['token-1']))
    vi.setSystemTime(start + HOUR_MS + 60_000)
    await ask()
    expect(runs()).toBe(2)
  })

  it('starts it once more for all when the API server refuses its token', async () => {
    const { ask, runs, refuse } = await pluggedIn()
    await ask()
    await ask({ timeoutMs: 30_000 })
    refuse('token-1')
    await ask()
    await ask({ timeoutMs: 30_000 })
    expect(runs()).toBe(2)
  })
})
