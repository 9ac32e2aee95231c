// What is sent of a draft, and what becomes of two tabs that went on with the same one. Pure.
import { isEqual } from '#lib/manifest/equal.ts'
import type { Json } from '#lib/manifest/types.ts'
import type { Draft, DraftBase, Step } from '#lib/thanos/draft.ts'

/** The draft as the server has it; `mark` is null when it has none. */
export type Kept = { readonly mark: string | null; readonly draft: Draft }

export type Tail = { readonly from: number; readonly items: readonly Step[] }

/** What of `now` the server has not got: everything after the steps that both begin with. Steps are never changed, only replaced. */
export function tailOf(kept: readonly Step[], now: readonly Step[]): Tail {
  const from = commonLength(kept, now)
  return { from, items: now.slice(from) }
}

/** Whether the server has all of the draft. */
export function isKept(kept: Draft, draft: Draft): boolean {
  return kept === draft || (isSameList(kept.steps, draft.steps) && isSameList(kept.undone, draft.undone) && kept.base?.number === draft.base?.number)
}

/** Whether two steps say the same, in whatever order their fields came. */
export function isSameStep(a: Step, b: Step): boolean {
  // Safe because steps are data: they are kept as JSON.
  return a === b || isEqual(a as unknown as Json, b as unknown as Json)
}

/** What the server told of, with this tab's own steps in place of those that say the same: so they are known again. */
export function recognised(told: Draft, own: Draft): Draft {
  const known = (theirs: readonly Step[], ours: readonly Step[]): Step[] => theirs.map((step, index) => {
    const mine = ours[index]
    return mine !== undefined && isSameStep(mine, step) ? mine : step
  })
  return { ...told, steps: known(told.steps, own.steps), undone: known(told.undone, own.undone) }
}

/**
 * The draft after the server told of another than this tab knew of: theirs, with those of its own steps on top that were not kept yet. `isForeign`: another tab, or
 * another machine, went on with it. It is not when all of it is from here: the request of a page that was left is answered to nobody, and arrives all the same.
 * What was undone here and not kept is not undone there: steps are never lost. `theirs` is recognised(); `fallback` is where a draft begins when there is none now.
 */
export function takeOver({ kept, draft, theirs, fallback }: { kept: Draft; draft: Draft; theirs: Draft | undefined; fallback: DraftBase | undefined }): { draft: Draft; isForeign: boolean } {
  if (theirs === undefined && draft.steps.length + draft.undone.length === 0) return { draft, isForeign: false }
  const { from } = tailOf(kept.steps, draft.steps)
  const next: Draft = theirs ?? (fallback === undefined ? { steps: [], undone: [] } : { base: fallback, steps: [], undone: [] })
  const same = commonLength(next.steps, draft.steps)
  if (theirs !== undefined && same === theirs.steps.length && same >= from && theirs.base?.number === draft.base?.number) return { draft, isForeign: false }
  const own = draft.steps.slice(Math.max(from, same))
  return { draft: own.length === 0 ? next : { ...next, steps: [...next.steps, ...own], undone: [] }, isForeign: true }
}

function commonLength(a: readonly Step[], b: readonly Step[]): number {
  const differs = a.findIndex((step, index) => step !== b[index])
  return differs === -1 ? a.length : differs
}

function isSameList(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}
