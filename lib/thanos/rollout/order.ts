// An order of steps in which each comes after those that it has to wait for, and otherwise stays where it usually stands.
import type { Text } from '../../text.ts'

/**
 * `first` has to be over before `next` begins; `reason` says why `next` does not stand where it usually does. `isUsual`: the usual order keeps
 * it anyway, so it is worth a word only where it moved something.
 */
export type Wait = { readonly first: string; readonly next: string; readonly reason: Text; readonly isUsual?: true }

/**
 * The ids in their order, moved no more than the waits ask for. A circle of waits cannot be kept: the usual order goes on there, and whoever
 * plays the steps finds what is wrong with it.
 */
export function inOrder(ids: readonly string[], waits: readonly Wait[]): string[] {
  const known = new Set(ids)
  const open = new Map(ids.map((id): [string, Set<string>] => [id, new Set()]))
  for (const { first, next } of waits) if (first !== next && known.has(first)) open.get(next)?.add(first)
  const result: string[] = []
  const left = new Set(ids)
  while (left.size > 0) {
    const ready = [...left].find((id) => [...open.get(id) ?? []].every((first) => !left.has(first))) ?? [...left][0]
    if (ready === undefined) break
    left.delete(ready)
    result.push(ready)
  }
  return result
}
