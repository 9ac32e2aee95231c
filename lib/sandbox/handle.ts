// One request to a Kubernetes path, from its verb to its answer: who may, what is read, what is changed.
import type { Json, JsonObject, KubeObject } from '../manifest/types.ts'
import type { Attributes, Tokens } from './access.ts'
import { requireAccess, requireNoEscalation } from './access.ts'
import type { Api, Write } from './api.ts'
import { textsAt } from './fields.ts'
import { apiVersionOf, kindNamed } from './kinds.ts'
import { mergePatch } from './merge-patch.ts'
import { podLog } from './pod-log.ts'
import type { PodStart } from './pod-start.ts'
import { DeleteOptions } from './removal.ts'
import type { Asking, Route } from './request.ts'
import { dryRunOf, managerName, mediaType, MERGE, parsedJson, readBody, readObject, STRATEGIC } from './request.ts'
import { tokenRequest } from './reviews.ts'
import { answerScale } from './scale.ts'
import { parseFieldSelector, parseLabelSelector } from './selectors.ts'
import { badRequest, methodNotAllowed, noSuchResource, notFound, StatusError, unsupportedMediaType } from './status-error.ts'
import type { Store } from './store.ts'
import { strategicMerge } from './strategic-merge.ts'

export type Cluster = { store: Store; api: Api; tokens: Tokens; outcome: (pod: KubeObject) => PodStart; worldLog: (pod: KubeObject) => string[] }
/** `type` where it is not the usual one of text and JSON. */
export type Reply = { code: number; body: JsonObject | string; type?: string }

/** Answers a request that is no watch. Throws what the API server refuses it with. */
export async function handle(cluster: Cluster, asking: Asking): Promise<Reply> {
  const { request, target, query, user } = asking
  const { kind, name, namespace, subresource } = target
  authorize(cluster, asking)
  if (subresource === 'scale' && name !== undefined) return { code: 200, body: await answerScale(cluster, asking) }
  if (request.method === 'GET') {
    if (name === undefined) return { code: 200, body: list(cluster, target, query) }
    const object = existing(cluster, target)
    return subresource === 'log' ? { code: 200, body: podLog(object, { outcome: cluster.outcome(object), further: cluster.worldLog(object) }, query) } : { code: 200, body: object }
  }
  if (subresource === 'token' && kind.kind === 'ServiceAccount' && request.method === 'POST' && name !== undefined) {
    return { code: 201, body: tokenRequest(cluster.store, cluster.tokens, namespace ?? '', name) }
  }
  if (subresource !== undefined && subresource !== 'status') throw noSuchResource()
  if (request.method === 'DELETE') return remove(cluster, asking)
  const write = await readWrite(cluster, asking)
  if (subresource === undefined) requireNoEscalation(cluster.store, user, kind, write.object)
  if (request.method === 'POST' && name === undefined) return { code: 201, body: cluster.api.create(write) }
  if (request.method === 'PUT' && name !== undefined) return { code: 200, body: cluster.api.replace(write) }
  if (request.method !== 'PATCH' || name === undefined) throw methodNotAllowed()
  if ([MERGE, STRATEGIC].includes(mediaType(request))) return { code: 200, body: cluster.api.replace(write) }
  if (!query.get('fieldManager')) throw missingManager()
  if (!cluster.store.get(kind, namespace, name)) requireAccess(cluster.store, user, kind, { ...attributesOf(asking, 'create'), name })
  const { object, created } = cluster.api.apply({ ...write, force: query.get('force') === 'true' })
  return { code: created ? 201 : 200, body: object }
}

/** Throws the 403 when the user may not do what he asks. */
export function authorize({ store }: Cluster, asking: Asking): void {
  requireAccess(store, asking.user, asking.target.kind, attributesOf(asking, verbOf(asking)))
}

export function isWatch(query: URLSearchParams): boolean {
  return query.get('watch') === 'true' || query.get('watch') === '1'
}

function verbOf({ request, target: { name }, query }: Asking): string {
  switch (request.method) {
    case 'POST': return 'create'
    case 'PUT': return 'update'
    case 'PATCH': return 'patch'
    case 'DELETE': return name === undefined ? 'deletecollection' : 'delete'
    default: return isWatch(query) ? 'watch' : (name === undefined && 'list') || 'get'
  }
}

function attributesOf({ target: { kind, namespace, name, subresource } }: Asking, verb: string): Attributes {
  // A Role may speak of the namespace that it lies in.
  const place = kind.kind === 'Namespace' && name !== undefined ? name : namespace
  return {
    verb, group: kind.group, resource: subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`,
    ...(place === undefined ? {} : { namespace: place }), ...(name === undefined ? {} : { name }),
  }
}

function existing({ store }: Cluster, { kind, namespace, name = '', subresource }: Route): KubeObject {
  if (subresource !== undefined && subresource !== 'status' && !(subresource === 'log' && kind.kind === 'Pod')) throw noSuchResource()
  const object = store.get(kind, namespace, name)
  if (!object) throw notFound(kind, name)
  return object
}

function selected({ store }: Cluster, { kind, namespace }: Route, query: URLSearchParams): KubeObject[] {
  const hasLabels = parseLabelSelector(query.get('labelSelector') ?? '')
  const hasFields = parseFieldSelector(query.get('fieldSelector') ?? '')
  return store.list(kind, namespace).filter((object) => hasLabels(textsAt(object, 'metadata', 'labels')) && hasFields(object))
}

function list(cluster: Cluster, target: Route, query: URLSearchParams): JsonObject {
  const { kind } = target
  const isBuiltIn = kind.type !== 'Custom' || kind.kind === 'CustomResourceDefinition'
  return {
    kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: cluster.store.resourceVersion() },
    items: selected(cluster, target, query).map(({ apiVersion, kind: _, ...object }): Json => isBuiltIn ? object : { apiVersion, kind: kind.kind, ...object }),
  }
}

async function remove(cluster: Cluster, { request, target, query }: Asking): Promise<Reply> {
  const { kind, namespace, name } = target
  if (target.subresource !== undefined) throw methodNotAllowed()
  const options = deleteOptions(await readBody(request), query)
  if (name === undefined) {
    const found = selected(cluster, target, query)
    const removed = found.map((object) => cluster.api.remove({ kind, namespace: object.metadata.namespace, name: object.metadata.name, options }))
    return { code: 200, body: { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: cluster.store.resourceVersion() }, items: removed } }
  }
  const removed = cluster.api.remove({ kind, namespace, name, options })
  // A pod, a claim and a service account are answered with themselves, as are those that something still holds.
  if (removed.metadata.deletionTimestamp !== undefined || ['Pod', 'PersistentVolumeClaim', 'ServiceAccount'].includes(kind.kind)) return { code: 200, body: removed }
  const details: JsonObject = { name, kind: kind.plural, uid: removed.metadata.uid ?? '', ...(kind.group === '' ? {} : { group: kind.group }) }
  return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } }
}

function deleteOptions(body: string, query: URLSearchParams): DeleteOptions {
  const grace = query.get('gracePeriodSeconds')
  const asked: Record<string, unknown> = body === '' ? {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(query.get('propagationPolicy') === null ? {} : { propagationPolicy: query.get('propagationPolicy') }),
  } : parsedJson(body)
  const found = DeleteOptions.safeParse({ ...asked, ...(dryRunOf(query) ? { dryRun: ['All'] } : {}) })
  if (!found.success) throw badRequest(`DeleteOptions: ${found.error.issues[0]?.path.join('.') ?? ''}: ${found.error.issues[0]?.message ?? ''}`)
  return found.data
}

async function readWrite({ store }: Cluster, { request, target, query }: Asking): Promise<Write> {
  const { kind, namespace, name, subresource } = target
  const accepted = request.method === 'PATCH' ? ['application/apply-patch+yaml', MERGE, ...(kind.type === 'Custom' ? [] : [STRATEGIC])] : ['application/json', 'application/yaml']
  if (!accepted.includes(mediaType(request))) throw unsupportedMediaType()
  const body = await readBody(request)
  const head = { kind, manager: managerName(request, query), dryRun: dryRunOf(query), ...(subresource === 'status' ? { subresource: 'status' as const } : {}) }
  if (![MERGE, STRATEGIC].includes(mediaType(request))) return { ...head, object: readObject(body, target) }
  const live = store.get(kind, namespace, name ?? '')
  if (!live) throw notFound(kind, name ?? '')
  const patch = parsedJson(body)
  const merged = mediaType(request) === MERGE ? mergePatch(live, patch) : strategicMerge(live, patch, kind.type)
  return { ...head, object: readObject(JSON.stringify(merged), target) }
}

function missingManager(): StatusError {
  const cause = { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' }
  return new StatusError({
    code: 422, reason: 'Invalid', message: `PatchOptions.meta.k8s.io "" is invalid: ${cause.field}: ${cause.message}`,
    details: { group: 'meta.k8s.io', kind: 'PatchOptions', causes: [cause] },
  })
}

/** Makes a namespace that is not there yet. */
export function ensureNamespace(store: Store, api: Api, name: string): void {
  const kind = kindNamed('Namespace')
  if (!store.get(kind, undefined, name)) api.create({ kind, object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, manager: 'kube-apiserver' })
}
