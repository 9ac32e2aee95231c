// The objects of the sandbox's cluster and their versions, in memory. Objects are never changed in place.
import type { KubeObject } from '../manifest/types.ts'
import { isJsonObject, isKubeObject } from '../manifest/types.ts'
import type { KindInfo } from './kinds.ts'
import { apiVersionOf } from './kinds.ts'

/** What is written to a state file: every object, and the last resourceVersion that was given out. */
export type StoreState = { resourceVersion: number; objects: KubeObject[] }

/** One change as a watch tells it: the object as it is afterwards (for a removal: as it was last), and as it was before. */
export type Change = { version: number; type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject; before: KubeObject | undefined }

export type Store = {
  get: (kind: KindInfo, namespace: string | undefined, name: string) => KubeObject | undefined
  /** In the order of namespace and name, as etcd keeps them. Without a namespace: all. */
  list: (kind: KindInfo, namespace?: string) => KubeObject[]
  /** Those that name an owner of this uid. */
  ownedBy: (uid: string) => KubeObject[]
  /** Every object that lies in a namespace. */
  inNamespace: (namespace: string) => KubeObject[]
  /** Stores an object under a new resourceVersion and gives it back. */
  put: (object: KubeObject) => KubeObject
  remove: (object: KubeObject) => void
  resourceVersion: () => string
  state: () => StoreState
  /** Called after every change, in their order. Gives back how to stop that. */
  onChange: (listener: (change: Change) => void) => () => void
}

export function createStore(initial: StoreState = { resourceVersion: 0, objects: [] }): Store {
  /** By kind, then by namespace and name. */
  const tables = new Map<string, Map<string, KubeObject>>()
  const unsorted = new Set<string>()
  /** By the uid of the owner, then by their own. */
  const byOwner = new Map<string, Map<string, KubeObject>>()
  const listeners = new Set<(change: Change) => void>()
  let version = initial.resourceVersion
  const tableOf = (apiVersion: string, kind: string): Map<string, KubeObject> => {
    const id = `${apiVersion}|${kind}`
    const table = tables.get(id) ?? new Map<string, KubeObject>()
    tables.set(id, table)
    return table
  }
  const changed = (change: Change): void => { for (const listener of listeners) listener(change) }
  const set = (object: KubeObject): void => {
    const id = `${object.apiVersion}|${object.kind}`
    const table = tableOf(object.apiVersion, object.kind)
    if (!table.has(keyOf(object))) unsorted.add(id)
    disown(table.get(keyOf(object)))
    table.set(keyOf(object), object)
    for (const uid of ownersOf(object)) {
      const owned = byOwner.get(uid) ?? new Map<string, KubeObject>()
      byOwner.set(uid, owned.set(String(object.metadata.uid), object))
    }
  }
  const disown = (object: KubeObject | undefined): void => {
    for (const uid of object ? ownersOf(object) : []) byOwner.get(uid)?.delete(String(object?.metadata.uid))
  }
  /** In order; sorted only when somebody looks, and not with every new object. */
  const sorted = (id: string): Map<string, KubeObject> => {
    const table = tables.get(id) ?? new Map<string, KubeObject>()
    if (!unsorted.delete(id)) return table
    const inOrder = new Map([...table].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    tables.set(id, inOrder)
    return inOrder
  }
  const all = (): KubeObject[] => [...tables.keys()].flatMap((id) => [...sorted(id).values()])
  for (const object of initial.objects) set(object)

  return {
    get: (kind, namespace, name) => tableOf(apiVersionOf(kind), kind.kind).get(key(namespace ?? '', name)),
    list: (kind, namespace) => {
      const objects = [...sorted(`${apiVersionOf(kind)}|${kind.kind}`).values()]
      return namespace === undefined ? objects : objects.filter(({ metadata }) => metadata.namespace === namespace)
    },
    ownedBy: (uid) => [...byOwner.get(uid)?.values() ?? []].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    inNamespace: (namespace) => all().filter(({ metadata }) => metadata.namespace === namespace),
    put: (object) => {
      version++
      const stored = structuredClone(object)
      stored.metadata.resourceVersion = String(version)
      const before = tableOf(stored.apiVersion, stored.kind).get(keyOf(stored))
      set(stored)
      changed({ version, type: before ? 'MODIFIED' : 'ADDED', object: stored, before })
      return stored
    },
    remove: (object) => {
      version++
      const table = tableOf(object.apiVersion, object.kind)
      const before = table.get(keyOf(object))
      if (!before) return
      table.delete(keyOf(object))
      disown(before)
      changed({ version, type: 'DELETED', object: { ...before, metadata: { ...before.metadata, resourceVersion: String(version) } }, before })
    },
    resourceVersion: () => String(version),
    state: () => ({ resourceVersion: version, objects: all() }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }
}

/** Reads what `state()` gave. Throws an Error when it is something else. */
export function readState(value: unknown): StoreState {
  if (typeof value !== 'object' || value === null || !('resourceVersion' in value) || !('objects' in value)) throw new Error('not a sandbox state')
  const { resourceVersion, objects } = value
  if (typeof resourceVersion !== 'number' || !Array.isArray(objects) || !objects.every(isKubeObject)) throw new Error('not a sandbox state')
  return { resourceVersion, objects }
}

function ownersOf(object: KubeObject): string[] {
  const references = object.metadata.ownerReferences
  return Array.isArray(references) ? references.filter(isJsonObject).map(({ uid }) => String(uid)) : []
}

function keyOf({ metadata }: KubeObject): string {
  return key(metadata.namespace ?? '', metadata.name)
}

/** A character that no name has keeps the order of namespaces, then names. */
function key(namespace: string, name: string): string {
  return `${namespace}\0${name}`
}
