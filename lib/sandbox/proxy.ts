// The API server's proxy to pods and Services: …/pods/NAME:PORT/proxy/PATH. What is behind it is the world.
import type { IncomingMessage } from 'node:http'
import type { KubeObject } from '../manifest/types.ts'
import type { User } from './access.ts'
import { requireAccess } from './access.ts'
import { itemsAt, numberAt, textAt, textsAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { isReady } from './owned.ts'
import { readBody } from './request.ts'
import { notFound, StatusError } from './status-error.ts'
import type { Store } from './store.ts'
import { alertmanagerPage, alertmanagerPort } from './world/alertmanager.ts'
import { pageOf, type Page } from './world/pages.ts'
import type { World } from './world/world.ts'

export type ProxyTarget = { namespace: string; kind: 'Pod' | 'Service'; name: string; port: string; path: string }

/** What a path of the proxy names; undefined for any other path. */
export function proxyTarget(path: string): ProxyTarget | undefined {
  const [, namespace, plural, named = '', rest = ''] = /^\/api\/v1\/namespaces\/([^/]+)\/(pods|services)\/([^/]+)\/proxy(\/.*)?$/.exec(path) ?? []
  if (namespace === undefined) return undefined
  const [name = '', port = ''] = decodeURIComponent(named).replace(/^https?:/, '').split(':')
  return { namespace: decodeURIComponent(namespace), kind: plural === 'pods' ? 'Pod' : 'Service', name, port, path: rest === '' ? '/' : rest }
}

/** Throws what the API server refuses with: 403 without the right, 404 for what is not there, 503 where nobody listens. */
export async function proxy({ store, world }: { store: Store; world: World }, target: ProxyTarget, { request, query, user }: { request: IncomingMessage; query: URLSearchParams; user: User }): Promise<Page> {
  const { namespace, kind, name } = target
  const info = kindNamed(kind)
  const verb = { GET: 'get', HEAD: 'get', POST: 'create', PUT: 'update', DELETE: 'delete' }[request.method ?? 'GET'] ?? 'get'
  requireAccess(store, user, info, { verb, group: '', resource: `${info.plural}/proxy`, namespace, name })
  const object = store.get(info, namespace, name)
  if (!object) throw notFound(info, name)
  const { pod, port } = kind === 'Pod' ? { pod: object, port: Number(target.port || 80) } : behind(store, object, target.port)
  const address = `${textAt(pod, 'status', 'podIP')}:${port}`
  const body = request.method === 'POST' ? await readBody(request) : ''
  const managed = alertmanagerPort(pod)
  if (managed !== undefined) {
    if (managed !== port || !isReady(pod)) throw unreachable(`dial tcp ${address}: connect: connection refused`)
    return alertmanagerPage({ world, store }, pod, { method: request.method ?? 'GET', path: target.path, body })
  }
  const scene = world.scene(namespace)
  const member = scene?.members.find(({ live }) => live.metadata.uid === pod.metadata.uid)
  const isListening = member?.pod.phase === 'Running' && member.pod.waiting === undefined && member.pod.httpPort === port
  if (!scene || !member || !isListening) throw unreachable(`dial tcp ${address}: connect: connection refused`)
  const params = new URLSearchParams(query)
  for (const [key, value] of new URLSearchParams(body)) params.append(key, value)
  return pageOf(world, scene, member, { method: request.method ?? 'GET', path: target.path, params })
}

/** The pod that a Service leads to: the first that is ready. */
function behind(store: Store, service: KubeObject, named: string): { pod: KubeObject; port: number } {
  const ports = itemsAt(service, 'spec', 'ports')
  const port = ports.find((one) => named === '' || one.name === named || String(one.port) === named)
  const wanted = Object.entries(textsAt(service, 'spec', 'selector'))
  const pod = store.list(kindNamed('Pod'), service.metadata.namespace).find((one) => wanted.length > 0 && wanted.every(([key, value]) => textsAt(one, 'metadata', 'labels')[key] === value) && isReady(one))
  if (!port || !pod) throw new StatusError({ code: 503, reason: 'ServiceUnavailable', message: `no endpoints available for service ${JSON.stringify(service.metadata.name)}` })
  const target = port.targetPort ?? port.port
  const number = typeof target === 'number' ? target : itemsAt(pod, 'spec', 'containers').flatMap((container) => itemsAt(container, 'ports')).flatMap((one) => (one.name === target ? numberAt(one, 'containerPort') ?? [] : []))[0]
  return { pod, port: number ?? 0 }
}

function unreachable(why: string): StatusError {
  return new StatusError({ code: 503, reason: 'ServiceUnavailable', message: `error trying to reach service: ${why}` })
}
