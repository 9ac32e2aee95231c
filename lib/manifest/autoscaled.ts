// The number of replicas where an autoscaler sets it: whoever applies a workload leaves it to that one.
import { fieldAt, stringAt } from './fields.ts'
import { ownersOf, type FieldManager } from './managed-fields.ts'
import { isJsonObject, type KubeObject } from './types.ts'

/** The autoscaler scales through this manager; who scales by hand has another name. */
const AUTOSCALER = 'kube-controller-manager'

/** Whether one of a field's owners is an autoscaler. */
export function hasAutoscaler(owners: readonly FieldManager[]): boolean {
  return owners.some(({ name, subresource }) => name === AUTOSCALER && subresource === 'scale')
}

/** Whether an autoscaler has set the replicas of a live workload; `around` has those that are there, since its mark outlives it. */
export function isAutoscaled(live: KubeObject, around: readonly KubeObject[]): boolean {
  return hasAutoscaler(ownersOf(live, 'spec.replicas')) && around.some((object) => object.kind === 'HorizontalPodAutoscaler' && object.metadata.namespace === live.metadata.namespace
    && stringAt(object, 'spec', 'scaleTargetRef', 'kind') === live.kind && stringAt(object, 'spec', 'scaleTargetRef', 'name') === live.metadata.name)
}

/** The object without its number of replicas. */
export function withoutReplicas(object: KubeObject): KubeObject {
  if (!isJsonObject(object.spec)) return object
  const { replicas: _, ...spec } = object.spec
  return { ...object, spec }
}

/** Whether a Deployment is paused once it is applied: it is asked to be, or somebody else has paused it and nothing is said of that. */
export function staysPaused(desired: KubeObject, live: KubeObject | undefined, ownManager: string): boolean {
  if (desired.kind !== 'Deployment') return false
  const asked = fieldAt(desired, 'spec', 'paused')
  if (asked !== undefined || live === undefined) return asked === true
  return fieldAt(live, 'spec', 'paused') === true && ownersOf(live, 'spec.paused').some(({ name }) => name !== ownManager)
}
