'use client'
// Gives the pages of one stack its draft: the spec as edited, the steps that led there, and what lint says of both ends.
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { KeptDraft } from '#lib/services/views.ts'
import type { Text } from '#lib/text.ts'
import type { Edit } from '#lib/thanos/edit.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import { lint } from '#lib/thanos/lint.ts'
import type { SpecChange } from '#lib/thanos/spec-diff.ts'
import type { SpecObject, StackSpec } from '#lib/thanos/spec.ts'
import {
  baseSpecOf, type Draft, type DraftBase, freshDraft, type ImportMode, type ImportSource, mergedDraft, redo, referenceSpecOf, specOf, undo, withEdits,
  withImport,
} from '#lib/thanos/draft.ts'
import { credentialHolder } from '#lib/thanos/draft-credentials.ts'
import { draftEdits } from '#lib/thanos/draft-edits.ts'
import { draftOf, type DraftPlace, type DraftState, type DraftStore, draftStore, type Keeping } from './draft-store.ts'

export type HeadBase = DraftBase & { readonly author?: string }

export type DraftHandle = {
  readonly stackId: string
  readonly slug: string
  /** The spec as edited, and what it is compared with: the revision that it began from, or what was imported where there is none. */
  readonly spec: StackSpec
  readonly baseSpec: StackSpec
  /** Whether there is anything to save. */
  readonly isDirty: boolean
  /** Number of the revision that the draft began from; absent when the stack has none. */
  readonly baseNumber: number | undefined
  /** Number of the newest revision that this page knows of; larger than `baseNumber` when somebody else saved meanwhile. */
  readonly headNumber: number | undefined
  readonly draft: Draft
  readonly edits: readonly SpecChange[]
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** How safe the draft is, and when another tab's steps were taken over last. */
  readonly keeping: Keeping
  readonly movedAt: string | undefined
  /** Takes edits in, unless an object would hold credentials then. */
  readonly apply: (edits: readonly Edit[], label: Text) => void
  /** Name of the object whose last edit was not taken because it would hold credentials. */
  readonly refused: string | undefined
  readonly bringIn: (objects: readonly SpecObject[], options: { mode: ImportMode; label: Text; source?: ImportSource }) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Takes back that many steps. */
  readonly undoMany: (count: number) => void
  /** Throws all steps away and begins again at the newest revision. Returns how to bring them back. */
  readonly discard: () => () => void
  /** The newest revision that this page was made with, and who saved it. */
  readonly head: HeadBase | undefined
  /** Goes on from a newer revision with what both changes came to. Returns how to bring the draft back. */
  readonly takeMerge: (base: DraftBase, spec: StackSpec) => () => void
  /** After a save: the draft begins anew from what was saved. */
  readonly saved: (number: number) => void
  /** Findings of the spec as edited and of the base; they follow the typing a moment later. */
  readonly findings: readonly Finding[]
  readonly baseFindings: readonly Finding[]
}

const DraftContext = createContext<DraftHandle | undefined>(undefined)
const found = new WeakMap<StackSpec, readonly Finding[]>()

/**
 * Opens the draft of a stack for the pages inside. `head` is the newest revision, absent when there is none; `kept` is the draft that
 * the server has, and `personId` whose it is: undefined for those who may not save.
 */
export function DraftProvider({ stackId, slug, head, kept, personId, children }: {
  stackId: string
  slug: string
  head?: HeadBase | undefined
  kept: KeptDraft | null
  personId: string | undefined
  children: ReactNode
}): ReactNode {
  const router = useRouter()
  const place = useMemo<DraftPlace>(() => ({ stackId, slug, head, kept, personId }), [stackId, slug, head, kept, personId])
  const server = useMemo<DraftState>(() => ({
    draft: draftOf(kept, head), keeping: kept === null ? { is: 'nothing' } : { is: 'kept', at: kept.keptAt },
  }), [kept, head])
  const state = useSyncExternalStore((onChange) => draftStore(place).subscribe(onChange), () => draftStore(place).get(), () => server)
  const draft = isOvertaken(state.draft, head) ? freshDraft(head) : state.draft
  const spec = specOf(draft)
  const baseSpec = referenceSpecOf(draft)
  const settledSpec = useDeferredValue(spec)
  const findings = useMemo(() => findingsOf(settledSpec), [settledSpec])
  const baseFindings = useMemo(() => findingsOf(baseSpec), [baseSpec])
  const edits = useMemo(() => draftEdits(baseSpec, spec), [baseSpec, spec])
  const [refused, setRefused] = useState<string>()
  const verbs = useMemo(() => verbsOf(place, setRefused), [place])
  // Syncs the store, which outlives the page, with what the page was made with: it may have been kept by another tab.
  useEffect(() => {
    const store = draftStore(place)
    store.follow(place.head)
    store.look()
  }, [place])
  // Somebody saved while the page was open: it is made anew, and then says so.
  const isBehind = (state.head ?? 0) > (head?.number ?? 0)
  useEffect(() => {
    if (isBehind) router.refresh()
  }, [isBehind, router])
  const handle = useMemo<DraftHandle>(() => ({
    stackId, slug, spec, baseSpec, draft, edits, findings, baseFindings, refused, head,
    keeping: state.keeping, movedAt: state.movedAt,
    isDirty: spec !== baseSpecOf(draft) && (edits.length > 0 || baseSpec !== baseSpecOf(draft)),
    baseNumber: draft.base?.number,
    headNumber: head?.number,
    canUndo: draft.steps.length > 0,
    canRedo: draft.undone.length > 0,
    ...verbs,
  }), [stackId, slug, spec, baseSpec, draft, edits, findings, baseFindings, refused, state, head, verbs])
  return <DraftContext value={handle}>{children}</DraftContext>
}

/** The draft of the stack whose page this is. */
export function useDraft(): DraftHandle {
  const handle = useContext(DraftContext)
  if (handle === undefined) throw new Error('useDraft is called outside of DraftProvider')
  return handle
}

type Verbs = Pick<DraftHandle, 'apply' | 'bringIn' | 'undo' | 'undoMany' | 'redo' | 'discard' | 'takeMerge' | 'saved'>

function verbsOf(place: DraftPlace, onRefused: (name: string | undefined) => void): Verbs {
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
    bringIn: (objects, { mode, label, source }) => change((draft) => withImport(draft, {
      mode, label, objects: [...objects], ...(source === undefined ? {} : { source }),
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

/** A draft without steps is no draft: when a newer revision exists, that one is shown. */
function isOvertaken(stored: Draft, head: DraftBase | undefined): boolean {
  return stored.steps.length === 0 && (stored.base?.number ?? 0) < (head?.number ?? 0)
}

function findingsOf(spec: StackSpec): readonly Finding[] {
  const known = found.get(spec)
  if (known !== undefined) return known
  const findings = lint(spec, {})
  found.set(spec, findings)
  return findings
}
