// metadata.managedFields: who owns which fields of an object, read and written as the API server keeps it.
import type { Json, JsonObject, KubeObject } from '../../manifest/types.ts'
import { isJsonObject } from '../../manifest/types.ts'
import type { FieldSet } from './field-set.ts'
import { difference, fromFieldsV1, insert, emptySet, isEmpty, toFieldsV1 } from './field-set.ts'

type Operation = 'Apply' | 'Update'
export type Manager = { name: string; operation: Operation; apiVersion: string; subresource?: string }
type Ownership = { manager: Manager; fields: FieldSet; time?: string }
/** By manager identifier. */
export type Managed = Map<string, Ownership>

/** What tells managers apart: an applier is the same one whatever version it applies. */
export function managerId({ name, operation, apiVersion, subresource }: Manager): string {
  return JSON.stringify([name, operation, operation === 'Apply' ? '' : apiVersion, subresource ?? ''])
}

export function readManaged(object: KubeObject): Managed {
  const managed: Managed = new Map()
  const entries = object.metadata.managedFields
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (!isJsonObject(entry) || !isJsonObject(entry.fieldsV1)) continue
    const manager: Manager = {
      name: String(entry.manager ?? 'unknown'),
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: String(entry.apiVersion),
      ...(typeof entry.subresource === 'string' ? { subresource: entry.subresource } : {}),
    }
    managed.set(managerId(manager), {
      manager, fields: fromFieldsV1(entry.fieldsV1), ...(typeof entry.time === 'string' ? { time: entry.time } : {}),
    })
  }
  return managed
}

/** Writes the entries in the API server's order: appliers first, then by time, then by name. */
export function writeManaged(managed: Managed): Json[] {
  const sortKey = ({ manager, time }: Ownership): string =>
    JSON.stringify([manager.operation, time ?? '', manager.name, manager.apiVersion, manager.subresource ?? ''])
  return [...managed.values()].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).map(({ manager, fields, time }): JsonObject => ({
    apiVersion: manager.apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields),
    manager: manager.name,
    operation: manager.operation,
    ...(manager.subresource === undefined ? {} : { subresource: manager.subresource }),
    ...(time === undefined ? {} : { time }),
  }))
}

/** A manager in the words of a conflict: "kubectl-edit" using apps/v1 */
export function managerText({ name, operation, apiVersion, subresource }: Manager): string {
  const who = subresource === undefined ? JSON.stringify(name) : `${JSON.stringify(name)} with subresource ${JSON.stringify(subresource)}`
  return operation === 'Update' ? `${who} using ${apiVersion}` : who
}

const IDENTITY = ['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion']
const UNOWNED = ((): FieldSet => {
  const set = emptySet()
  for (const field of ['apiVersion', 'kind', 'metadata']) insert(set, [`f:${field}`])
  for (const field of IDENTITY) insert(set, ['f:metadata', `f:${field}`])
  return set
})()

/** Takes away what nobody owns: an object's identity and what the server itself writes. */
export function stripIdentity(managed: Managed, id: string): void {
  const entry = managed.get(id)
  if (!entry) return
  const fields = difference(entry.fields, UNOWNED)
  if (isEmpty(fields)) managed.delete(id)
  else managed.set(id, { ...entry, fields })
}
