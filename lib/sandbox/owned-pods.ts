// How a controller makes and removes the pods of a workload: with the event that says so, and with patience where the API refuses.
import type { KubeObject } from '../manifest/types.ts'
import type { Cluster } from './cluster.ts'
import { CONTROLLER } from './cluster.ts'
import { tellEvent } from './events.ts'
import { mapAt } from './fields.ts'
import { kindNamed } from './kinds.ts'
import { ownerReference, randomSuffix } from './owned.ts'
import { StatusError } from './status-error.ts'

const RETRY_MS = 2_000

/** Why a pod could not be made, in the API server's words; undefined when it was. A refusal is not tried again for a while. */
export function createPod(cluster: Cluster, owner: KubeObject, pod: KubeObject, prepare: () => void = () => {}): string | undefined {
  const key = `${String(owner.metadata.uid)} ${owner.kind === 'StatefulSet' ? pod.metadata.name : ''}`
  const known = cluster.refusals.get(key)
  if (known && known.until > cluster.now()) {
    cluster.wakeAt(known.until)
    return known.message
  }
  try {
    prepare()
    const made = cluster.api.create({ kind: kindNamed('Pod'), object: pod, manager: CONTROLLER })
    cluster.refusals.delete(key)
    tell(cluster, owner, 'SuccessfulCreate', owner.kind === 'StatefulSet' ? `create Pod ${made.metadata.name} in StatefulSet ${owner.metadata.name} successful` : `Created pod: ${made.metadata.name}`)
    return undefined
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    const until = cluster.now() + RETRY_MS
    cluster.refusals.set(key, { until, message: error.message })
    cluster.wakeAt(until)
    tell(cluster, owner, 'FailedCreate', owner.kind === 'StatefulSet' ? `create Pod ${pod.metadata.name} in StatefulSet ${owner.metadata.name} failed error: ${error.message}` : `Error creating: ${error.message}`)
    return error.message
  }
}

/** A new pod of an owner that does not care which one it is. */
export function podOf(owner: KubeObject): KubeObject {
  const template = mapAt(owner, 'spec', 'template')
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      ...mapAt(template, 'metadata'),
      name: `${owner.metadata.name}-${randomSuffix()}`, generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace ?? '', ownerReferences: [ownerReference(owner)],
    },
    spec: mapAt(template, 'spec'),
  }
}

export function deletePod(cluster: Cluster, owner: KubeObject, pod: KubeObject): void {
  const { name, namespace } = pod.metadata
  cluster.api.remove({ kind: kindNamed('Pod'), namespace, name })
  tell(cluster, owner, 'SuccessfulDelete', owner.kind === 'StatefulSet' ? `delete Pod ${name} in StatefulSet ${owner.metadata.name} successful` : `Deleted pod: ${name}`)
}

function tell(cluster: Cluster, owner: KubeObject, reason: string, message: string): void {
  const component = `${owner.kind.toLowerCase()}-controller`
  tellEvent(cluster, owner, { type: reason === 'FailedCreate' ? 'Warning' : 'Normal', reason, message, component })
}
