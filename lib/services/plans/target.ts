// Where an object of a spec goes: what is written without a namespace belongs to the stack's own.
import type { ObjectRef } from '../../kube/cluster.ts'
import type { KubeObject } from '../../manifest/types.ts'

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'StorageClass', 'PriorityClass',
  'IngressClass', 'RuntimeClass', 'APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ClusterSecretStore',
])

/** The object with the namespace that it is applied to. */
export function inNamespace(object: KubeObject, namespace: string): KubeObject {
  if (object.metadata.namespace !== undefined || CLUSTER_SCOPED.has(object.kind)) return object
  return { ...object, metadata: { ...object.metadata, namespace } }
}

/** The address of an object in a cluster. */
export function refOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): ObjectRef {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) }
}
