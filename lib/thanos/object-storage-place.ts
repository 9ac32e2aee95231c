// Whether two workloads use the same bucket.
import { flagValue } from './args.ts'
import { objectStorageOf } from './files.ts'
import { sameNamespace } from './pod.ts'
import type { StackSpec, Workload } from './spec.ts'

/** Same bucket, endpoint and prefix; where nobody can read the configuration, the same text in the same namespace. */
export function sharesBucket(spec: StackSpec, a: Workload, b: Workload): boolean {
  const left = objectStorageOf(spec, a)?.storage
  const right = objectStorageOf(spec, b)?.storage
  if (!left || !right) return !left && !right && sameNamespace(a, b) && storageFlags(a) === storageFlags(b)
  return left.settings.bucket === right.settings.bucket && left.settings.endpoint === right.settings.endpoint && left.prefix === right.prefix
}

function storageFlags(workload: Workload): string {
  return ['objstore.config', 'objstore.config-file'].map((flag) => flagValue(workload.args, flag) ?? '').join(' ')
}
