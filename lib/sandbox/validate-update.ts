// What Kubernetes does not let one change in an object that exists, in its own words.
import type { Json, KubeObject } from '../manifest/types.ts'
import { parseQuantity } from '../manifest/quantity.ts'
import { equals } from './apply/values.ts'
import { mapAt, textAt, valueAt } from './fields.ts'
import type { FieldError } from './field-error.ts'
import { forbidden, invalidValue } from './field-error.ts'
import { finalizersOf } from './removal.ts'

/** The changes from `live` to `next` that are not allowed. Both have their defaults. */
export function updateProblems(live: KubeObject, next: KubeObject): FieldError[] {
  return [...finalizerProblems(live, next), ...(RULES[next.kind]?.(live, next) ?? [])]
}

function finalizerProblems(live: KubeObject, next: KubeObject): FieldError[] {
  const fresh = live.metadata.deletionTimestamp === undefined ? [] : finalizersOf(next).filter((finalizer) => !finalizersOf(live).includes(finalizer))
  if (fresh.length === 0) return []
  return [forbidden('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers []string{${fresh.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`)]
}

const RULES: Record<string, (live: KubeObject, next: KubeObject) => FieldError[]> = {
  Deployment: (live, next) => immutable(live, next, 'spec', 'selector'),
  ReplicaSet: (live, next) => immutable(live, next, 'spec', 'selector'),
  DaemonSet: (live, next) => immutable(live, next, 'spec', 'selector'),
  StatefulSet: statefulSetProblems,
  Job: (live, next) => ['completions', 'selector', 'template', 'completionMode'].flatMap((field) => immutable(live, next, 'spec', field)),
  Service: serviceProblems,
  Secret: (live, next) => [...immutable(live, next, 'type'), ...sealedProblems(live, next)],
  ConfigMap: sealedProblems,
  PersistentVolumeClaim: claimProblems,
  Pod: podProblems,
  RoleBinding: roleRefProblems,
  ClusterRoleBinding: roleRefProblems,
  StorageClass: (live, next) => ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'].flatMap((field) =>
    equals(valueAt(live, field), valueAt(next, field)) ? [] : [forbidden(field, `updates to ${field} are forbidden.`)]),
}

function roleRefProblems(live: KubeObject, next: KubeObject): FieldError[] {
  return equals(valueAt(live, 'roleRef'), valueAt(next, 'roleRef')) ? [] : [invalidValue('roleRef', valueAt(next, 'roleRef'), 'cannot change roleRef')]
}

function immutable(live: KubeObject, next: KubeObject, ...path: string[]): FieldError[] {
  const value = valueAt(next, ...path)
  return equals(valueAt(live, ...path), value) ? [] : [invalidValue(path.join('.'), value, 'field is immutable')]
}

const STATEFUL_SET_OPEN = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds']

function statefulSetProblems(live: KubeObject, next: KubeObject): FieldError[] {
  if (equals(without(mapAt(live, 'spec'), STATEFUL_SET_OPEN), without(mapAt(next, 'spec'), STATEFUL_SET_OPEN))) return []
  return [forbidden('spec', "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
    + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
}

function serviceProblems(live: KubeObject, next: KubeObject): FieldError[] {
  const [before, after] = [textAt(live, 'spec', 'clusterIP'), textAt(next, 'spec', 'clusterIP')]
  if (before === '' || before === after || textAt(next, 'spec', 'type') === 'ExternalName') return []
  return [invalidValue('spec.clusterIPs[0]', valueAt(next, 'spec', 'clusterIPs') ?? null, after === '' ? 'primary clusterIP can not be unset' : 'may not change once set')]
}

function sealedProblems(live: KubeObject, next: KubeObject): FieldError[] {
  if (live.immutable !== true) return []
  const words = 'field is immutable when `immutable` is set'
  return [
    ...(next.immutable === true ? [] : [forbidden('immutable', words)]),
    ...(equals(mapAt(live, 'data'), mapAt(next, 'data')) ? [] : [forbidden('data', words)]),
  ]
}

function claimProblems(live: KubeObject, next: KubeObject): FieldError[] {
  const open = ['resources', 'volumeAttributesClassName', ...(valueAt(live, 'spec', 'volumeName') === undefined ? ['volumeName'] : [])]
  const bytes = (claim: KubeObject, ...path: string[]): number => parseQuantity(textAt(claim, ...path)) ?? 0
  const asked = bytes(next, 'spec', 'resources', 'requests', 'storage')
  // Smaller than before is allowed as long as it is above what the volume has: that is how a growth that failed is taken back.
  const isSmaller = asked < bytes(live, 'spec', 'resources', 'requests', 'storage') && asked <= bytes(live, 'status', 'capacity', 'storage')
  if (isSmaller) return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')]
  if (equals(without(mapAt(live, 'spec'), open), without(mapAt(next, 'spec'), open))) return []
  return [forbidden('spec', 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims')]
}

const POD_OPEN = ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'nodeName']

function podProblems(live: KubeObject, next: KubeObject): FieldError[] {
  const spec = (pod: KubeObject): Record<string, Json> => {
    const { containers, ...rest } = without(mapAt(pod, 'spec'), POD_OPEN)
    const bare = Array.isArray(containers) ? containers.map((container) => without(mapAt(container), ['image'])) : []
    return { ...rest, containers: bare }
  }
  return equals(spec(live), spec(next)) ? [] : [forbidden('spec', 'pod updates may not change fields other than `spec.containers[*].image`,'
    + '`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),'
    + '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)')]
}

function without(object: Record<string, Json>, keys: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}
