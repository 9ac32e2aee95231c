// The variables that an object storage configuration refers to, and how a container sets them.
import type { JsonObject } from '../manifest/types.ts'
import { objectStorageOf } from './files.ts'
import { containerOf, objects } from './pod.ts'
import type { StackSpec, Workload } from './spec.ts'

/** Names in `$(NAME)` in the object storage configuration of a workload, each once. */
export function bucketReferences(spec: StackSpec, workload: Workload): string[] {
  const storage = objectStorageOf(spec, workload)?.storage
  if (!storage) return []
  const texts = [...Object.values(storage.settings).map(String), ...Object.values(storage.credentials).flatMap(({ state, text }) => (state === 'reference' && text !== undefined ? [text] : []))]
  return [...new Set(texts.flatMap((value) => [...value.matchAll(/\$\(([A-Za-z_]\w*)\)/g)].flatMap(([, name]) => name ?? [])))]
}

/** The entries of the container's environment that set these variables. */
export function bucketVariables(spec: StackSpec, workload: Workload): JsonObject[] {
  const names = bucketReferences(spec, workload)
  return objects(containerOf(workload).env).filter(({ name }) => typeof name === 'string' && names.includes(name))
}
