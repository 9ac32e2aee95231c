// Conflicts over nothing: the API server compares what is applied with what is stored before it fills in defaults, so that another manager's
// claim templates or fieldRef "differ" from the very manifest that they were made from.
import { isEqual } from './equal.ts'
import { pointerOfField } from './field-path.ts'
import { getAt, setAt } from './pointer.ts'
import { isKubeObject, type Json, type JsonObject, type KubeObject } from './types.ts'

export type ConflictSides = {
  desired: KubeObject
  live: KubeObject
  /** What a dry run with force says: desired with every default filled in. */
  forced: KubeObject
  /** The fields in conflict, as the API server names them. */
  fields: readonly string[]
}

/**
 * `desired` with the live value of each field in conflict that would stay as it is: applied, it takes nothing from anyone, and what is still refused
 * is a real conflict. Undefined when there is no such field.
 */
export function withoutDefaultConflicts({ desired, live, forced, fields }: ConflictSides): KubeObject | undefined {
  let result: Json = desired
  for (const field of fields) {
    const value = valueAt(live, field)
    const pointer = pointerOfField(desired, field)
    if (value !== undefined && pointer !== undefined && isEqual(value, valueAt(forced, field))) result = setAt(result, pointer, value)
  }
  return result !== desired && isKubeObject(result) ? result : undefined
}

function valueAt(object: JsonObject, field: string): Json | undefined {
  const pointer = pointerOfField(object, field)
  return pointer === undefined ? undefined : getAt(object, pointer)
}
