// The steps that a tab could not hand to the server before it went away, kept in the browser until the stack is opened again.
import type { Draft, Step } from '#lib/thanos/draft.ts'
import { isSameStep, type Kept, tailOf } from './draft-sync.ts'

type Unsent = { over: string | null; from: number; steps: Step[]; undone: Step[] }

/** Notes what the server has not got of a draft; small, since it is only what is new, but for an import. False: it found no place. */
export function noteUnsent(key: string, kept: Kept, draft: Draft): boolean {
  const { from, items } = tailOf(kept.draft.steps, draft.steps)
  const unsent: Unsent = { over: kept.mark, from, steps: [...items], undone: [...draft.undone] }
  try {
    localStorage.setItem(nameOf(key), JSON.stringify(unsent))
    return true
  } catch {
    return false // Storage is full or forbidden: the request that goes out with the page is all there is.
  }
}

/** What was noted has arrived. */
export function forgetUnsent(key: string): void {
  try {
    localStorage.removeItem(nameOf(key))
  } catch {
    return // Forbidden storage holds nothing.
  }
}

/**
 * The kept draft with what was noted: exactly as it was left when nothing was kept since; on top when another tab went on; not again
 * when it arrived after all.
 */
export function withUnsent(key: string, kept: Kept): Draft {
  const unsent = read(key)
  if (unsent === undefined) return kept.draft
  const { draft } = kept
  if (unsent.over === kept.mark && unsent.from <= draft.steps.length) {
    return { ...draft, steps: [...draft.steps.slice(0, unsent.from), ...unsent.steps], undone: unsent.undone }
  }
  const arrived = unsent.steps.every((step, index) => {
    const there = draft.steps[unsent.from + index]
    return there !== undefined && isSameStep(there, step)
  })
  return arrived ? draft : { ...draft, steps: [...draft.steps, ...unsent.steps], undone: [] }
}

function read(key: string): Unsent | undefined {
  try {
    const raw = localStorage.getItem(nameOf(key))
    // Safe because nothing but noteUnsent writes there.
    return raw === null ? undefined : JSON.parse(raw) as Unsent
  } catch {
    return undefined // Unreadable storage is the same as none.
  }
}

function nameOf(key: string): string {
  return `gauntlet.unsent.${key}`
}
