// Where a field stands that the API server names in its own way: spec.template.spec.containers[name="main"].env[name="POD"].valueFrom
import { formatPointer } from './pointer.ts'
import { isJsonObject, type Json, type JsonObject } from './types.ts'

/**
 * The JSON pointer of such a path within an object, or undefined when the object has no such field. A label or annotation
 * may have dots in its name, which the API server does not mark: the longest name that the object has is taken.
 * Source: https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/fieldpath/element.go
 */
export function pointerOfField(object: JsonObject, path: string): string | undefined {
  const segments = resolve(object, path)
  return segments && formatPointer(segments)
}

function resolve(value: Json | undefined, path: string): (string | number)[] | undefined {
  if (value === undefined) return undefined
  if (path === '') return []
  return path.startsWith('[') ? resolveItem(value, path) : resolveField(value, path.replace(/^\./, ''))
}

function resolveField(value: Json, path: string): (string | number)[] | undefined {
  if (!isJsonObject(value)) return undefined
  const names = Object.keys(value).filter((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`))
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    const below = resolve(value[name], path.slice(name.length))
    if (below) return [name, ...below]
  }
  return undefined
}

function resolveItem(value: Json, path: string): (string | number)[] | undefined {
  const [whole, inner] = /^\[((?:[^\]"]|"(?:[^"\\]|\\.)*")*)\]/.exec(path) ?? []
  if (!Array.isArray(value) || whole === undefined || inner === undefined) return undefined
  const index = /^\d+$/.test(inner) ? Number(inner) : value.findIndex((item) => isNamed(item, inner))
  const below = resolve(value[index], path.slice(whole.length))
  return below && [index, ...below]
}

/** Whether an item is the one of `name="main"`, of `containerPort=80,protocol="TCP"`, or, in a list of words, of `="word"`. */
function isNamed(item: Json, inner: string): boolean {
  const keys = [...inner.matchAll(/([^=,"]*)=("(?:[^"\\]|\\.)*"|[^,]*)/g)]
  return keys.length > 0 && keys.every(([, key = '', written = '']) => {
    const named = isJsonObject(item) ? item[key] : undefined
    const found = key === '' ? item : named
    // Who writes a port need not write its protocol.
    return JSON.stringify(found ?? (key === 'protocol' ? 'TCP' : undefined)) === written
  })
}
