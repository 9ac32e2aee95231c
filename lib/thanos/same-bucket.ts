// Whether two object storage configurations of different installations lead to one bucket, as far as their settings tell.
import type { ObjectStorage } from './spec.ts'

/** Where a configuration is used: names of a cluster mean something else in another one. */
export type Home = { readonly connection: string; readonly namespace: string }
export type SameBucket = 'same' | 'unknown' | 'other'

/** `unknown` where one of them cannot be read, or one bucket's name stands with two endpoints, or with one that another cluster has as well. */
export function sameBucket(a: { storage: ObjectStorage | undefined; home: Home }, b: { storage: ObjectStorage | undefined; home: Home }): SameBucket {
  if (!isRead(a.storage) || !isRead(b.storage)) return 'unknown'
  const [left, right] = [a.storage, b.storage]
  if ((left.prefix ?? '') !== (right.prefix ?? '')) return 'other'
  // Each pod has its own disk.
  if (left.type === 'FILESYSTEM' || right.type === 'FILESYSTEM') return 'other'
  const names = [left, right].map(nameOf)
  if (names[0] === undefined || names[1] === undefined) return 'unknown'
  if (names[0] !== names[1]) return 'other'
  // One provider may speak as another does.
  if (left.type !== right.type) return 'unknown'
  // Names of buckets are unique in all of GCS.
  if (left.type === 'GCS') return 'same'
  const endpoint = left.settings.endpoint
  if (typeof endpoint !== 'string' || endpoint === '' || endpoint !== right.settings.endpoint) return 'unknown'
  const reach = reachOf(endpoint)
  if (reach === 'anywhere') return 'same'
  return a.home.connection === b.home.connection && (reach === 'cluster' || a.home.namespace === b.home.namespace) ? 'same' : 'unknown'
}

function isRead(storage: ObjectStorage | undefined): storage is ObjectStorage {
  return storage !== undefined && storage.fault === undefined && storage.type !== ''
}

function nameOf({ settings }: ObjectStorage): string | undefined {
  return [settings.bucket, settings.container, settings.container_name].find((name): name is string => typeof name === 'string' && name !== '')
}

/** From where an endpoint's name means the same: one word is looked up in the namespace, "service.namespace" and ".svc" in the cluster. */
function reachOf(endpoint: string): 'namespace' | 'cluster' | 'anywhere' {
  const host = endpoint.replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/, '')
  const words = host.split('.')
  if (words.length === 1) return 'namespace'
  return words.length === 2 || words[2] === 'svc' ? 'cluster' : 'anywhere'
}
