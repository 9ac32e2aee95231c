// Whether two objects of a spec say the same. The order of keys says nothing; absent keys and undefined ones are the same, as in storage.
import { isEqual } from '../manifest/equal.ts'
import type { Json } from '../manifest/types.ts'
import type { SpecObject } from './spec.ts'

export function isSameObject(a: SpecObject | undefined, b: SpecObject | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && isEqual(toJson(a), toJson(b)))
}

function toJson(object: SpecObject): Json {
  // Safe because JSON.parse gives nothing but JSON.
  return JSON.parse(JSON.stringify(object)) as Json
}
