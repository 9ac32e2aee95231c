'use client'
// Gives the pages of one stack its draft: the spec as edited, the steps that led there, and what lint says of both ends. The page is made
// with what the server worked out; the store comes after the first paint, and the checks run beside the page.
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useCheckedDraft } from '#components/judge/use-checked.ts'
import type { KeptDraft, UnreadableDraft } from '#lib/services/views.ts'
import type { DraftBase } from '#lib/thanos/draft.ts'
import type { DraftContent } from '#lib/thanos/draft-content.ts'
import type { Finding } from '#lib/thanos/finding.ts'
import type { DraftVerbs } from './draft-core.ts'
import type { DraftPlace, DraftState, Keeping } from './draft-store.ts'
import { earlyVerbs, useDraftCore, useIsCoreAway } from './use-draft-core.ts'

export type HeadBase = DraftBase & { readonly author?: string }

/** The content of the draft (the spec as edited, and what it is compared with), its verbs, and how it stands. */
export type DraftHandle = DraftContent & DraftVerbs & {
  readonly stackId: string
  readonly slug: string
  /** Whose draft it is; undefined for those who may not save. */
  readonly personId: string | undefined
  /** Number of the revision that the draft began from; absent when the stack has none. */
  readonly baseNumber: number | undefined
  /** Number of the newest revision that this page knows of; larger than `baseNumber` when somebody else saved meanwhile. */
  readonly headNumber: number | undefined
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** How safe the draft is, and when another tab's steps were taken over last. */
  readonly keeping: Keeping
  readonly movedAt: string | undefined
  /** Name of the object whose last edit was not taken because it would hold credentials. */
  readonly refused: string | undefined
  /** The newest revision that this page was made with, and who saved it. */
  readonly head: HeadBase | undefined
  /** A draft of theirs that this version cannot read. */
  readonly unreadable: UnreadableDraft | undefined
  /** Asks the server how the draft stands, and sends what it has not got. */
  readonly look: () => void
  /** Nothing was checked yet: then no finding means nothing. */
  readonly isChecking: boolean
  /** Findings of the spec as edited and of the base; they follow the typing a moment later. */
  readonly findings: readonly Finding[]
  readonly baseFindings: readonly Finding[]
}

const DraftContext = createContext<DraftHandle | undefined>(undefined)
const NONE: readonly Finding[] = []
const neverChanges = (): (() => void) => () => undefined

/**
 * Opens the draft of a stack for the pages inside. `head` is the newest revision, absent when there is none; `kept` is the draft that
 * the server has, `content` what that comes to, and `personId` whose it is: undefined for those who may not save.
 */
export function DraftProvider({ stackId, slug, head, kept, unreadable, content: served, personId, children }: {
  stackId: string
  slug: string
  head?: HeadBase | undefined
  kept: KeptDraft | null
  unreadable?: UnreadableDraft | undefined
  content: DraftContent
  personId: string | undefined
  children: ReactNode
}): ReactNode {
  const router = useRouter()
  const core = useDraftCore()
  const isAway = useIsCoreAway()
  const place = useMemo<DraftPlace>(() => ({ stackId, slug, head, kept, personId }), [stackId, slug, head, kept, personId])
  const server = useMemo<DraftState>(() => ({
    draft: served.draft, keeping: kept === null ? { is: 'nothing' } : { is: 'kept', at: kept.keptAt },
  }), [served, kept])
  const state = useSyncExternalStore(
    core === undefined ? neverChanges : (onChange) => core.storeOf(place).subscribe(onChange),
    core === undefined ? () => server : () => core.storeOf(place).get(),
    () => server,
  )
  const content = useMemo(() => (core === undefined || state === server ? served : core.contentOf(state.draft, head)), [core, state, server, served, head])
  const { draft, spec, baseSpec } = content
  const checked = useCheckedDraft(spec, baseSpec)
  const [refused, setRefused] = useState<string>()
  const verbs = useMemo(() => (core === undefined ? earlyVerbs(place, setRefused) : core.verbsOf(place, setRefused)), [core, place])
  // Syncs the store, which outlives the page, with what the page was made with: it may have been kept by another tab.
  useEffect(() => {
    const store = core?.storeOf(place)
    store?.follow(place.head)
    store?.look()
  }, [core, place])
  // Somebody saved while the page was open: it is made anew, and then says so.
  const isBehind = (state.head ?? 0) > (head?.number ?? 0)
  useEffect(() => {
    if (isBehind) router.refresh()
  }, [isBehind, router])
  const handle = useMemo<DraftHandle>(() => ({
    stackId, slug, personId, refused, head, unreadable, look: () => core?.storeOf(place).look('now'), ...content,
    isChecking: checked === undefined, findings: checked?.findings ?? NONE, baseFindings: checked?.baseFindings ?? NONE,
    keeping: isAway && core === undefined ? { is: 'unreachable' } : state.keeping, movedAt: state.movedAt,
    baseNumber: draft.base?.number,
    headNumber: head?.number,
    canUndo: draft.steps.length > 0,
    canRedo: draft.undone.length > 0,
    ...verbs,
  }), [stackId, slug, personId, core, place, isAway, unreadable, content, draft, checked, refused, state, head, verbs])
  return <DraftContext value={handle}>{children}</DraftContext>
}

/** The draft of the stack whose page this is. */
export function useDraft(): DraftHandle {
  const handle = useContext(DraftContext)
  if (handle === undefined) throw new Error('useDraft is called outside of DraftProvider')
  return handle
}
