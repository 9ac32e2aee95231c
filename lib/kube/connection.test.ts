// Kubeconfigs against a real HTTPS server. testdata holds a certificate authority made for this test alone, and what it signed.
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import type { Server } from 'node:https'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { connect } from './cluster.ts'
import { listContexts, loadConnection } from './connection.ts'

const path = (name: string): string => fileURLToPath(new URL(`testdata/${name}`, import.meta.url))
const pem = (name: string): string => readFileSync(path(name), 'utf8')
const base64 = (name: string): string => Buffer.from(pem(name)).toString('base64')

let folder: string
let server: Server
let url: string
const seen: { headers: IncomingHttpHeaders; client: string; connections: number } = { headers: {}, client: '', connections: 0 }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'))
  server = createServer({ cert: pem('server.pem'), key: pem('server.key'), ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: false }, (request, response) => {
    // Safe because an HTTPS server has TLS sockets only.
    const socket = request.socket as TLSSocket
    seen.headers = request.headers
    seen.client = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : ''
    response.end(JSON.stringify({ gitVersion: 'v1.35.4' }))
  })
  server.on('secureConnection', () => { seen.connections++ })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

/** Writes a kubeconfig with one context of the given name, and gives its path. */
function kubeconfig(context: string, { cluster = {}, user = {} }: { cluster?: object; user?: object } = {}): string {
  const file = join(folder, `${context}-${Math.random()}.yaml`)
  writeFileSync(file, stringify({
    'apiVersion': 'v1', 'kind': 'Config', 'current-context': context,
    'clusters': [{ name: context, cluster: { 'server': url, 'certificate-authority-data': base64('ca.pem'), ...cluster } }],
    'users': [{ name: context, user }],
    'contexts': [{ name: context, context: { cluster: context, user: context } }],
  }))
  return file
}

describe('a kubeconfig', () => {
  it('with a token sends it', async () => {
    const file = kubeconfig('token', { user: { token: 'a-token' } })
    expect(await connect({ kind: 'context', context: 'token', kubeconfig: file }).version()).toBe('v1.35.4')
    expect(seen.headers.authorization).toBe('Bearer a-token')
  })

  it.each([
    ['inline', { 'client-certificate-data': base64('client.pem'), 'client-key-data': base64('client.key') }],
    ['in files', { 'client-certificate': path('client.pem'), 'client-key': path('client.key') }],
  ])('with a client certificate %s shows it', async (_, user) => {
    await connect({ kind: 'context', context: 'certificate', kubeconfig: kubeconfig('certificate', { user }) }).version()
    expect(seen.client).toBe('client')
  })

  it('with a command that gives a token runs it', async () => {
    const credential = JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 'from-a-plugin' } })
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'echo', args: [credential], interactiveMode: 'Never' }
    await connect({ kind: 'context', context: 'plugin', kubeconfig: kubeconfig('plugin', { user: { exec } }) }).version()
    expect(seen.headers.authorization).toBe('Bearer from-a-plugin')
  })

  it('keeps its connection between requests', async () => {
    const cluster = connect({ kind: 'context', context: 'kept', kubeconfig: kubeconfig('kept', { user: { token: 't' } }) })
    await cluster.version()
    const before = seen.connections
    await cluster.version()
    await cluster.version()
    expect(seen.connections).toBe(before)
  })

  it('whose authority did not sign the server refuses to speak to it', async () => {
    const file = kubeconfig('stranger', { cluster: { 'certificate-authority-data': base64('client.pem') }, user: { token: 'never-sent' } })
    seen.headers = {}
    await expect(connect({ kind: 'context', context: 'stranger', kubeconfig: file }).version()).rejects.toMatchObject({
      code: 'UPSTREAM', message: expect.stringContaining('its certificate is not accepted'),
    })
    expect(seen.headers.authorization).toBeUndefined()
  })

  it('without the context says which there are', async () => {
    const file = kubeconfig('there')
    expect(() => loadConnection({ kind: 'context', context: 'gone', kubeconfig: file })).toThrow('The kubeconfig has no context "gone".')
    await expect(async () => loadConnection({ kind: 'context', context: 'gone', kubeconfig: file })).rejects.toMatchObject({ code: 'NOT_FOUND', details: { contexts: ['there'] } })
  })

  it('that cannot be read is not quoted', () => {
    const file = join(folder, 'broken.yaml')
    writeFileSync(file, 'users:\n- user: {token: very-secret\n')
    const error: unknown = (() => {
      try {
        return loadConnection({ kind: 'context', context: 'x', kubeconfig: file })
      } catch (reason) {
        return reason
      }
    })()
    expect(error).toMatchObject({ code: 'UPSTREAM', message: `The kubeconfig ${file} cannot be read: what it holds is no kubeconfig.` })
    expect(error instanceof Error && error.cause).toBeUndefined()
  })

  it('that is not there is told by its path, in both languages, to whoever lists and whoever connects', () => {
    const file = join(folder, 'nowhere.yaml')
    const why = { en: `The kubeconfig ${file} is not there.`, ko: `kubeconfig ${file} 파일이 없습니다.` }
    expect(listContexts(file)).toEqual({ contexts: [], unreadable: [{ file, is: 'missing', why }] })
    expect(() => loadConnection({ kind: 'context', context: 'x', kubeconfig: file })).toThrow(why.en)
  })

  it.each([['is empty', ''], ['is a word', 'nothing of it'], ['is a list', '- a\n']])('that %s is told as none', (_, content) => {
    const file = join(folder, 'none.yaml')
    writeFileSync(file, content)
    expect(listContexts(file)).toEqual({ contexts: [], unreadable: [expect.objectContaining({ file, is: 'listed', why: expect.objectContaining({ en: expect.stringContaining('is no kubeconfig') }) })] })
  })
})

describe('several kubeconfigs', () => {
  it('give the contexts of all of them, the first one winning a name as with kubectl', async () => {
    const first = kubeconfig('shared', { user: { token: 'first' } })
    const second = kubeconfig('shared', { user: { token: 'second' } })
    const other = kubeconfig('other', { user: { token: 'other' } })
    const all = [first, second, other].join(delimiter)
    expect(listContexts(all).contexts).toEqual(['shared', 'other'])
    await connect({ kind: 'context', context: 'shared', kubeconfig: all }).version()
    expect(seen.headers.authorization).toBe('Bearer first')
    await connect({ kind: 'context', context: 'other', kubeconfig: all }).version()
    expect(seen.headers.authorization).toBe('Bearer other')
  })

  it('of which one is not there give the contexts of the others, as with kubectl', () => {
    const [gone, other] = [join(folder, 'gone.yaml'), kubeconfig('left')]
    expect(listContexts([gone, other].join(delimiter))).toEqual({ contexts: ['left'], unreadable: [expect.objectContaining({ file: gone, is: 'missing' })] })
    expect(loadConnection({ kind: 'context', context: 'left', kubeconfig: [gone, other].join(delimiter) }).config.getCurrentContext()).toBe('left')
  })

  it('of which one cannot be read give no context, since it may be the one that wins a name; a folder beside them stands for itself', () => {
    const [loop, other, beside] = [join(folder, 'loop.yaml'), kubeconfig('right'), mkdtempSync(join(folder, 'beside-'))]
    symlinkSync(loop, loop)
    renameSync(kubeconfig('in-folder'), join(beside, 'a'))
    const all = [other, loop, beside].join(delimiter)
    expect(listContexts(all)).toEqual({ contexts: ['in-folder'], unreadable: [expect.objectContaining({ file: loop, is: 'listed', why: expect.objectContaining({ en: `The kubeconfig ${loop} cannot be read (ELOOP).` }) })] })
    expect(() => loadConnection({ kind: 'context', context: 'right', kubeconfig: all })).toThrow('(ELOOP)')
  })

  it('are none when nothing is configured', () => {
    expect(listContexts(undefined).contexts).toEqual([])
    expect(listContexts('').contexts).toEqual([])
  })
})
