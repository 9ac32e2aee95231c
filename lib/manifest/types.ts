// JSON and Kubernetes objects as data. Knows nothing of Thanos and of no network.

export type Json = string | number | boolean | null | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

/** A Kubernetes object: apiVersion, kind and metadata.name are present, the rest is as it came. */
export type KubeObject = JsonObject & {
  apiVersion: string
  kind: string
  metadata: JsonObject & { name: string; namespace?: string }
}

/** Whether a value is a JSON object: not null, not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value has what every Kubernetes object has: apiVersion, kind and metadata.name. */
export function isKubeObject(value: unknown): value is KubeObject {
  return isJsonObject(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string'
    && isJsonObject(value.metadata) && typeof value.metadata.name === 'string'
}

/** "Kind/namespace/name", or "Kind/name" where no namespace is written: how findings, plans and runs name an object. */
export function objectId(object: { kind: string; metadata: { name: string; namespace?: string } }): string {
  const { name, namespace } = object.metadata
  return namespace ? `${object.kind}/${namespace}/${name}` : `${object.kind}/${name}`
}
