// A small Kubernetes API server over HTTP on loopback: the embedded default to try Gauntlet with, and what its tests speak to.
// What it answers is what a kube-apiserver 1.35 answers (lib/kube/contract.ts holds it to that); what it lacks answers 404 or 405.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import { isReview, review } from './access-review.ts'
import type { Api, Write } from './api.ts'
import { createApi } from './api.ts'
import { startControllers } from './controllers.ts'
import { seedDemo } from './demo.ts'
import { discovery } from './discovery.ts'
import { textsAt } from './fields.ts'
import { createHistory, type History } from './history.ts'
import type { PodStarts } from './kubelet.ts'
import { apiVersionOf, kindNamed } from './kinds.ts'
import type { Route } from './request.ts'
import { managerName, readBody, readObject, route } from './request.ts'
import { parseFieldSelector, parseLabelSelector } from './selectors.ts'
import { loadState, saveState } from './state-file.ts'
import { badRequest, noSuchResource, notFound, StatusError } from './status-error.ts'
import type { Store } from './store.ts'
import { createStore } from './store.ts'
import { thanosStarts } from './thanos-start.ts'
import { watch } from './watch.ts'

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

export type Sandbox = { url: string; close: () => Promise<void> }

/** Starts the sandbox. Rejects when the port is taken or the state file cannot be read. */
export async function startSandbox(
  { port = 0, stateFile, now = Date.now, rollMs = 1500, podStarts = thanosStarts, demo = false }: SandboxOptions = {},
): Promise<Sandbox> {
  const store = createStore(stateFile === undefined ? undefined : await loadState(stateFile))
  const saving = stateFile === undefined ? undefined : saveState(store, stateFile)
  const api = createApi({ store, now })
  for (const name of ['default', 'kube-system']) ensureNamespace(store, api, name)
  if (demo) await seedDemo({ store, now, rollMs, podStarts })
  const controllers = startControllers({ store, api, now, rollMs, podStarts })
  const context = { store, api, history: createHistory(store), log: controllers.log }
  const server = createServer((request, response) => {
    answer(context, request, response).catch((error: unknown) => { fail(response, error) })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the sandbox has no address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      controllers.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => { server.close(() => { resolve() }) })
      await saving?.flush()
    },
  }
}

type Context = { store: Store; api: Api; history: History; log: (pod: KubeObject) => string }

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  // A page in the operator's browser must not reach the sandbox under a name of its own (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    throw new StatusError({ code: 403, reason: 'Forbidden', message: 'the sandbox answers on loopback only' })
  }
  if (['/healthz', '/livez', '/readyz'].includes(url.pathname)) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
    return
  }
  const found = request.method === 'GET' ? discovery(url.pathname) : undefined
  if (found) {
    send(response, 200, found)
    return
  }
  if (request.method === 'POST' && isReview(url.pathname)) {
    send(response, 201, review(url.pathname, await readBody(request)))
    return
  }
  const target = route(url.pathname)
  if (request.method === 'GET') {
    if (target.subresource === 'log') {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(context.log(existing(context, target)))
      return
    }
    if (isWatch(url.searchParams) && target.subresource === undefined) {
      if (target.name !== undefined) url.searchParams.set('fieldSelector', `metadata.name=${target.name}`)
      watch(context, { ...target, query: url.searchParams }, response)
      return
    }
    send(response, 200, target.name === undefined ? list(context, target, url.searchParams) : existing(context, target))
    return
  }
  if (target.subresource !== undefined && target.subresource !== 'status') throw noSuchResource()
  const [code, body] = await change(context, target, request, url.searchParams)
  send(response, code, body)
}

function existing({ store }: Context, { kind, namespace, name = '', subresource }: Route): KubeObject {
  if (subresource !== undefined && subresource !== 'status' && subresource !== 'log') throw noSuchResource()
  const object = store.get(kind, namespace, name)
  if (!object) throw notFound(kind, name)
  return object
}

function list({ store }: Context, { kind, namespace }: Route, query: URLSearchParams): JsonObject {
  const hasLabels = parseLabelSelector(query.get('labelSelector') ?? '')
  const hasFields = parseFieldSelector(query.get('fieldSelector') ?? '')
  const items = store.list(kind, namespace).filter((object) => hasLabels(textsAt(object, 'metadata', 'labels')) && hasFields(object))
  const isBuiltIn = kind.type !== 'Custom'
  return {
    kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: store.resourceVersion() },
    items: items.map(({ apiVersion, kind: _, ...object }): Json => isBuiltIn ? object : { apiVersion, kind: kind.kind, ...object }),
  }
}

async function change({ api }: Context, target: Route, request: IncomingMessage, query: URLSearchParams): Promise<[number, JsonObject]> {
  const { kind, namespace, name, subresource } = target
  const dryRun = dryRunOf(query)
  if (request.method === 'DELETE') {
    if (name === undefined) throw methodNotAllowed()
    const options = await readBody(request)
    const atOnce = query.get('gracePeriodSeconds') === '0' || /"gracePeriodSeconds":\s*0\b/.test(options)
    const removed = api.remove({ kind, namespace, name, now: atOnce, dryRun })
    if (removed.metadata.deletionTimestamp !== undefined) return [200, removed]
    const details: JsonObject = { name, kind: kind.plural, uid: removed.metadata.uid ?? '', ...(kind.group === '' ? {} : { group: kind.group }) }
    return [200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }]
  }
  const type = (request.headers['content-type'] ?? '').split(';')[0] ?? ''
  const accepted = request.method === 'PATCH' ? ['application/apply-patch+yaml'] : ['application/json', 'application/yaml']
  if (!accepted.includes(type)) {
    throw new StatusError({ code: 415, reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type', details: {} })
  }
  const object = readObject(await readBody(request), target)
  const write: Write = { kind, object, manager: managerName(request, query), dryRun, ...(subresource === 'status' ? { subresource } : {}) }
  if (request.method === 'POST' && name === undefined) return [201, api.create(write)]
  if (request.method === 'PUT' && name !== undefined) return [200, api.replace(write)]
  if (request.method !== 'PATCH' || name === undefined) throw methodNotAllowed()
  if (!query.get('fieldManager')) throw missingManager()
  const { object: applied, created } = api.apply({ ...write, force: query.get('force') === 'true' })
  return [created ? 201 : 200, applied]
}

function isWatch(query: URLSearchParams): boolean {
  return query.get('watch') === 'true' || query.get('watch') === '1'
}

function dryRunOf(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun')
  if (values.some((value) => value !== 'All')) throw badRequest(`Invalid value: dryRun: Unsupported value: ${JSON.stringify(values)}: supported values: "All"`)
  return values.length > 0
}

function methodNotAllowed(): StatusError {
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource', details: {} })
}

function missingManager(): StatusError {
  const cause = { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' }
  return new StatusError({
    code: 422, reason: 'Invalid', message: `PatchOptions.meta.k8s.io "" is invalid: ${cause.field}: ${cause.message}`,
    details: { group: 'meta.k8s.io', kind: 'PatchOptions', causes: [cause] },
  })
}

function ensureNamespace(store: Store, api: Api, name: string): void {
  const kind = kindNamed('Namespace')
  if (!store.get(kind, undefined, name)) api.create({ kind, object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, manager: 'kube-apiserver' })
}

function send(response: ServerResponse, code: number, body: JsonObject): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function fail(response: ServerResponse, error: unknown): void {
  const known = error instanceof StatusError ? error
    : new StatusError({ code: 500, reason: 'InternalError', message: `Internal error occurred: ${error instanceof Error ? error.message : 'unknown'}` })
  if (response.headersSent) response.end()
  else send(response, known.code, known.status)
}
