// Knows the one way into the lab's network: a unix socket on the file system that both sides share. CONNECT relays a connection to an address
// inside, POST calls one of the lab's functions.
import type { Server } from 'node:http'
import { createServer, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { Json } from '#lib/manifest/types.ts'

/** The kernel refuses longer names of sockets. */
const MAX_PATH = 107
const CONNECT_TIMEOUT_MS = 10_000

const Answer = z.object({ result: z.json().default(null), error: z.string().optional() })

/** Serves the inside of the socket: relays, and `functions` by their names. */
export async function serveRelay(socketPath: string, functions: Readonly<Record<string, (args: Json) => Promise<Json | void>>>): Promise<Server> {
  const server = createServer((asked, response) => {
    const call = async (): Promise<Json> => {
      const name = (asked.url ?? '').slice(1)
      const run = Object.hasOwn(functions, name) ? functions[name] : undefined
      if (run === undefined) throw new Error(`the lab has no function ${name}`)
      return await run(z.json().parse(JSON.parse(await text(asked)))) ?? null
    }
    void call().then(
      (result) => { response.end(JSON.stringify({ result })) },
      (error: unknown) => { response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })) },
    )
  })
  server.on('connect', (asked, socket: Socket, head) => {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(asked.url ?? '') ?? []
    const target = connect({ host, port: Number(port), timeout: CONNECT_TIMEOUT_MS })
    target.once('timeout', () => { target.destroy() })
    target.once('connect', () => {
      target.setTimeout(0)
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      target.write(head)
      join(socket, target)
    })
    target.on('error', () => { socket.destroy() })
    socket.on('error', () => { target.destroy() })
  })
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(socketPath, resolve) })
  return server
}

/** Calls a function of the lab from outside; throws an Error with what it said when it failed. */
export function callInside(socketPath: string, name: string, args: unknown = {}): Promise<Json> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: `/${name}`, method: 'POST' }, (response) => {
      void text(response).then((body) => {
        const { result, error } = Answer.parse(JSON.parse(body))
        if (error === undefined) resolve(result)
        else reject(new Error(error))
      }).catch(reject)
    })
    sent.on('error', reject).end(JSON.stringify(args))
  })
}

export type Outlet = { readonly port: number; readonly close: () => Promise<void> }

/** A port of 127.0.0.1 (any free one when `port` is 0) whose connections end at `target` ("10.96.1.2:9090") inside. */
export async function openOutlet(socketPath: string, target: string, port = 0): Promise<Outlet> {
  const open = new Set<Socket>()
  const server = createTcpServer((outside) => {
    open.add(outside)
    outside.once('close', () => { open.delete(outside) })
    outside.on('error', () => { outside.destroy() })
    const sent = request({ socketPath, method: 'CONNECT', path: target })
    sent.once('connect', (_, inside: Socket) => { join(outside, inside) })
    sent.on('error', () => { outside.destroy() })
    sent.end()
  })
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(port, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port, // safe because it listens on TCP
    async close() {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve() }) })
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

/** Joins two connections until either ends; half-closed ones stay half open, as HTTP/1.0 clients want it. */
export function join(a: Socket, b: Socket): void {
  for (const [from, to] of [[a, b], [b, a]] as const) {
    from.pipe(to)
    from.on('error', () => { to.destroy() })
    from.once('close', () => { to.destroySoon() })
  }
}

/** Throws an Error with one sentence when a socket cannot have this path. */
export function requireSocketPath(path: string): void {
  if (Buffer.byteLength(path) > MAX_PATH) throw new Error(`the lab's socket ${path} is longer than the ${MAX_PATH} bytes that the kernel takes: use a checkout with a shorter path`)
}
