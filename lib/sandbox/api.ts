// The verbs of the Kubernetes API on the sandbox's store: what each does to an object and to its owners.
import type { Json, KubeObject } from '../manifest/types.ts'
import type { Conflict } from './apply/apply.ts'
import { apply, update } from './apply/apply.ts'
import type { FieldSet } from './apply/field-set.ts'
import { emptySet, insert, pathText } from './apply/field-set.ts'
import type { Managed, Manager } from './apply/managed.ts'
import { managerText, writeManaged } from './apply/managed.ts'
import { emptyOf } from './apply/schema.ts'
import { equals, typeProblem } from './apply/values.ts'
import { admit } from './admission.ts'
import { apiTime } from './api-time.ts'
import { valueProblem } from './canonical.ts'
import { objectsOfDefinition } from './custom-kinds.ts'
import { required } from './field-error.ts'
import { itemsAt, textAt } from './fields.ts'
import type { KindInfo } from './kinds.ts'
import { apiVersionOf, kindNamed, resourceName } from './kinds.ts'
import { requireQuota } from './quota.ts'
import type { DeleteOptions, Target } from './removal.ts'
import { isFinished, removeObject } from './removal.ts'
import { alreadyExists, badRequest, invalid, modified, notFound, StatusError } from './status-error.ts'
import type { Store } from './store.ts'
import type { Webhook } from './webhooks.ts'
import { askWebhooks } from './webhooks.ts'

export type Write = {
  kind: KindInfo
  object: KubeObject
  manager: string
  dryRun?: boolean
  subresource?: 'status' | 'scale'
}

export type Api = {
  create: (write: Write) => KubeObject
  replace: (write: Write) => KubeObject
  /** Server-side apply. `created` tells whether the object is new. */
  apply: (write: Write & { force: boolean }) => { object: KubeObject; created: boolean }
  /** Deletes an object; what has finalizers, a pod or a namespace first becomes terminating and is removed by the controllers. */
  remove: (target: Target & { options?: DeleteOptions }) => KubeObject
}

/** `now` gives milliseconds since the epoch; `webhooks` are asked before anything is stored. */
export function createApi({ store, now, webhooks = () => [] }: { store: Store; now: () => number; webhooks?: () => readonly Webhook[] }): Api {
  const timestamp = (): string => apiTime(now())
  const freeAddress = (): string => nextAddress(store)

  function write({ kind, live, wanted, own, dryRun, subresource }: {
    kind: KindInfo; live: KubeObject | undefined; wanted: KubeObject; own: (stored: KubeObject) => Managed
    dryRun: boolean | undefined; subresource: 'status' | 'scale' | undefined
  }): KubeObject {
    const operation = live ? 'UPDATE' as const : 'CREATE' as const
    const hooks = subresource === undefined ? webhooks() : []
    const { stored, asked } = admit({ kind, live, wanted, subresource, now: timestamp(), freeAddress, mutate: (object) => askWebhooks(hooks, { object, operation, dryRun: dryRun === true }), store })
    const managedFields = writeManaged(own(asked))
    if (managedFields.length > 0) stored.metadata.managedFields = managedFields
    if (!live) requireQuota(store, kind, stored)
    if (live && equals(withoutTimes(stored), withoutTimes(live))) return live
    if (dryRun) return stored
    if (!isFinished(stored)) return store.put(stored)
    // The last finalizer of an object that is being deleted went with this write.
    store.remove(stored)
    return stored
  }

  return {
    create({ kind, object, manager, dryRun }) {
      checkTypes(object, kind)
      const named = withGeneratedName(object)
      if (named.metadata.name === '') throw invalid(kind, '', [required('metadata.name', 'name or generateName is required')])
      requireNamespace(store, kind, named)
      if (store.get(kind, named.metadata.namespace, named.metadata.name)) throw alreadyExists(kind, named.metadata.name)
      return write({
        kind, live: undefined, wanted: named, dryRun, subresource: undefined,
        own: (stored) => update({
          live: blank(kind, named), next: stored, type: kind.type, now: timestamp(),
          manager: { name: manager, operation: 'Update', apiVersion: apiVersionOf(kind) }, ignored: ignoredFields(undefined),
        }),
      })
    },

    replace({ kind, object, manager, dryRun, subresource }) {
      const { name, namespace, resourceVersion, uid } = object.metadata
      const live = store.get(kind, namespace, name)
      if (!live) throw notFound(kind, name)
      if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== live.metadata.resourceVersion) throw modified(kind, name)
      if (uid !== undefined && uid !== live.metadata.uid) throw modified(kind, name)
      checkTypes(object, kind)
      return write({
        kind, live, wanted: object, dryRun, subresource,
        own: (stored) => update({
          live: withOwners(live, object), next: stored, type: kind.type, now: timestamp(),
          manager: managerOf(manager, 'Update', kind, subresource), ignored: ignoredFields(subresource),
        }),
      })
    },

    apply({ kind, object, manager, force, dryRun, subresource }) {
      const { name, namespace, resourceVersion } = object.metadata
      const live = store.get(kind, namespace, name)
      if (!live) requireNamespace(store, kind, object)
      if (!live && subresource) throw notFound(kind, name)
      if (object.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil')
      if (live && resourceVersion !== undefined && resourceVersion !== live.metadata.resourceVersion) throw modified(kind, name)
      const problem = typeProblem(object, kind.type, { duplicates: false })
      if (problem !== undefined) throw new StatusError({ code: 500, message: `failed to create typed patch object (${described(object, kind)}): ${problem}` })
      const outcome = apply({
        live: live ?? blank(kind, object), config: object, type: kind.type, force, now: timestamp(),
        manager: managerOf(manager, 'Apply', kind, subresource), ignored: ignoredFields(subresource),
      })
      if ('conflicts' in outcome) throw conflict(outcome.conflicts)
      const unreadable = valueProblem(outcome.object, kind.type)
      if (unreadable !== undefined) {
        throw new StatusError({
          code: 500, message: `failed to convert new object (${described(object, kind)}) to proper version: unable to convert unstructured object to `
            + `${kind.group}/${kind.version}, Kind=${kind.kind}: ${unreadable}`,
        })
      }
      return {
        created: live === undefined,
        object: write({ kind, live, wanted: outcome.object, dryRun, subresource, own: () => outcome.managed }),
      }
    },

    remove({ options = {}, ...target }) {
      const live = store.get(target.kind, target.namespace, target.name)
      if (live) askWebhooks(webhooks(), { object: structuredClone(live), operation: 'DELETE', dryRun: options.dryRun !== undefined })
      if (live && target.kind.kind === 'CustomResourceDefinition' && options.dryRun === undefined) {
        for (const { kind, object } of objectsOfDefinition(store, live)) removeObject({ store, now }, { kind, namespace: object.metadata.namespace, name: object.metadata.name }, {})
      }
      return removeObject({ store, now }, target, options)
    },
  }
}

function managerOf(name: string, operation: Manager['operation'], kind: KindInfo, subresource: string | undefined): Manager {
  return { name, operation, apiVersion: apiVersionOf(kind), ...(subresource === undefined ? {} : { subresource }) }
}

/** A write to one half of an object owns nothing of the other. */
function ignoredFields(subresource: 'status' | 'scale' | undefined): FieldSet {
  const set = emptySet()
  insert(set, [subresource === 'status' ? 'f:spec' : 'f:status'])
  return set
}

function blank(kind: KindInfo, { metadata: { name, namespace } }: KubeObject): KubeObject {
  return { ...emptyOf(kind.type), apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }
}

/** An object in the words of apply's own failures. */
function described({ metadata: { name, namespace } }: KubeObject, { group, version, kind }: KindInfo): string {
  return `${namespace ?? ''}/${name}; ${group}/${version}, Kind=${kind}`
}

function checkTypes(object: KubeObject, kind: KindInfo): void {
  const found = typeProblem(object, kind.type, { duplicates: true })
  // A field that does not exist is dropped with a warning by a plain write; only apply refuses it.
  const problem = found?.endsWith('field not declared in schema') ? undefined : found ?? valueProblem(object, kind.type)
  if (problem !== undefined) {
    throw badRequest(`${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${problem.replace(/^\.+/, '')}`)
  }
}

/** Whoever writes an object back may say who owns its fields from then on; an empty list forgets all owners. */
function withOwners(live: KubeObject, { metadata: { managedFields } }: KubeObject): KubeObject {
  return managedFields === undefined ? live : { ...live, metadata: { ...live.metadata, managedFields } }
}

function withGeneratedName(object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata
  if (name !== '' || typeof generateName !== 'string') return object
  return { ...object, metadata: { ...object.metadata, name: generateName + Math.random().toString(36).slice(2, 7) } }
}

function requireNamespace(store: Store, kind: KindInfo, object: KubeObject): void {
  if (!kind.namespaced) return
  const { namespace = '', name } = object.metadata
  const found = store.get(kindNamed('Namespace'), undefined, namespace)
  if (!found) throw notFound(kindNamed('Namespace'), namespace)
  if (found.metadata.deletionTimestamp !== undefined) {
    throw new StatusError({
      code: 403, reason: 'Forbidden',
      message: `${resourceName(kind)} ${JSON.stringify(name)} is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      details: {
        name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural,
        causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
      },
    })
  }
}

function conflict(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.map(({ manager, path }): { [key: string]: Json } => ({
    reason: 'FieldManagerConflict', message: `conflict with ${managerText(manager)}`, field: pathText(path),
  }))
  const byManager = Map.groupBy(conflicts, ({ manager }) => managerText(manager))
  const first = conflicts[0]
  const message = first && conflicts.length === 1
    ? `Apply failed with 1 conflict: conflict with ${managerText(first.manager)}: ${pathText(first.path)}`
    : `Apply failed with ${conflicts.length} conflicts: ${[...byManager].flatMap(([manager, own]) =>
      [`conflicts with ${manager}:`, ...own.map(({ path }) => `- ${pathText(path)}`)]).join('\n')}`
  return new StatusError({ code: 409, reason: 'Conflict', message, details: { causes } })
}

/** Two versions of an object are the same when only the times in their managedFields differ. */
function withoutTimes(object: KubeObject): KubeObject {
  const managedFields = itemsAt(object, 'metadata', 'managedFields').map(({ time: _, ...entry }) => entry)
  return { ...object, metadata: { ...object.metadata, managedFields } }
}

function nextAddress(store: Store): string {
  const taken = new Set(store.list(kindNamed('Service')).map((service) => textAt(service, 'spec', 'clusterIP')))
  for (let number = 10; ; number++) {
    const address = `10.96.${Math.floor(number / 250)}.${number % 250 + 1}`
    if (!taken.has(address)) return address
  }
}
