// Taking fields over: what each manager of an object would lose to Gauntlet, and managedFields as they are afterwards. Nothing else of the
// object is touched. The pattern is client-go's csaupgrade: https://pkg.go.dev/k8s.io/client-go/util/csaupgrade
import { isWriter, toolOf, type Tool } from './managed-by.ts'
import { managedEntries, ownedPaths, type FieldManager, type ManagedEntry } from './managed-fields.ts'
import { isJsonObject, type Json, type JsonObject, type KubeObject } from './types.ts'

/** `key` tells the managers of an object apart. `loses` are the fields that both own, `keeps` how many it owns alone. */
export type Holder = { key: string; manager: FieldManager; tool: Tool; loses: string[]; keeps: number; mayTake: boolean }

const OURS = 'gauntlet'

/** Every other manager that owns a field which Gauntlet applies. `object` is what a dry run of the apply answers with: Gauntlet's entry is in it. */
export function holdersOf(object: KubeObject): Holder[] {
  const entries = managedEntries(object)
  const ours = entries.find(isOurs)
  if (ours === undefined) return []
  return entries.filter((entry) => entry !== ours && isWriter(entry)).flatMap((entry): Holder[] => {
    const common = intersection(entry.fields, ours.fields)
    if (isEmpty(common)) return []
    const tool = toolOf(entry)
    const rest = difference(entry.fields, ours.fields)
    return [{
      key: keyOf(entry), manager: entry.manager, tool, loses: ownedPaths({ ...entry, fields: common }), keeps: isEmpty(rest) ? 0 : ownedPaths({ ...entry, fields: rest }).length,
      // An autoscaler sets replicas whatever anyone owns; taking them from it would only make the two fight.
      mayTake: tool !== 'autoscaler' && tool !== 'gauntlet' && entry.manager.subresource === undefined,
    }]
  })
}

/** managedFields with the chosen managers without what Gauntlet owns; an entry that has nothing left is gone. All others stay byte for byte. */
export function managedFieldsAfter(object: KubeObject, keys: ReadonlySet<string>): Json[] {
  const ours = managedEntries(object).find(isOurs)
  const { managedFields } = object.metadata
  return (Array.isArray(managedFields) ? managedFields : []).flatMap((raw): Json[] => {
    const [entry] = managedEntries({ ...object, metadata: { ...object.metadata, managedFields: [raw] } })
    if (entry === undefined || ours === undefined || !isJsonObject(raw) || !keys.has(keyOf(entry))) return [raw]
    const fieldsV1 = difference(entry.fields, ours.fields)
    return isEmpty(fieldsV1) ? [] : [{ ...raw, fieldsV1 }]
  })
}

function isOurs({ manager }: ManagedEntry): boolean {
  return manager.name === OURS && manager.operation === 'Apply' && manager.subresource === undefined
}

function keyOf({ manager: { name, operation, apiVersion, subresource } }: ManagedEntry): string {
  return [operation, name, apiVersion, subresource ?? ''].join(' ')
}

/** In FieldsV1 a field is owned when nothing stands below it, or a ".". */
function isMember(fields: JsonObject): boolean {
  return Object.keys(fields).length === 0 || '.' in fields
}

const isEmpty = (fields: JsonObject): boolean => Object.keys(fields).length === 0

/** Fields of a that are not in b; one below a field of b stays. */
function difference(a: JsonObject, b: JsonObject): JsonObject {
  return combined(a, b, { keepsAlone: true, owned: (inA, inB) => inA && !inB })
}

function intersection(a: JsonObject, b: JsonObject): JsonObject {
  return combined(a, b, { keepsAlone: false, owned: (inA, inB) => inA && inB })
}

type How = { keepsAlone: boolean; owned: (inA: boolean, inB: boolean) => boolean }

function combined(a: JsonObject, b: JsonObject, how: How): JsonObject {
  return Object.fromEntries(Object.entries(a).flatMap(([element, child]): [string, Json][] => {
    if (element === '.' || !isJsonObject(child)) return []
    const other = b[element]
    if (!isJsonObject(other)) return how.keepsAlone ? [[element, child]] : []
    const below = combined(child, other, how)
    const isOwned = how.owned(isMember(child), isMember(other))
    if (isEmpty(below)) return isOwned ? [[element, {}]] : []
    return [[element, isOwned ? { '.': {}, ...below } : below]]
  }))
}
