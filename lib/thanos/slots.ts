// Taking typed parts out of an object and putting them back. A taken part leaves a slot, so that it returns to its own place
// and the object keeps the order of its keys. Knows the places of the parts of a workload.
import { setAt } from '../manifest/pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../manifest/types.ts'

const SLOT = '$slot'

/** Whether an object itself uses the word that marks slots: such an object is kept whole. */
export function mentionsSlot(value: Json): boolean {
  if (Array.isArray(value)) return value.some(mentionsSlot)
  if (!isJsonObject(value)) return false
  return Object.entries(value).some(([key, child]) => key === SLOT || mentionsSlot(child))
}

/** What fills a slot: a value, undefined to leave it out, or how to make the value of what the slot itself keeps. */
export type Part = Json | undefined | ((slot: JsonObject) => Json | undefined)

/** The object with the value at `pointer` replaced by the slot `name`, which may keep something for the way back. */
export function takeOut(object: JsonObject, pointer: string, name: string, keeps: JsonObject = {}): JsonObject {
  const taken = setAt(object, pointer, { [SLOT]: name, ...keeps })
  return isJsonObject(taken) ? taken : object
}

/** The object with every slot filled; a slot whose part is undefined is left out. */
export function fillSlots(rest: JsonObject, parts: Readonly<Record<string, Part>>): JsonObject {
  return Object.fromEntries(Object.entries(rest).flatMap(([key, child]) => {
    const value = fill(child, parts)
    return value === undefined ? [] : [[key, value]]
  }))
}

/** Whether an object has the slot `name`. */
export function hasSlot(rest: Json, name: string): boolean {
  if (Array.isArray(rest)) return rest.some((child) => hasSlot(child, name))
  if (!isJsonObject(rest)) return false
  return rest[SLOT] === name || Object.values(rest).some((child) => hasSlot(child, name))
}

/** The rest with a slot for a part that it had none for, at its usual place. */
export function withSlot(rest: JsonObject, pointer: string, name: string): JsonObject {
  return hasSlot(rest, name) ? rest : takeOut(rest, pointer, name)
}

function fill(value: Json, parts: Readonly<Record<string, Part>>): Json | undefined {
  if (Array.isArray(value)) return value.map((child) => fill(child, parts) ?? null)
  if (!isJsonObject(value)) return value
  const name = value[SLOT]
  if (typeof name === 'string') {
    const part = parts[name]
    return typeof part === 'function' ? part(value) : part
  }
  return fillSlots(value, parts)
}
