// What a draft comes to: the spec as edited, what that is compared with, and how the two differ.
import { baseSpecOf, type Draft, type DraftBase, freshDraft, referenceSpecOf, specOf } from './draft.ts'
import { draftEdits } from './draft-edits.ts'
import type { SpecChange } from './spec-diff.ts'
import type { StackSpec } from './spec.ts'

/** `isDirty` says whether there is anything to save. */
export type DraftContent = {
  readonly draft: Draft
  readonly spec: StackSpec
  readonly baseSpec: StackSpec
  readonly edits: readonly SpecChange[]
  readonly isDirty: boolean
}

/** The content of a draft; one without steps gives way to a newer revision, `head`. */
export function draftContent(stored: Draft, head: DraftBase | undefined): DraftContent {
  const draft = isOvertaken(stored, head) ? freshDraft(head) : stored
  const [spec, baseSpec] = [specOf(draft), referenceSpecOf(draft)]
  const edits = draftEdits(baseSpec, spec)
  return { draft, spec, baseSpec, edits, isDirty: spec !== baseSpecOf(draft) && (edits.length > 0 || baseSpec !== baseSpecOf(draft)) }
}

/** A draft without steps is no draft: when a newer revision exists, that one is shown. */
export function isOvertaken(stored: Draft, head: DraftBase | undefined): boolean {
  return stored.steps.length === 0 && (stored.base?.number ?? 0) < (head?.number ?? 0)
}
