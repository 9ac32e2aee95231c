// Knows the lab's S3: a server beside the nodes, a Service that pods reach it by, and a proxy before it that can be slow or refuse.
import { randomBytes } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { Child } from '../child.ts'
import { startChild } from '../child.ts'
import { freePorts } from '../ports.ts'
import { NODE_ADDRESS } from './network.ts'
import { join } from './relay.ts'

const PORT = 9_000
const NAMESPACE = 'lab'
const FORBIDDEN = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>'

/** `slow`: every piece of an answer waits. `refused`: no connection. `forbidden`: every request is answered 403. */
export const Weather = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fair') }),
  z.object({ kind: z.literal('slow'), delayMs: z.number() }),
  z.object({ kind: z.literal('refused') }),
  z.object({ kind: z.literal('forbidden') }),
])
export type Weather = z.infer<typeof Weather>

/** One account of the server; each may do everything with every bucket. */
export const BucketKey = z.object({ accessKey: z.string(), secretKey: z.string() })
export type BucketKey = z.infer<typeof BucketKey>

export type Bucket = {
  /** As pods reach it. */
  readonly endpoint: string
  /** Where its objects lie as files. */
  readonly folder: string
  readonly setWeather: (weather: Weather) => void
  /** From now on these keys are valid and no others. */
  readonly setKeys: (keys: readonly BucketKey[]) => Promise<void>
}

export type BucketOptions = BucketKey & { api: Api; binary: string; dir: string; buckets: readonly string[] }

/** Starts the server with its buckets; returns when it accepts connections. */
export async function startBucket({ api, binary, dir, buckets, accessKey, secretKey }: BucketOptions): Promise<Bucket> {
  const folder = joinPath(dir, 'objects')
  const sidecar = joinPath(dir, 'attributes')
  const accounts = joinPath(dir, 'accounts')
  for (const path of [sidecar, accounts, ...buckets.map((bucket) => joinPath(folder, bucket))]) await mkdir(path, { recursive: true })
  const [port = 0] = await freePorts(1)
  const setKeys: Bucket['setKeys'] = async (keys) => {
    const accessAccounts = Object.fromEntries(keys.map((key) => [key.accessKey, { access: key.accessKey, secret: key.secretKey, role: 'admin', userID: 0, groupID: 0, projectID: 0 }]))
    // The server reads the file for each request.
    await writeFile(joinPath(accounts, 'users.json.next'), JSON.stringify({ accessAccounts }), { mode: 0o600 })
    await rename(joinPath(accounts, 'users.json.next'), joinPath(accounts, 'users.json'))
  }
  await setKeys([{ accessKey, secretKey }])
  // The keys of the root account are read from the environment, and the child is given ours. Nobody uses them: keys that are in use can be taken away.
  process.env.ROOT_ACCESS_KEY = 'root'
  process.env.ROOT_SECRET_KEY = randomBytes(16).toString('hex')
  const args = ['--port', `127.0.0.1:${port}`, '--iam-dir', accounts, '--iam-cache-disable', 'posix', '--sidecar', sidecar, folder]
  const server = startChild({ name: 's3', command: binary, args, logFile: joinPath(dir, 's3.log') })
  await listening(server, port)

  let weather: Weather = { kind: 'fair' }
  const open = new Set<Socket>()
  const proxy = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.once('close', () => { open.delete(socket) }).on('error', () => { socket.destroy() })
    if (weather.kind === 'refused') socket.resetAndDestroy()
    else if (weather.kind === 'forbidden') forbid(socket)
    else pass(socket, port, () => (weather.kind === 'slow' ? weather.delayMs : 0))
  })
  await new Promise<void>((resolve, reject) => { proxy.once('error', reject).listen(PORT, NODE_ADDRESS, resolve) })
  await createService(api)
  return {
    endpoint: `s3.${NAMESPACE}.svc.cluster.local:${PORT}`,
    folder,
    setKeys,
    setWeather(next) {
      weather = next
      // Connections that are kept alive would not notice.
      for (const socket of open) socket.destroy()
    },
  }
}

function pass(socket: Socket, port: number, delayMs: () => number): void {
  const upstream = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  upstream.on('error', () => { socket.resetAndDestroy() })
  upstream.once('connect', () => {
    if (delayMs() === 0) {
      join(socket, upstream)
      return
    }
    socket.pipe(upstream)
    socket.once('close', () => { upstream.destroy() })
    void (async () => {
      for await (const part of upstream) {
        await sleep(delayMs())
        socket.write(z.instanceof(Buffer).parse(part))
      }
      socket.end()
    })().catch(() => { socket.destroy() })
  })
}

function forbid(socket: Socket): void {
  socket.on('data', () => {
    socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-type: application/xml\r\ncontent-length: ${Buffer.byteLength(FORBIDDEN)}\r\nconnection: close\r\n\r\n${FORBIDDEN}`)
  })
}

async function listening(server: Child, port: number): Promise<void> {
  let ended: string | undefined
  void server.ended.then((how) => { ended = how })
  for (;;) {
    if (ended !== undefined) throw new Error(`the lab's S3 server ended (${ended}); its log is s3.log`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port })
      socket.once('connect', () => { socket.destroy(); resolve(true) }).once('error', () => { resolve(false) })
    })
    if (isOpen) return
    await sleep(50)
  }
}

/** A Service without a selector, whose one endpoint is the proxy. */
async function createService(api: Api): Promise<void> {
  const metadata = { name: 's3', namespace: NAMESPACE }
  await api.must('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  await api.must('POST', `/api/v1/namespaces/${NAMESPACE}/services`, { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ name: 's3', port: PORT }] } })
  await api.must('POST', `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`, {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 's3' } },
    addressType: 'IPv4', endpoints: [{ addresses: [NODE_ADDRESS], conditions: { ready: true } }], ports: [{ name: 's3', port: PORT, protocol: 'TCP' }],
  })
}
