// The draft that the server keeps, as the pages work on it.
import type { KeptDraft } from '#lib/services/views.ts'
import { type Draft, type DraftBase, freshDraft } from '#lib/thanos/draft.ts'

/** The draft that a page was made with; without one, a fresh one of the newest revision. */
export function draftOf(kept: KeptDraft | null, head: DraftBase | undefined): Draft {
  if (kept === null) return freshDraft(head)
  const { base, steps, undone } = kept
  return base === undefined ? { steps, undone } : { base: base.number === head?.number ? head : base, steps, undone }
}
