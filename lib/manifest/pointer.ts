// JSON pointers (RFC 6901): reads, sets and removes one place of a JSON value without touching the original.
import { AppError } from '../errors.ts'
import { text } from '../text.ts'
import { isJsonObject, type Json } from './types.ts'

/** The segments of a pointer: "/metadata/annotations/a~1b" is ["metadata", "annotations", "a/b"]. "" is the whole value. Throws INVALID. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw new AppError('INVALID', text(`"${pointer}" is not a JSON pointer: it must start with "/"`, `"${pointer}"은(는) JSON pointer가 아닙니다. "/"로 시작해야 합니다`))
  return pointer.slice(1).split('/').map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The pointer of segments; the inverse of parsePointer. */
export function formatPointer(segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The value at a pointer, or undefined when there is none. Throws INVALID for what is not a pointer. */
export function getAt(value: Json, pointer: string): Json | undefined {
  let here: Json | undefined = value
  for (const segment of parsePointer(pointer)) here = child(here, segment)
  return here
}

/**
 * A copy of `value` with `next` at the pointer. Missing parents are made: a list where the segment below is "-" or "0", else a map.
 * "-" appends to a list; an index at its end does too. Throws INVALID where the path leads through a scalar or past the end of a list.
 */
export function setAt(value: Json, pointer: string, next: Json): Json {
  return place(value, parsePointer(pointer), next, pointer)
}

/** A copy of `value` without what is at the pointer; the value itself when there is nothing. Throws INVALID for the pointer "". */
export function removeAt(value: Json, pointer: string): Json {
  const segments = parsePointer(pointer)
  if (segments.length === 0) throw new AppError('INVALID', text('the whole value cannot be removed', '값 전체는 지울 수 없습니다'))
  return getAt(value, pointer) === undefined ? value : without(value, segments)
}

function child(value: Json | undefined, segment: string): Json | undefined {
  if (Array.isArray(value)) return isIndex(segment) ? value[Number(segment)] : undefined
  return isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined
}

function place(value: Json | undefined, segments: readonly string[], next: Json, pointer: string): Json {
  const [segment, ...below] = segments
  if (segment === undefined) return next
  const parent = value ?? (segment === '-' || segment === '0' ? [] : {})
  if (Array.isArray(parent)) {
    const index = segment === '-' ? parent.length : Number(segment)
    if ((segment !== '-' && !isIndex(segment)) || index > parent.length) {
      throw new AppError('INVALID', text(`${pointer}: a list of ${parent.length} has no place "${segment}"`, `${pointer}: 항목이 ${parent.length}개인 목록에 "${segment}" 자리가 없습니다`))
    }
    const copy = [...parent]
    copy[index] = place(parent[index], below, next, pointer)
    return copy
  }
  if (!isJsonObject(parent)) throw new AppError('INVALID', text(`${pointer}: "${segment}" lies below a ${typeof parent}, which holds no fields`, `${pointer}: "${segment}"의 위에 있는 값은 ${typeof parent}이며 필드를 담지 않습니다`))
  // A later entry replaces an earlier one in its place; fromEntries makes an own field even of "__proto__".
  return Object.fromEntries([...Object.entries(parent), [segment, place(child(parent, segment), below, next, pointer)]])
}

function without(value: Json, segments: readonly string[]): Json {
  const [segment = '', ...below] = segments
  const last = below.length === 0
  if (Array.isArray(value)) {
    const index = Number(segment)
    return value.flatMap((item, at) => {
      if (at !== index) return [item]
      return last ? [] : [without(item, below)]
    })
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => {
    if (key !== segment) return [[key, item]]
    return last ? [] : [[key, without(item, below)]]
  }))
}

function isIndex(segment: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(segment)
}
