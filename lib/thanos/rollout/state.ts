// The installation between two steps of a plan: some objects as they were, some as they will be.
import { specObjectId, type SpecObject, type StackSpec } from '../spec.ts'

/** Both sides of a plan, by objectId; an object that comes or goes is on one side only. */
export type Sides = { readonly before: ReadonlyMap<string, SpecObject>; readonly after: ReadonlyMap<string, SpecObject> }

export function sidesOf(before: StackSpec, after: StackSpec): Sides {
  const byId = (spec: StackSpec): Map<string, SpecObject> => new Map(spec.objects.map((object) => [specObjectId(object), object]))
  return { before: byId(before), after: byId(after) }
}

/** The installation once the objects in `done` are as they will be. What no step touches is as it was. */
export function stateAfter({ before, after }: Sides, done: ReadonlySet<string>): StackSpec {
  const ids = new Set([...before.keys(), ...after.keys()])
  return { version: 1, objects: [...ids].flatMap((id) => (done.has(id) ? after.get(id) : before.get(id)) ?? []) }
}
