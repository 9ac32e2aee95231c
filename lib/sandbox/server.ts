// A small Kubernetes API server over HTTP on loopback: the embedded default to try Gauntlet with, and what its tests speak to.
// What it answers is what a kube-apiserver 1.35 answers (lib/kube/contract.ts holds it to that); what it lacks answers 404 or 405.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { JsonObject } from '../manifest/types.ts'
import type { Tokens, User } from './access.ts'
import { createTokens } from './access.ts'
import { createApi } from './api.ts'
import { defaultClass } from './claims.ts'
import type { Seen } from './control.ts'
import { control } from './control.ts'
import { startControllers } from './controllers.ts'
import { kindsOf } from './custom-kinds.ts'
import { seedDemo } from './demo.ts'
import { discovery } from './discovery.ts'
import { withFates } from './fates.ts'
import type { Cluster, Reply } from './handle.ts'
import { authorize, ensureNamespace, handle, isWatch } from './handle.ts'
import { createHistory, type History } from './history.ts'
import { kindNamed } from './kinds.ts'
import type { PodStarts } from './pod-start.ts'
import { refusal } from './refusals.ts'
import { readBody, route, type Route } from './request.ts'
import { review } from './reviews.ts'
import { proxy, proxyTarget } from './proxy.ts'
import { NODE, nodeObject } from './scheduler.ts'
import { loadState, saveState } from './state-file.ts'
import { StatusError } from './status-error.ts'
import { createStore } from './store.ts'
import { thanosStarts } from './thanos-start.ts'
import { watch } from './watch.ts'
import type { Effect, Request, Sky } from './weather.ts'
import { createSky } from './weather.ts'
import { worldLog } from './world/log.ts'
import { worldFates } from './world/switch.ts'
import { createWorld, type World } from './world/world.ts'

export type SandboxOptions = {
  /** 0, the default, takes any free port. */
  port?: number
  /** Where the cluster is kept between starts; in memory only when absent. */
  stateFile?: string
  /** Milliseconds since the epoch. */
  now?: () => number
  /** How long a pod takes until it is ready. */
  rollMs?: number
  /** Whether the containers of a pod would come up; Thanos' own start-up rules when absent. */
  podStarts?: PodStarts
  /** Whether a new cluster starts with the demo installation in namespace monitoring. */
  demo?: boolean
}

/** `weather`, `tokens`, `world` and `requests` are what /_sandbox gives over HTTP (control.ts). */
export type Sandbox = { url: string; weather: Sky; tokens: Tokens; world: World; requests: () => readonly Seen[]; close: () => Promise<void> }

/** How many requests are remembered. */
const REMEMBERED = 5_000

/** Starts the sandbox. Rejects when the port is taken or the state file cannot be read. */
export async function startSandbox(
  { port = 0, stateFile, now = Date.now, rollMs = 1500, podStarts = thanosStarts, demo = false }: SandboxOptions = {},
): Promise<Sandbox> {
  const store = createStore(stateFile === undefined ? undefined : await loadState(stateFile))
  const saving = stateFile === undefined ? undefined : saveState(store, stateFile)
  const sky = createSky()
  const tokens = createTokens()
  const world = createWorld({ store, now })
  const seen: Seen[] = []
  const api = createApi({ store, now, webhooks: () => sky.weather().webhooks })
  for (const name of ['default', 'kube-system']) ensureNamespace(store, api, name)
  if (!store.get(kindNamed('Node'), undefined, NODE)) store.put(nodeObject())
  if (!store.get(kindNamed('StorageClass'), undefined, 'standard')) api.create({ kind: kindNamed('StorageClass'), object: defaultClass(), manager: 'kube-addon-manager' })
  if (demo) await seedDemo({ store, now, rollMs, podStarts })
  const controllers = startControllers({ store, api, now, rollMs, podStarts: withFates(podStarts, () => [...sky.weather().fates, ...worldFates(world.failures())]) })
  const context: Context = { store, api, tokens, worldLog: (pod) => worldLog(world, pod), sky, world, seen, history: createHistory(store), outcome: controllers.outcome }
  const server = createServer((request, response) => {
    serve(context, request, response).catch((error: unknown) => {
      if (response.headersSent) response.end()
      else send(response, failure(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the sandbox has no address')
  return {
    url: `http://127.0.0.1:${address.port}`, weather: sky, tokens, world, requests: () => seen,
    close: async () => {
      controllers.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => { server.close(() => { resolve() }) })
      await saving?.flush()
    },
  }
}

type Context = Cluster & { sky: Sky; world: World; history: History; seen: Seen[] }

async function serve(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  // A page in the operator's browser must not reach the sandbox under a name of its own (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    throw new StatusError({ code: 403, reason: 'Forbidden', message: 'the sandbox answers on loopback only' })
  }
  if (url.pathname.startsWith('/_sandbox/')) {
    const isJson = ['GET', 'DELETE'].includes(request.method ?? '') || request.headers['content-type'] === 'application/json'
    if (!isJson) throw new StatusError({ code: 415, reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type', details: {} })
    send(response, { code: 200, body: control({ ...context, seen: () => context.seen }, request.method ?? 'GET', url.pathname, await readBody(request)) })
    return
  }
  const asked: Request = { method: request.method ?? 'GET', path: url.pathname, dryRun: url.searchParams.has('dryRun'), watch: isWatch(url.searchParams) }
  const effects = context.sky.befall(asked)
  if (await isTurnedAway(effects, request, response, () => route(asked.path, kindsOf(context.store)))) return
  const note: Seen = { method: asked.method, path: asked.path, dryRun: asked.dryRun, user: '', agent: request.headers['user-agent'] ?? '', status: 0 }
  context.seen.push(note)
  if (context.seen.length > REMEMBERED) context.seen.shift()
  const user = context.tokens.userOf(request.headers.authorization)
  note.user = user.name
  const proxied = proxyTarget(url.pathname)
  if (asked.watch && asked.method === 'GET' && !proxied) {
    follow(context, { asked, request, response, url, user, effects })
    return
  }
  const reply = await (proxied ? proxy(context, proxied, { request, query: url.searchParams, user }) : answer(context, { request, url, user })).catch(failure)
  note.status = reply.code
  for (const effect of effects) if (effect.kind === 'slow' && effect.when === 'after') await delay(effect.ms, undefined, { ref: false })
  if (effects.some((effect) => effect.kind === 'drop')) request.socket.destroy()
  else send(response, reply)
}

/** Lets the weather have its way before anything is done; true when nothing is left to do. */
async function isTurnedAway(effects: readonly Effect[], request: IncomingMessage, response: ServerResponse, target: () => Route): Promise<boolean> {
  for (const effect of effects) {
    if (effect.kind === 'slow' && effect.when === 'before') {
      await delay(effect.ms, undefined, { ref: false })
      // Who has gone meanwhile wants nothing done any more.
      if (request.socket.destroyed) return true
    }
    if (effect.kind === 'drop' && effect.when === 'before') {
      request.socket.destroy()
      return true
    }
    if (effect.kind === 'refuse') {
      const { headers, ...reply } = refusal(effect, target)
      send(response, reply, headers)
      return true
    }
  }
  return false
}

type Call = { request: IncomingMessage; url: URL; user: User }

async function answer(context: Context, { request, url, user }: Call): Promise<Reply> {
  const { pathname, searchParams: query } = url
  if (['/healthz', '/livez', '/readyz'].includes(pathname)) return { code: 200, body: 'ok' }
  const found = request.method === 'GET' ? discovery(pathname, kindsOf(context.store)) : undefined
  if (found) return { code: 200, body: found }
  if (request.method === 'POST' && /^\/apis\/auth[a-z]+\.k8s\.io\//.test(pathname)) {
    // kubectl would rather speak protobuf, which is not spoken here.
    if (!request.headers['content-type']?.startsWith('application/json')) throw new StatusError({ code: 415, reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type', details: {} })
    const body = review(pathname, JSON.parse(await readBody(request)), user, context.store)
    if (body) return { code: 201, body }
  }
  return handle(context, { request, target: route(pathname, kindsOf(context.store)), query, user })
}

/** Answers a watch, and lets the weather end it: what is on now, and what comes while it is open. */
function follow(context: Context, { asked, request, response, url, user, effects }: Call & { asked: Request; response: ServerResponse; effects: readonly Effect[] }): void {
  const target = route(url.pathname, kindsOf(context.store))
  authorize(context, { request, target, query: url.searchParams, user })
  if (target.name !== undefined) url.searchParams.set('fieldSelector', `metadata.name=${target.name}`)
  const open = watch(context, { ...target, query: url.searchParams, expired: effects.some(({ kind }) => kind === 'expire-watch') }, response)
  const suffer = (effect: Effect | undefined): void => {
    if (effect?.kind === 'expire-watch') open.expire()
    if (effect?.kind === 'cut-watch') setTimeout(() => { request.socket.destroy() }, effect.afterMs).unref()
  }
  for (const effect of effects) if (effect.kind === 'cut-watch') suffer(effect)
  const forget = context.sky.onChange(() => { suffer(context.sky.overWatch(asked)) })
  response.once('close', forget)
}

function send(response: ServerResponse, { code, body, type }: Reply, headers: Record<string, string> = {}): void {
  const isText = typeof body === 'string'
  response.writeHead(code, { 'content-type': type ?? (isText ? 'text/plain' : 'application/json'), ...headers }).end(isText ? body : JSON.stringify(body))
}

function failure(error: unknown): { code: number; body: JsonObject } {
  const known = error instanceof StatusError ? error
    : new StatusError({ code: 500, reason: 'InternalError', message: `Internal error occurred: ${error instanceof Error ? error.message : 'unknown'}` })
  return { code: known.code, body: known.status }
}
