// One cluster as Gauntlet uses it: read objects, and write them by server-side apply only.
import { AppError } from '../errors.ts'
import { withoutDefaultConflicts } from '../manifest/default-conflicts.ts'
import type { Json, KubeObject } from '../manifest/types.ts'
import { stringAt } from '../manifest/fields.ts'
import { isJsonObject, isKubeObject } from '../manifest/types.ts'
import { refOf } from '../manifest/target.ts'
import { text } from '../text.ts'
import { createAccess, type Access } from './access.ts'
import type { ClusterConnection } from './connection.ts'
import type { ConflictDetails } from './errors.ts'
import { readAnswer } from './errors.ts'
import { eventsOf, type KubeEvent } from './events.ts'
import { podLogs, type LogOptions } from './logs.ts'
import { askPod, podPage, type PodAnswer, type PodRequest } from './pod-page.ts'
import { removeObject, type RemoveOptions } from './remove.ts'
import { createResources } from './resources.ts'
import { patient } from './retry.ts'
import type { KubeRequest } from './wire.ts'
import { openTransport, readingUntil, type TransportOptions, type Transport } from './transport.ts'
import { watchEvents, type WatchEvent, type WatchOptions } from './watch.ts'

/** The field manager under which Gauntlet owns what it applies. */
export const FIELD_MANAGER = 'gauntlet'

/** Names one object; `namespace` is left out for kinds that have none. */
export type ObjectRef = { apiVersion: string; kind: string; name: string; namespace?: string }
/** How a write is sent, and a read that a write waits for, by whoever may not let go of it at once. */
export type Sending = Pick<KubeRequest, 'patienceMs' | 'signal' | 'timeoutMs' | 'agent'>
export type ListOptions = Sending & { labelSelector?: string; fieldSelector?: string }
export type ApplyOptions = Sending & {
  /** The API server does everything but store it, and answers with what would be stored. */
  dryRun: boolean
  /** Takes fields from other managers. Only for an object that somebody allowed to has ticked. */
  force: boolean
  manager?: string
}

/** All calls throw AppError: UPSTREAM, FORBIDDEN, NOT_FOUND, INVALID, CONFLICT (lib/kube/errors.ts has their details). */
export type Cluster = {
  /** The API server's host and port. */
  host: string
  /** The version of the API server, "v1.35.4". */
  version: () => Promise<string>
  /** Undefined when the object does not exist; NOT_FOUND when the cluster does not even have its kind. */
  get: (ref: ObjectRef, sending?: Sending) => Promise<KubeObject | undefined>
  /** The objects of a kind in a namespace; in all of them when it is undefined. Selectors as in kubectl's -l and --field-selector. */
  list: (apiVersion: string, kind: string, namespace: string | undefined, options?: ListOptions) => Promise<KubeObject[]>
  /** The same, with the version from which a watch goes on. */
  listAt: (apiVersion: string, kind: string, namespace: string | undefined, options?: ListOptions) => Promise<{ items: KubeObject[]; resourceVersion: string }>
  /** What happens to the objects of a kind in a namespace, or in all of them, until the API server or the signal ends it. */
  watch: (apiVersion: string, kind: string, namespace: string | undefined, options: WatchOptions) => AsyncGenerator<WatchEvent>
  /** Server-side apply. Gives the object as it is afterwards, or would be. CONFLICT only for fields that would change. */
  apply: (object: KubeObject, options: ApplyOptions) => Promise<KubeObject>
  /**
   * Writes who owns which fields, and nothing else, onto the version that was read. CONFLICT, without fields, when the object has changed since.
   * `managedFields` must not be empty: the API server takes that for "forget all owners".
   */
  setOwners: (object: KubeObject, managedFields: readonly Json[]) => Promise<KubeObject>
  /** The pods that a Deployment, StatefulSet, ReplicaSet or DaemonSet selects, in the order of their names. */
  podsOf: (workload: KubeObject, sending?: Sending) => Promise<KubeObject[]>
  /** What Gauntlet's account may do there. */
  access: Access
  /** Deletes the very object that was seen; see removeObject(). */
  remove: (ref: ObjectRef, options: RemoveOptions) => Promise<boolean>
  /** The last lines that a container of a pod wrote; see podLogs(). */
  logs: (pod: KubeObject, options: LogOptions) => Promise<string[]>
  /** What Kubernetes noted about an object, newest first. */
  eventsOf: (object: KubeObject) => Promise<KubeEvent[]>
  /** A page that a pod serves, through the proxy of the API server; see podPage(). */
  podPage: (pod: KubeObject, page: { port: number; path: string; timeoutMs?: number }) => Promise<string | undefined>
  /** The same with its status, and with what went wrong where nobody answers; see askPod(). */
  askPod: (request: PodRequest) => Promise<PodAnswer>
  /** The same cluster, whose reads and dry runs end with a signal, by its reason. Writes go on: whether they were done would not be known. */
  readingUntil: (signal: AbortSignal) => Cluster
}

/** Connects to the API server of a connection; the first request goes out with the first call. */
export function connect(connection: ClusterConnection, options: TransportOptions = {}): Cluster {
  const transport = patient(openTransport(connection, options))
  return clusterOver(transport, createResources(askOver(transport), transport.host))
}

type Ask = (request: KubeRequest) => Promise<ReturnType<typeof readAnswer>>

function askOver(transport: Transport): Ask {
  return async (request) => readAnswer(await transport.send(request), request, transport.host)
}

/** Which kinds the cluster has is asked once, and shared. */
function clusterOver(transport: Transport, resources: ReturnType<typeof createResources>): Cluster {
  const { host } = transport
  const ask = askOver(transport)

  const listAt: Cluster['listAt'] = async (apiVersion, kind, namespace, { labelSelector, fieldSelector, ...sending } = {}) => {
    const path = await resources.path({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) }, sending)
    const selectors = { ...(labelSelector === undefined ? {} : { labelSelector }), ...(fieldSelector === undefined ? {} : { fieldSelector }) }
    const items: KubeObject[] = []
    let next = ''
    let resourceVersion = ''
    do {
      const query = { limit: '500', ...selectors, ...(next === '' ? {} : { continue: next }) }
      const page = await ask({ method: 'GET', path, query, ...sending })
      // The items of a list do not say their kind.
      for (const item of Array.isArray(page.items) ? page.items : []) {
        if (isJsonObject(item)) items.push(asKubeObject({ apiVersion, kind, ...item }, host))
      }
      next = stringAt(page, 'metadata', 'continue') ?? ''
      resourceVersion = stringAt(page, 'metadata', 'resourceVersion') ?? ''
    } while (next !== '')
    return { items, resourceVersion }
  }
  const list: Cluster['list'] = async (...asked) => (await listAt(...asked)).items

  const get: Cluster['get'] = async (ref, sending = {}) => {
    const path = await resources.path(ref, sending)
    try {
      return asKubeObject(await ask({ method: 'GET', path, ...sending }), host)
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined
      throw error
    }
  }

  const apply: Cluster['apply'] = async (object, { dryRun, force, manager = FIELD_MANAGER, ...sending }) => {
    const { name, namespace } = object.metadata
    const path = await resources.path({ apiVersion: object.apiVersion, kind: object.kind, name, ...(namespace === undefined ? {} : { namespace }) }, sending)
    const query = { fieldManager: manager, ...(dryRun ? { dryRun: 'All' } : {}), ...(force ? { force: 'true' } : {}) }
    return asKubeObject(await ask({ method: 'PATCH', path, query, body: JSON.stringify(object), contentType: 'application/apply-patch+yaml', ...sending }), host)
  }

  /** The object without its conflicts over defaults; undefined when it was refused for another reason. Only asks: a dry run stores nothing. */
  const settle = async (desired: KubeObject, options: ApplyOptions, error: unknown): Promise<KubeObject | undefined> => {
    const fields = error instanceof AppError && error.code === 'CONFLICT' ? conflictingFields(error.details) : []
    if (fields.length === 0) return undefined
    const { apiVersion, kind, metadata: { name, namespace } } = desired
    const live = await get({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) }, options)
    const forced = await apply(desired, { ...options, dryRun: true, force: true }).catch((refusal: unknown) => {
      if (refusal instanceof AppError && refusal.code === 'INVALID') return undefined
      throw refusal
    })
    return live && forced && withoutDefaultConflicts({ desired, live, forced, fields })
  }

  return {
    host,
    version: async () => {
      const { gitVersion } = await ask({ method: 'GET', path: '/version' })
      if (typeof gitVersion !== 'string') throw new AppError('UPSTREAM', text(`${host} does not look like a Kubernetes API server.`, `${host}은(는) Kubernetes API 서버로 보이지 않습니다.`))
      return gitVersion
    },
    get,
    list,
    listAt,
    watch: async function* watch(apiVersion, kind, namespace, watchOptions) {
      yield* watchEvents(transport, await resources.path({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) }), watchOptions)
    },
    apply: async (object, options) => {
      try {
        return await apply(object, options)
      } catch (error) {
        const settled = await settle(object, options, error)
        if (!settled) throw error
        return apply(settled, options)
      }
    },
    setOwners: async (object, managedFields) => {
      if (managedFields.length === 0) throw new Error('an object must keep an owner')
      const { resourceVersion } = object.metadata
      const body = JSON.stringify({ metadata: { resourceVersion, managedFields } })
      return asKubeObject(await ask({ method: 'PATCH', path: await resources.path(refOf(object)), query: { fieldManager: FIELD_MANAGER }, body, contentType: 'application/merge-patch+json' }), host)
    },
    podsOf: async (workload, sending = {}) => list('v1', 'Pod', workload.metadata.namespace, { ...sending, labelSelector: selectorText(workload) }),
    access: createAccess(ask),
    remove: async (ref, removing) => removeObject({ ask, path: resources.path }, ref, removing),
    logs: async (pod, logOptions) => podLogs(transport, pod, logOptions),
    eventsOf: async (object) => eventsOf(list, object),
    podPage: async (pod, page) => podPage(transport, pod, page),
    askPod: async (request) => askPod(transport, request),
    readingUntil: (signal) => clusterOver(readingUntil(transport, signal), resources),
  }
}

function asKubeObject(value: unknown, host: string): KubeObject {
  if (!isKubeObject(value)) throw new AppError('UPSTREAM', text(`${host} answered with something that is not a Kubernetes object.`, `${host}이(가) Kubernetes 오브젝트가 아닌 것으로 응답했습니다.`))
  return value
}

/** spec.selector as a query. Throws INVALID for a workload that selects nothing: it would mean every pod of the namespace. */
function selectorText(workload: KubeObject): string {
  const selector = isJsonObject(workload.spec) && isJsonObject(workload.spec.selector) ? workload.spec.selector : {}
  const labels = Object.entries(isJsonObject(selector.matchLabels) ? selector.matchLabels : {}).map(([key, value]) => `${key}=${String(value)}`)
  const expressions = (Array.isArray(selector.matchExpressions) ? selector.matchExpressions : []).filter(isJsonObject).map(({ key, operator, values }) => {
    const among = `(${(Array.isArray(values) ? values : []).join(',')})`
    switch (operator) {
      case 'In': return `${String(key)} in ${among}`
      case 'NotIn': return `${String(key)} notin ${among}`
      case 'Exists': return String(key)
      default: return `!${String(key)}`
    }
  })
  const query = [...labels, ...expressions].join(',')
  if (query === '') throw new AppError('INVALID', text(`${workload.kind} ${workload.metadata.name} selects no pods.`, `${workload.kind} ${workload.metadata.name}이(가) 선택하는 파드가 없습니다.`))
  return query
}

// Safe because lib/kube/errors.ts gives every CONFLICT these details.
const conflictingFields = (details: unknown): string[] => (details as ConflictDetails).conflicts.map(({ field }) => field)
