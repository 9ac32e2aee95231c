// What is sent of a draft, and what becomes of two tabs that went on with the same one. Pure.
import { type Draft, type DraftBase, type Step } from '#lib/thanos/draft.ts'

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

/**
 * The draft after another tab, or another machine, went on with it: theirs, with those of its own steps on top that were not kept yet.
 * What was undone here and not kept is not undone there: steps are never lost. `fallback` is where a draft begins when there is none now.
 */
export function takeOver({ kept, draft, theirs, fallback }: { kept: Draft; draft: Draft; theirs: Draft | undefined; fallback: DraftBase | undefined }): Draft {
  const own = tailOf(kept.steps, draft.steps).items
  const next: Draft = theirs ?? (fallback === undefined ? { steps: [], undone: [] } : { base: fallback, steps: [], undone: [] })
  return own.length === 0 ? next : { ...next, steps: [...next.steps, ...own], undone: [] }
}

function commonLength(a: readonly Step[], b: readonly Step[]): number {
  const differs = a.findIndex((step, index) => step !== b[index])
  return differs === -1 ? a.length : differs
}

function isSameList(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}
