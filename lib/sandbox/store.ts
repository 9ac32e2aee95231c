// The objects of the sandbox's cluster and their versions, in memory. Objects are never changed in place.
import type { KubeObject } from '../manifest/types.ts'
import { isKubeObject } from '../manifest/types.ts'
import type { KindInfo } from './kinds.ts'
import { apiVersionOf } from './kinds.ts'

/** What is written to a state file: every object, and the last resourceVersion that was given out. */
export type StoreState = { resourceVersion: number; objects: KubeObject[] }

export type Store = {
  get: (kind: KindInfo, namespace: string | undefined, name: string) => KubeObject | undefined
  /** In the order of namespace and name, as etcd keeps them. Without a namespace: all. */
  list: (kind: KindInfo, namespace?: string) => KubeObject[]
  /** Every object that lies in a namespace. */
  inNamespace: (namespace: string) => KubeObject[]
  /** Stores an object under a new resourceVersion and gives it back. */
  put: (object: KubeObject) => KubeObject
  remove: (object: KubeObject) => void
  resourceVersion: () => string
  state: () => StoreState
  /** Called after every change; several changes in a row may call it several times. */
  onChange: (listener: () => void) => void
}

export function createStore(initial: StoreState = { resourceVersion: 0, objects: [] }): Store {
  const objects = new Map(initial.objects.map((object) => [keyOf(object), object]))
  const listeners: (() => void)[] = []
  let version = initial.resourceVersion
  const changed = (): void => { for (const listener of listeners) listener() }
  const sorted = (keep: (key: string) => boolean): KubeObject[] =>
    [...objects].filter(([key]) => keep(key)).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)

  return {
    get: (kind, namespace, name) => objects.get(key(apiVersionOf(kind), kind.kind, namespace ?? '', name)),
    list: (kind, namespace) => {
      const prefix = namespace === undefined ? `${apiVersionOf(kind)}|${kind.kind}|` : `${apiVersionOf(kind)}|${kind.kind}|${namespace}|`
      return sorted((candidate) => candidate.startsWith(prefix))
    },
    inNamespace: (namespace) => sorted((candidate) => candidate.split('|')[2] === namespace),
    put: (object) => {
      version++
      const stored = structuredClone(object)
      stored.metadata.resourceVersion = String(version)
      objects.set(keyOf(stored), stored)
      changed()
      return stored
    },
    remove: (object) => {
      version++
      if (objects.delete(keyOf(object))) changed()
    },
    resourceVersion: () => String(version),
    state: () => ({ resourceVersion: version, objects: [...objects.values()] }),
    onChange: (listener) => { listeners.push(listener) },
  }
}

/** Reads what `state()` gave. Throws an Error when it is something else. */
export function readState(value: unknown): StoreState {
  if (typeof value !== 'object' || value === null || !('resourceVersion' in value) || !('objects' in value)) throw new Error('not a sandbox state')
  const { resourceVersion, objects } = value
  if (typeof resourceVersion !== 'number' || !Array.isArray(objects) || !objects.every(isKubeObject)) throw new Error('not a sandbox state')
  return { resourceVersion, objects }
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return key(apiVersion, kind, metadata.namespace ?? '', metadata.name)
}

function key(apiVersion: string, kind: string, namespace: string, name: string): string {
  return [apiVersion, kind, namespace, name].join('|')
}
