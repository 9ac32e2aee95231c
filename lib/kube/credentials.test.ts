// Credentials that come from elsewhere and change: commands, mounted folders, the account of a pod. Against a real HTTPS server; testdata
// holds the certificates, made for these tests alone.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:https'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { connect } from './cluster.ts'
import { listContexts, loadConnection } from './connection.ts'
import { openCredentials } from './credentials.ts'

const CANARY = 'canary-4711-hunter2'
const pem = (name: string): string => readFileSync(fileURLToPath(new URL(`testdata/${name}`, import.meta.url)), 'utf8')

let folder: string
let server: Server
let url: string
/** What the server takes, and what came to it. */
const world = { accepted: new Set<string>(), seen: [] as string[], client: '' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'))
  server = createServer({ cert: pem('server.pem'), key: pem('server.key'), ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    // Safe because an HTTPS server has TLS sockets only.
    const socket = request.socket as TLSSocket
    world.client = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : ''
    world.seen.push(token)
    const isIn = world.accepted.has(token) || world.client !== ''
    if (request.url?.includes('watch') && isIn) response.end('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}\n')
    else if (request.url === '/api/v1') response.end(JSON.stringify({ resources: [{ kind: 'Pod', name: 'pods', namespaced: true }] }))
    else response.writeHead(isIn ? 200 : 401).end(JSON.stringify(isIn ? { gitVersion: 'v1.35.4' } : { message: `bad token ${token}` }))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
beforeEach(() => {
  world.accepted = new Set(['good'])
  world.seen = []
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

type Parts = { user?: object; cluster?: object; context?: string }

function configText({ user = {}, cluster = {}, context = 'main' }: Parts = {}): string {
  return stringify({
    'apiVersion': 'v1', 'kind': 'Config', 'current-context': context,
    'clusters': [{ name: 'kubernetes', cluster: { 'server': url, 'certificate-authority-data': Buffer.from(pem('ca.pem')).toString('base64'), ...cluster } }],
    'users': [{ name: 'admin', user }],
    'contexts': [{ name: context, context: { cluster: 'kubernetes', user: 'admin' } }],
  })
}

function place(name: string): string {
  const path = join(folder, `${name}-${Math.random().toString(36).slice(2)}`)
  mkdirSync(path)
  return path
}

function kubeconfig(parts: Parts): string {
  const file = join(place('config'), 'kubeconfig')
  writeFileSync(file, configText(parts))
  return file
}

/** A credential command that counts how often it ran, and prints what `print` says of that count. */
function command(script: string): { exec: object; runs: () => number } {
  const at = place('plugin')
  const path = join(at, 'credential')
  writeFileSync(path, `#!/bin/sh\ncd ${at}\necho run >> runs\nn=$(wc -l < runs)\n${script}\n`)
  chmodSync(path, 0o755)
  const runs = (): number => {
    try {
      return readFileSync(join(at, 'runs'), 'utf8').trim().split('\n').length
    } catch {
      return 0
    }
  }
  return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: path, interactiveMode: 'Never' }, runs }
}

/** A command that prints tokens which expire after so many milliseconds: token-1, token-2, … */
function tokens(lifetimeMs: number): ReturnType<typeof command> {
  return command(`expires=$(node -e 'process.stdout.write(new Date(Date.now() + ${lifetimeMs}).toISOString())')
echo "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"token-$n\\",\\"expirationTimestamp\\":\\"$expires\\"}}"`)
}

describe('a credential command', () => {
  it('runs once for as long as its token holds, also for requests that come at once', async () => {
    const { exec, runs } = tokens(60_000)
    world.accepted.add('token-1')
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) })
    await Promise.all([cluster.version(), cluster.version(), cluster.version()])
    await cluster.version()
    expect(runs()).toBe(1)
  })

  it('runs again once its token has expired', async () => {
    const { exec, runs } = tokens(1)
    for (const token of ['token-1', 'token-2']) world.accepted.add(token)
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) })
    await cluster.version()
    await cluster.version()
    expect(runs()).toBe(2)
    expect(world.seen).toEqual(['token-1', 'token-2'])
  })

  it('runs again when the API server refuses a token before its time, and the request is sent once more', async () => {
    const { exec, runs } = tokens(60_000)
    world.accepted.add('token-2')
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) })
    expect(await cluster.version()).toBe('v1.35.4')
    expect(world.seen).toEqual(['token-1', 'token-2'])
    expect(runs()).toBe(2)
  })

  it('is not asked a third time: then the credentials are what is wrong', async () => {
    const { exec, runs } = tokens(60_000)
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) })
    await expect(cluster.version()).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('does not accept Gauntlet\'s credentials') })
    expect(runs()).toBe(2)
  })

  it('renews the token of a watch as well', async () => {
    const { exec } = tokens(60_000)
    world.accepted.add('token-2')
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) })
    const events: unknown[] = []
    for await (const event of cluster.watch('v1', 'Pod', 'monitoring', { signal: AbortSignal.timeout(5000) })) events.push(event)
    expect(events).toEqual([{ type: 'BOOKMARK', resourceVersion: '7' }])
  })

  it('gives a certificate as well as a token', async () => {
    const answer = JSON.stringify({ kind: 'ExecCredential', status: { clientCertificateData: pem('client.pem'), clientKeyData: pem('client.key') } })
    const { exec } = command(`cat <<'END'\n${answer}\nEND`)
    await connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) }).version()
    expect(world.client).toBe('client')
  })

  it('is told which cluster it is for when it asks, and never what is Gauntlet\'s own', async () => {
    process.env.GAUNTLET_TEST_CANARY = CANARY
    const { exec } = command('printenv > seen; echo "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"good\\"}}"')
    await connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec: { ...exec, provideClusterInfo: true, env: [{ name: 'REGION', value: 'seoul' }] } } }) }).version()
    delete process.env.GAUNTLET_TEST_CANARY
    // Safe because command() always makes one.
    const seen = readFileSync(join((exec as { command: string }).command, '..', 'seen'), 'utf8')
    expect(seen).toContain(`"server":"${url}"`)
    expect(seen).toContain('REGION=seoul')
    expect(seen).not.toContain('DATABASE_URL')
    expect(seen).not.toContain(CANARY)
  })

  it.each([
    ['fails', `echo ${CANARY}; echo ${CANARY} >&2; exit 3`, 'failed with exit code 3'],
    ['prints something else', `echo ${CANARY}`, 'printed something that is no ExecCredential'],
    ['prints half of it', `echo '{"kind":"ExecCredential","status":{"token":"${CANARY}"'`, 'printed something that is no ExecCredential'],
  ])('that %s is named, and nothing that it printed', async (_, script, words) => {
    const { exec } = command(script)
    const refusal: unknown = await connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec } }) }).version().catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining(`credential command "credential" ${words}`) })
    expect(inspect(refusal, { depth: 9 })).not.toContain(CANARY)
  })

  it('that is not there, or wants to ask somebody, is said', async () => {
    const missing = { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-credential-command' }
    await expect(connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec: missing } }) }).version()).rejects.toThrow('The kubeconfig\'s credential command "no-such-credential-command" was not found: the image of Gauntlet has none')
    await expect(connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { exec: { ...missing, interactiveMode: 'Always' } } }) }).version()).rejects.toThrow('wants to ask a person')
  })
})

describe('credentials in files', () => {
  it('of a kubeconfig that was written anew are used at the next refusal', async () => {
    const file = kubeconfig({ user: { token: 'old' } })
    world.accepted = new Set(['old'])
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: file })
    await cluster.version()
    writeFileSync(file, configText({ user: { token: 'new' } }))
    world.accepted = new Set(['new'])
    expect(await cluster.version()).toBe('v1.35.4')
    expect(world.seen).toEqual(['old', 'old', 'new'])
  })

  it('are looked at again every ten seconds, without a refusal', async () => {
    const tokenFile = join(place('token'), 'token')
    writeFileSync(tokenFile, 'first\n')
    let now = 0
    const credentials = openCredentials({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { tokenFile } }) }, { now: () => now })
    const sent = async (): Promise<unknown> => (await credentials.present()).options.headers
    expect(await sent()).toMatchObject({ Authorization: 'Bearer first' })
    writeFileSync(tokenFile, 'second\n')
    now = 9_999
    expect(await sent()).toMatchObject({ Authorization: 'Bearer first' })
    now = 10_000
    expect(await sent()).toMatchObject({ Authorization: 'Bearer second' })
  })

  it('are client certificates too: a new one is shown as soon as it is there', async () => {
    const at = place('certificates')
    const [cert, key] = [join(at, 'tls.crt'), join(at, 'tls.key')]
    writeFileSync(cert, pem('server.pem'))
    writeFileSync(key, pem('server.key'))
    const cluster = connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user: { 'client-certificate': cert, 'client-key': key } }) })
    await cluster.version().catch(() => undefined)
    writeFileSync(cert, pem('client.pem'))
    writeFileSync(key, pem('client.key'))
    expect(await cluster.version()).toBe('v1.35.4')
    expect(world.client).toBe('client')
  })

  it('that are just being written do not end what is under way, and a context that was taken away does', async () => {
    const file = kubeconfig({ user: { token: 'good' } })
    let now = 0
    const credentials = openCredentials({ kind: 'context', context: 'main', kubeconfig: file }, { now: () => now })
    writeFileSync(file, 'users:\n- user: {token: ')
    now = 20_000
    await expect(credentials.present()).resolves.toMatchObject({ options: { headers: { Authorization: 'Bearer good' } } })
    writeFileSync(file, configText({ context: 'another', user: { token: 'good' } }))
    now = 40_000
    await expect(credentials.present()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('never lead to another API server than the one that was begun with', async () => {
    const file = kubeconfig({ user: { token: 'good' } })
    let now = 0
    const credentials = openCredentials({ kind: 'context', context: 'main', kubeconfig: file }, { now: () => now })
    writeFileSync(file, configText({ user: { token: 'good' }, cluster: { server: 'https://192.0.2.1:6443' } }))
    now = 20_000
    await expect(credentials.present()).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('names another API server now: 192.0.2.1:6443') })
  })
})

/** Fills a folder as the kubelet mounts a Secret: files are links through "..data", which is a link that is exchanged at once. */
function mount(at: string, files: Record<string, string>): void {
  const real = join(at, `..2026_${Math.random()}`)
  mkdirSync(real)
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(real, name), content)
    rmSync(join(at, name), { force: true })
    symlinkSync(join('..data', name), join(at, name))
  }
  symlinkSync(real, join(at, '..data_tmp'))
  renameSync(join(at, '..data_tmp'), join(at, '..data'))
}

describe('a folder of kubeconfigs, mounted from a Secret', () => {
  it('gives the contexts of each of its files once, as they come and go', () => {
    const at = place('mounted')
    mount(at, { seoul: configText({ context: 'seoul' }), busan: configText({ context: 'busan' }) })
    expect(listContexts(at)).toEqual({ contexts: ['busan', 'seoul'], unreadable: [] })
    rmSync(join(at, 'busan'))
    mount(at, { seoul: configText({ context: 'seoul' }), jeju: configText({ context: 'jeju' }) })
    expect(listContexts(at).contexts).toEqual(['jeju', 'seoul'])
  })

  it('keeps the files apart, though both call their user and cluster the same', async () => {
    const at = place('apart')
    mount(at, { a: configText({ context: 'first', user: { token: 'token-a' } }), b: configText({ context: 'second', user: { token: 'token-b' } }) })
    world.accepted = new Set(['token-b'])
    await connect({ kind: 'context', context: 'second', kubeconfig: at }).version()
    expect(world.seen).toEqual(['token-b'])
  })

  it('names the file where two have a context of one name, and never guesses', async () => {
    const at = place('twice')
    mount(at, { a: configText({ user: { token: 'token-a' } }), b: configText({ user: { token: 'token-b' } }) })
    expect(listContexts(at).contexts).toEqual(['a/main', 'b/main'])
    expect(() => loadConnection({ kind: 'context', context: 'main', kubeconfig: at })).toThrow('a/main, b/main')
    world.accepted = new Set(['token-b'])
    await connect({ kind: 'context', context: 'b/main', kubeconfig: at }).version()
    expect(world.seen).toEqual(['token-b'])
  })

  it('tells which file cannot be read and offers the others; certificates and tokens beside them are none', () => {
    const at = place('broken')
    mount(at, { 'good': configText({ context: 'good' }), 'bad.yaml': `users:\n- user: {token: ${CANARY}\n`, 'ca.crt': pem('ca.pem'), 'token': CANARY })
    expect(listContexts(at)).toEqual({ contexts: ['good'], unreadable: [expect.objectContaining({ file: 'bad.yaml', is: 'in-folder' })] })
    expect(JSON.stringify(listContexts(at))).not.toContain(CANARY)
  })

  it('can stand beside a file in one KUBECONFIG', () => {
    const at = place('beside')
    mount(at, { a: configText({ context: 'in-folder' }) })
    expect(listContexts([kubeconfig({ context: 'in-file' }), at].join(delimiter)).contexts).toEqual(['in-file', 'in-folder'])
  })

  it('that is empty offers nothing', () => {
    expect(listContexts(place('empty'))).toEqual({ contexts: [], unreadable: [] })
  })
})

describe('the service account of a pod', () => {
  const account = (token: string): { kind: 'in-cluster'; host: string; port: string; folder: string } => {
    const at = place('account')
    mount(at, { token, 'ca.crt': pem('ca.pem') })
    const { hostname, port } = new URL(url)
    return { kind: 'in-cluster', host: hostname, port, folder: at }
  }

  it('is used with its token and its authority, and a token that was rotated is read anew', async () => {
    const connection = account('first')
    world.accepted = new Set(['first'])
    const cluster = connect(connection)
    await cluster.version()
    mount(connection.folder, { 'token': 'second', 'ca.crt': pem('ca.pem') })
    world.accepted = new Set(['second'])
    expect(await cluster.version()).toBe('v1.35.4')
    expect(world.seen).toEqual(['first', 'first', 'second'])
  })

  it('without a token says so', () => {
    const connection = account('x')
    rmSync(join(connection.folder, 'token'))
    expect(() => connect(connection)).toThrow('The token of the pod\'s service account cannot be read (ENOENT).')
  })
})

it('no failure of any of these holds a credential, down to its causes', async () => {
  const users = [
    { token: `${CANARY}\nsecond line` }, { token: CANARY }, { username: 'admin', password: CANARY },
    { 'client-certificate-data': Buffer.from(CANARY).toString('base64'), 'client-key-data': Buffer.from(CANARY).toString('base64') },
  ]
  for (const user of users) {
    const failure: unknown = await connect({ kind: 'context', context: 'main', kubeconfig: kubeconfig({ user }) }).version().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'UPSTREAM' })
    expect(inspect(failure, { depth: 9 })).not.toContain(CANARY)
    expect(inspect(failure, { depth: 9 })).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 20))
  }
})
