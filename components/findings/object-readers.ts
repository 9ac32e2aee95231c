// Which workloads read a Secret or ConfigMap. Pure.
import { isJsonObject, type Json } from '#lib/manifest/types.ts'
import { type SpecObject, type StackSpec, type Workload, workloads } from '#lib/thanos/spec.ts'

/** The workloads that mount or otherwise name a Secret or ConfigMap. */
export function readersOf(spec: StackSpec, object: SpecObject): Workload[] {
  const keys = object.object === 'Secret' ? ['secretName', 'secretKeyRef', 'secretRef', 'secret'] : ['configMap', 'configMapKeyRef', 'configMapRef']
  return workloads(spec).filter((workload) => names(workload.rest, keys, object.name))
}

function names(value: Json, keys: readonly string[], name: string): boolean {
  if (Array.isArray(value)) return value.some((child) => names(child, keys, name))
  if (!isJsonObject(value)) return false
  return Object.entries(value).some(([key, child]) => {
    if (keys.includes(key) && (child === name || (isJsonObject(child) && child.name === name))) return true
    return names(child, keys, name)
  })
}
