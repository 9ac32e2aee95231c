// HTTP to one API server, with the credentials, certificates and proxy of its kubeconfig. Bodies go through as they are: the typed
// client of @kubernetes/client-node would drop fields that it does not know and turn times into dates.
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { text as whole } from 'node:stream/consumers'
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import type { ClusterConnection } from './connection.ts'
import { openCredentials, type PluginShelf, type Presented } from './credentials.ts'
import { networkError } from './errors.ts'
import type { KubeRequest, KubeResponse } from './wire.ts'

export type Transport = {
  /** The API server's host and port, for people. */
  host: string
  /** Sends one request. Any answer is an answer, also a refusal; none within the time is UPSTREAM. */
  send: (request: KubeRequest) => Promise<KubeResponse>
  /** Sends one request whose answer goes on, unless it is refused: its lines as they come. Without an answer within the time, or when the line breaks: UPSTREAM. */
  open: (request: KubeRequest, signal: AbortSignal) => Promise<Opened | KubeResponse>
}
export type Opened = { status: 200; lines: AsyncIterable<string> }

const DEFAULT_TIMEOUT_MS = 10_000
/** Where nobody is there at all, that is known sooner than where somebody takes his time. */
const DEFAULT_CONNECT_MS = 10_000

/** How long one request may take, and how long of it until there is a connection, in ms. */
export type Limits = { timeoutMs?: number; connectMs?: number }
/** `shelf` is shared by all transports of one connection, so that its credential command runs once for them. */
export type TransportOptions = Limits & { shelf?: PluginShelf }

/** Opens a way to the API server of a connection; nothing is sent yet. Throws as loadConnection does. */
export function openTransport(connection: ClusterConnection, { timeoutMs = DEFAULT_TIMEOUT_MS, connectMs = DEFAULT_CONNECT_MS, shelf = {} }: TransportOptions = {}): Transport {
  const credentials = openCredentials(connection, { shelf })
  const { server } = credentials
  const agents: Agents = { byAuth: new Map(), byOptions: new WeakMap() }
  /** Credentials may expire between two requests: a refusal is asked about once more with those that are there now. */
  const ask = async (request: KubeRequest, signal: AbortSignal): Promise<http.IncomingMessage> => {
    const first = await credentials.present()
    const response = await begin(requestOptions(first, server, request, agents), { server, body: request.body, signal, connectMs })
    if (response.statusCode !== 401) return response
    response.resume()
    credentials.refused(first.age)
    return begin(requestOptions(await credentials.present(), server, request, agents), { server, body: request.body, signal, connectMs })
  }
  return {
    host: server.host,
    async send(request) {
      const limitMs = request.timeoutMs ?? timeoutMs
      const late = AbortSignal.timeout(limitMs)
      const signal = request.signal ? AbortSignal.any([late, request.signal]) : late
      try {
        return await wholeAnswer(await ask(request, signal), request, server.host)
      } catch (error) {
        request.signal?.throwIfAborted()
        throw networkError(error, late.aborted ? { host: server.host, timeoutMs: limitMs, timedOut: true } : { host: server.host, timeoutMs: connectMs, timedOut: isUnconnected(error) })
      }
    },
    async open(request, signal) {
      const late = new AbortController()
      const timer = setTimeout(() => { late.abort() }, timeoutMs)
      const failure = (error: unknown): AppError => networkError(error, { host: server.host, timeoutMs, timedOut: late.signal.aborted })
      try {
        const response = await ask(request, AbortSignal.any([signal, late.signal]))
        return response.statusCode === 200 ? { status: 200, lines: linesOf(response, failure) } : await wholeAnswer(response, request, server.host)
      } catch (error) {
        throw failure(error)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** The same way, on which what changes nothing ends with a signal: reads and dry runs. Throws the reason of the signal. */
export function readingUntil(transport: Transport, signal: AbortSignal): Transport {
  return {
    ...transport,
    send: async (request) => {
      const isRead = request.method === 'GET' || request.query?.dryRun !== undefined
      return transport.send(isRead ? { ...request, signal: request.signal ? AbortSignal.any([request.signal, signal]) : signal } : request)
    },
  }
}

async function wholeAnswer(response: http.IncomingMessage, { limitBytes }: KubeRequest, host: string): Promise<KubeResponse> {
  const retryAfter = response.headers['retry-after']
  return { status: response.statusCode ?? 0, body: await bodyOf(response, limitBytes, host), ...(retryAfter === undefined ? {} : { retryAfter }) }
}

/** The text of an answer. Throws UPSTREAM when it is longer than the limit: a page of metrics that never ends must not fill the memory. */
async function bodyOf(response: http.IncomingMessage, limitBytes: number | undefined, host: string): Promise<string> {
  if (limitBytes === undefined) return whole(response)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    // Safe because no encoding is set, so that chunks come as buffers.
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > limitBytes) {
      const mb = Math.round(limitBytes / 1e6)
      throw new AppError('UPSTREAM', text(`The answer through ${host} is larger than ${mb} MB.`, `${host}을(를) 거친 응답이 ${mb}MB보다 큽니다.`))
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function* linesOf(response: http.IncomingMessage, failure: (error: unknown) => AppError): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: response, crlfDelay: Infinity })
    // readline takes a broken stream for a finished one
    if (response.errored) throw response.errored
  } catch (error) {
    throw failure(error)
  } finally {
    response.destroy()
  }
}

function requestOptions({ options, hasProxy }: Presented, server: URL, request: KubeRequest, agents: Agents): https.RequestOptions {
  const url = new URL(server.href.replace(/\/$/, '') + request.path)
  for (const [key, value] of Object.entries(request.query ?? {})) url.searchParams.append(key, value)
  return {
    method: request.method,
    path: url.pathname + url.search,
    headers: {
      ...options.headers, 'accept': 'application/json', 'user-agent': request.agent ?? 'gauntlet',
      ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json', 'content-length': Buffer.byteLength(request.body) }),
    },
    ...(options.auth === undefined ? {} : { auth: options.auth }),
    agent: hasProxy ? options.agent : pooledAgent(server, options, agents),
  }
}

/** By the certificates, and by the very options that were made of them: to compare certificates with each request would cost more than the rest of it. */
type Agents = { byAuth: Map<string, http.Agent>; byOptions: WeakMap<https.RequestOptions, http.Agent> }

/** One agent per set of certificates: connections are kept, and a plugin that renews its certificate gets new ones. */
function pooledAgent(server: URL, auth: https.RequestOptions, { byAuth, byOptions }: Agents): http.Agent {
  const before = byOptions.get(auth)
  if (before) return before
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = auth
  const tls = Object.fromEntries(Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(([, value]) => value !== undefined))
  const id = JSON.stringify(tls)
  const agent = byAuth.get(id) ?? (server.protocol === 'http:' ? new http.Agent({ keepAlive: true }) : new https.Agent({ keepAlive: true, ...tls }))
  byAuth.set(id, agent)
  byOptions.set(auth, agent)
  return agent
}

type Sending = { server: URL; body: string | undefined; signal: AbortSignal; connectMs: number }

/** Sends a request and gives its answer when the head of it is there. */
async function begin(options: https.RequestOptions, { server, body, signal, connectMs }: Sending): Promise<http.IncomingMessage> {
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    const target = { ...options, signal, hostname: server.hostname.replace(/^\[|\]$/g, ''), port: server.port }
    const request = server.protocol === 'http:' ? http.request(target, resolve) : https.request(target, resolve)
    request.once('error', reject)
    request.once('socket', (socket) => { if (socket.connecting) limitConnecting(request, { socket, connectMs, isTls: server.protocol === 'https:' }) })
    request.end(body)
  })
}

const UNCONNECTED = 'there was no connection in time'

function limitConnecting(request: http.ClientRequest, { socket, connectMs, isTls }: { socket: Socket; connectMs: number; isTls: boolean }): void {
  const timer = setTimeout(() => { request.destroy(new DOMException(UNCONNECTED, 'TimeoutError')) }, connectMs)
  const stop = (): void => { clearTimeout(timer) }
  socket.once(isTls ? 'secureConnect' : 'connect', stop)
  request.once('close', stop)
}

function isUnconnected(error: unknown): boolean {
  return error instanceof Error && error.message === UNCONNECTED
}
