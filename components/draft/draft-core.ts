// All that a draft is worked on with: reading and rendering, the store. It weighs more than a page, so it is loaded after the first
// paint; see use-draft-core.ts. The checks run in a worker: components/judge.
import type { Text } from '#lib/text.ts'
import { type Draft, type DraftBase, freshDraft, mergedDraft, redo, specOf, undo, withEdits, withImport } from '#lib/thanos/draft.ts'
import { type DraftContent, draftContent, isOvertaken } from '#lib/thanos/draft-content.ts'
import { credentialHolder } from '#lib/thanos/draft-credentials.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import type { ImportMode, ImportSource } from '#lib/thanos/draft.ts'
import { type DraftPlace, type DraftStore, draftStore } from './draft-store.ts'

export type DraftVerbs = {
  /** Takes edits in, unless an object would hold credentials then. */
  readonly apply: (edits: readonly Edit[], label: Text) => void
  readonly bringIn: (objects: readonly SpecObject[], options: { mode: ImportMode; label: Text; source?: ImportSource; edges?: StackSpec['edges'] }) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Takes back that many steps. */
  readonly undoMany: (count: number) => void
  /** Throws all steps away and begins again at the newest revision. Returns how to bring them back. */
  readonly discard: () => () => void
  /** Goes on from a newer revision with what both changes came to. Returns how to bring the draft back. */
  readonly takeMerge: (base: DraftBase, spec: StackSpec) => () => void
  /** After a save: the draft begins anew from what was saved. */
  readonly saved: (number: number) => void
}

export type DraftCore = {
  readonly storeOf: (place: DraftPlace) => DraftStore
  readonly contentOf: (stored: Draft, head: DraftBase | undefined) => DraftContent
  readonly verbsOf: (place: DraftPlace, onRefused: (name: string | undefined) => void) => DraftVerbs
}

export const draftCore: DraftCore = {
  storeOf: draftStore,
  contentOf: draftContent,
  verbsOf,
}

function verbsOf(place: DraftPlace, onRefused: (name: string | undefined) => void): DraftVerbs {
  const { head } = place
  const store = (): DraftStore => draftStore(place)
  const change = (next: (draft: Draft) => Draft): void => {
    const stored = store().get().draft
    store().set(next(isOvertaken(stored, head) ? freshDraft(head) : stored))
  }
  return {
    apply: (edits, label) => change((draft) => {
      const next = withEdits(draft, edits, label)
      const holder = credentialHolder(specOf(draft), specOf(next))
      onRefused(holder)
      return holder === undefined ? next : draft
    }),
    bringIn: (objects, { mode, label, source, edges }) => change((draft) => withImport(draft, {
      mode, label, objects: [...objects], ...(source === undefined ? {} : { source }), ...(edges === undefined ? {} : { edges }),
    })),
    undo: () => change(undo),
    undoMany: (count) => change((draft) => Array.from({ length: count }).reduce<Draft>(undo, draft)),
    redo: () => change(redo),
    discard() {
      const before = store().get().draft
      store().set(freshDraft(head))
      return () => store().set(before)
    },
    takeMerge(base, spec) {
      const before = store().get().draft
      store().set(mergedDraft(before, base, spec))
      return () => store().set(before)
    },
    saved: (number) => change((draft) => freshDraft({ number, spec: specOf(draft) })),
  }
}
