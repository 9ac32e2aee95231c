// metadata.managedFields: which manager owns which field of a live object, and when it last wrote. Sets of fields are told as FieldsV1:
// f:NAME is a field, k:{"KEY":VALUE} an item of a list by its keys, v:VALUE an item of a set, "." the parent itself.
// Source: https://kubernetes.io/docs/reference/using-api/server-side-apply and structured-merge-diff's fieldpath/serialize.go
import { isJsonObject, type Json, type JsonObject, type KubeObject } from './types.ts'

/** `operation` is Apply for server-side apply. `subresource` is "scale" for an autoscaler, "status" for a controller. `time`: its last write, to the second; Kubernetes keeps none of a scale. */
export type FieldManager = { name: string; operation: 'Apply' | 'Update'; apiVersion: string; subresource?: string; time?: string }
export type ManagedEntry = { manager: FieldManager; fields: JsonObject }

/** The entries of a live object, in the API server's order; [] when it tells none. */
export function managedEntries(object: KubeObject): ManagedEntry[] {
  const { managedFields } = object.metadata
  return (Array.isArray(managedFields) ? managedFields : []).flatMap((entry): ManagedEntry[] => {
    if (!isJsonObject(entry) || !isJsonObject(entry.fieldsV1)) return []
    const { manager, operation, apiVersion, subresource, time, fieldsV1 } = entry
    return [{
      manager: {
        name: typeof manager === 'string' && manager !== '' ? manager : 'unknown', operation: operation === 'Apply' ? 'Apply' : 'Update',
        apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
        ...(typeof subresource === 'string' && subresource !== '' ? { subresource } : {}), ...(typeof time === 'string' ? { time } : {}),
      },
      fields: fieldsV1,
    }]
  })
}

/**
 * Who owns a field of a live object: the field itself, a value that holds it whole (a list that is one leaf), or anything below it.
 * The path is one of diffFields ("spec.template.spec.containers[query].args[3]") or of the API server (`…containers[name="query"].args`).
 * The last to write comes first. [] where nobody is told: a default, or a field that is gone.
 */
export function ownersOf(object: KubeObject, path: string): FieldManager[] {
  return managedEntries(object).filter(({ fields }) => isOwned(fields, object, path)).map(({ manager }) => manager)
    .toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? '') || a.name.localeCompare(b.name))
}

/** Every field that an entry owns, as the API server names them in a conflict but without the first dot: spec.containers[name="query"].image */
export function ownedPaths({ fields }: ManagedEntry): string[] {
  return pathsBelow(fields, '').map((path) => path.replace(/^\./, ''))
}

function pathsBelow(fields: JsonObject, prefix: string): string[] {
  return Object.entries(fields).flatMap(([element, child]) => {
    if (element === '.') return prefix === '' ? [] : [prefix]
    const path = `${prefix}${elementText(element)}`
    return isJsonObject(child) && Object.keys(child).length > 0 ? pathsBelow(child, path) : [path]
  })
}

function elementText(element: string): string {
  const content = element.slice(2)
  if (element.startsWith('f:')) return `.${content}`
  if (element.startsWith('k:')) return `[${Object.entries(keysOf(element)).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`
  return element.startsWith('v:') ? `[=${content}]` : `[${content}]`
}

function isOwned(fields: JsonObject, value: Json | undefined, path: string): boolean {
  if (path === '' || Object.keys(fields).length === 0) return true
  const steps = path.startsWith('[') ? intoItem(fields, value, path) : intoField(fields, value, path.replace(/^\./, ''))
  return steps.some((step) => isOwned(step.fields, step.value, step.rest))
}

type Step = { fields: JsonObject; value: Json | undefined; rest: string }

/** The API server does not mark the dots within a name, so each name of the set that fits is tried. */
function intoField(fields: JsonObject, value: Json | undefined, path: string): Step[] {
  return Object.entries(fields).flatMap(([element, child]) => {
    const name = element.startsWith('f:') ? element.slice(2) : undefined
    if (name === undefined || !isJsonObject(child) || !path.startsWith(name)) return []
    const rest = path.slice(name.length)
    return rest === '' || rest.startsWith('.') || rest.startsWith('[') ? [{ fields: child, value: isJsonObject(value) ? value[name] : undefined, rest }] : []
  })
}

function intoItem(fields: JsonObject, value: Json | undefined, path: string): Step[] {
  const [whole, inner] = /^\[((?:[^\]"]|"(?:[^"\\]|\\.)*")*)\]/.exec(path) ?? []
  if (whole === undefined || inner === undefined) return []
  const rest = path.slice(whole.length)
  return Object.entries(fields).flatMap(([element, child]) => {
    if (!isJsonObject(child)) return []
    if (element.startsWith('f:')) return JSON.stringify(element.slice(2)) === inner ? [{ fields: child, value: isJsonObject(value) ? value[element.slice(2)] : undefined, rest }] : []
    const items = Array.isArray(value) ? value : []
    const item = element.startsWith('k:') ? items.find((one) => isKeyed(one, keysOf(element))) : items.find((one) => `v:${JSON.stringify(one)}` === element)
    return isMeant(element, inner, items.indexOf(item ?? null)) ? [{ fields: child, value: item, rest }] : []
  })
}

/** Whether what stands in brackets means this item: a key of diffFields, an index, or the API server's `name="query"` and `="word"`. */
function isMeant(element: string, inner: string, index: number): boolean {
  if (`[${inner}]` === elementText(element) || inner === elementText(element).slice(2, -1)) return true
  if (!element.startsWith('k:')) return inner === String(index)
  const keys = keysOf(element)
  const words = Object.values(keys).map(String)
  const { protocol, ...others } = keys
  return words.includes(inner) || Object.values(others).some((value) => `${String(value)}/${String(protocol)}` === inner) || inner === String(index)
}

function isKeyed(item: Json, keys: JsonObject): boolean {
  // Who writes a port need not write its protocol.
  return isJsonObject(item) && Object.entries(keys).every(([name, value]) => (item[name] ?? (name === 'protocol' ? 'TCP' : undefined)) === value)
}

function keysOf(element: string): JsonObject {
  const keys: unknown = JSON.parse(element.slice(2))
  // Safe because JSON.parse gives nothing but JSON.
  return isJsonObject(keys) ? keys as JsonObject : {}
}
