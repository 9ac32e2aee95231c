// Whether two workloads use the same bucket.
import { flagValue } from './read-args.ts'
import { objectStorageOf } from './files.ts'
import { sameNamespace } from './pod.ts'
import { remembered } from './remember.ts'
import type { StackSpec, Workload } from './spec.ts'

/** Same bucket, endpoint and prefix; where nobody can read the configuration, the same text in the same namespace. */
export function sharesBucket(spec: StackSpec, a: Workload, b: Workload): boolean {
  const left = placeOf(spec, a)
  const right = placeOf(spec, b)
  if (left === undefined || right === undefined) return left === right && sameNamespace(a, b) && storageFlags(a) === storageFlags(b)
  return left === right
}

const known = remembered((_spec: StackSpec) => new Map<Workload, { readonly place: string | undefined }>())

function placeOf(spec: StackSpec, workload: Workload): string | undefined {
  const earlier = known(spec).get(workload)
  if (earlier) return earlier.place
  const storage = objectStorageOf(spec, workload)?.storage
  const place = storage && JSON.stringify([storage.settings.bucket, storage.settings.endpoint, storage.prefix])
  known(spec).set(workload, { place })
  return place
}

function storageFlags(workload: Workload): string {
  return ['objstore.config', 'objstore.config-file'].map((flag) => flagValue(workload.args, flag) ?? '').join(' ')
}
