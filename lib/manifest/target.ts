// Where an object goes: what is written without a namespace goes to a given one, unless its kind has none.
import type { KubeObject } from './types.ts'

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
export function refOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): { apiVersion: string; kind: string; name: string; namespace?: string } {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) }
}
