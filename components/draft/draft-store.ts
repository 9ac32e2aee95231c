// Holds one draft per stack in this tab and keeps the server's copy of it in step: a moment after every change, before the tab goes away,
// again and again while nothing answers. When another tab went on with the draft, it is taken over and nothing is lost.
import { discardDraft, type DraftReply, keepDraft, readDraft } from '#lib/queries/draft.ts'
import type { DraftAnswer, DraftKept, KeptDraft } from '#lib/services/views.ts'
import { baseSpecOf, type Draft, type DraftBase, freshDraft, specOf } from '#lib/thanos/draft.ts'
import { draftEdits } from '#lib/thanos/draft-edits.ts'
import { isKept, type Kept, recognised, tailOf, takeOver } from './draft-sync.ts'
import { draftOf } from './kept-draft.ts'
import { notePendingEdits } from './pending-edits.ts'
import { forgetUnsent, noteUnsent, withUnsent } from './unsent.ts'

/** How safe the draft is. `here`: whoever may not save has it in this tab only. `refused` carries the server's words. */
export type Keeping =
  | { readonly is: 'nothing' | 'keeping' | 'here' | 'unreachable' | 'session' }
  | { readonly is: 'kept'; readonly at: string }
  | { readonly is: 'refused'; readonly why: string }

/** `movedAt` is when another tab's steps were taken over last; `head` the newest revision that the server has told of. */
export type DraftState = { readonly draft: Draft; readonly keeping: Keeping; readonly movedAt?: string; readonly head?: number }

export type DraftStore = {
  readonly get: () => DraftState
  readonly set: (draft: Draft) => void
  /** Asks the server whether the draft moved elsewhere; `now`, however short ago it was asked. */
  readonly look: (when?: 'now') => void
  /** The newest revision that the page was made with: where a draft begins when there is none. */
  readonly follow: (head: DraftBase | undefined) => void
  readonly subscribe: (onChange: () => void) => () => void
}

export type DraftPlace = {
  readonly stackId: string
  readonly slug: string
  /** Whose draft it is; undefined for those who may not save, whose draft is not kept. */
  readonly personId: string | undefined
  readonly head: DraftBase | undefined
  /** The draft that the page was made with. */
  readonly kept: KeptDraft | null
}

const WRITE_AFTER_MS = 600
const RETRY_MS = [2_000, 5_000, 10_000, 20_000]
const LOOK_AT_MOST_EVERY_MS = 2_000
const stores = new Map<string, DraftStore>()

/** The store of a person's draft of a stack, which outlives the page. Browser only. */
export function draftStore(place: DraftPlace): DraftStore {
  const key = keyOf(place)
  const known = stores.get(key)
  if (known !== undefined) return known
  const store = createStore(key, place)
  stores.set(key, store)
  return store
}

function keyOf({ stackId, personId }: Pick<DraftPlace, 'stackId' | 'personId'>): string {
  return `${stackId}.${personId ?? ''}`
}

function createStore(key: string, { stackId, slug, personId, head: firstHead, kept: firstKept }: DraftPlace): DraftStore {
  let head = firstHead
  let kept: Kept = { mark: firstKept?.mark ?? null, draft: draftOf(firstKept, firstHead) }
  let keptAt = firstKept?.keptAt
  let state: DraftState = { draft: withUnsent(key, kept), keeping: stateOf() }
  let timer: ReturnType<typeof setTimeout> | undefined
  let isSending = false
  let sends = 0
  let failures = 0
  let lastTook = 0
  let lookedAt = 0
  const listeners = new Set<() => void>()
  const channel = new BroadcastChannel('gauntlet.draft')

  function stateOf(): Keeping {
    if (personId === undefined) return { is: 'here' }
    return kept.mark === null || keptAt === undefined ? { is: 'nothing' } : { is: 'kept', at: keptAt }
  }

  function change(next: Partial<DraftState>): void {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }

  function schedule(afterMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => { void send() }, afterMs)
  }

  async function send({ leaving = false }: { leaving?: boolean } = {}): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const edits = draftEdits(baseSpecOf(state.draft), specOf(state.draft)).length
    notePendingEdits(stackId, edits === 0 ? undefined : { edits, isImport: state.draft.base === undefined })
    // A refusal speaks of edits that were taken back meanwhile.
    if (state.keeping.is === 'refused' && isKept(kept.draft, state.draft)) change({ keeping: stateOf() })
    if (personId === undefined || isSending || isKept(kept.draft, state.draft)) return
    isSending = true
    sends += 1
    change({ keeping: { is: 'keeping' } })
    const sent = state.draft
    const began = performance.now()
    const reply = await deliver(sent, edits, leaving)
    isSending = false
    lastTook = performance.now() - began
    take(reply, sent)
  }

  function deliver(draft: Draft, edits: number, leaving: boolean): Promise<DraftReply<DraftKept>> {
    if (draft.steps.length + draft.undone.length === 0) return discardDraft(slug, kept.mark)
    const [steps, undone] = [tailOf(kept.draft.steps, draft.steps), tailOf(kept.draft.undone, draft.undone)]
    return keepDraft({
      slug, over: kept.mark, base: draft.base?.number ?? null, edits,
      steps: { from: steps.from, items: [...steps.items] }, undone: { from: undone.from, items: [...undone.items] },
    }, { leaving })
  }

  function take(reply: DraftReply<DraftKept>, sent: Draft): void {
    if (!reply.ok) return failed(reply.failure)
    failures = 0
    if (!reply.value.kept) return adopt(reply.value.now)
    kept = { mark: reply.value.mark, draft: sent }
    keptAt = reply.value.at
    forgetUnsent(key)
    channel.postMessage(key)
    change({ keeping: stateOf() })
    if (!isKept(kept.draft, state.draft)) schedule(pause())
  }

  function failed(failure: { code: string; message: string } | undefined): void {
    if (failure !== undefined && failure.code !== 'UPSTREAM' && failure.code !== 'INTERNAL' && failure.code !== 'UNAUTHENTICATED') {
      // Trying again would be refused again; the next change is tried.
      change({ keeping: { is: 'refused', why: failure.message } })
      return
    }
    change({ keeping: { is: failure?.code === 'UNAUTHENTICATED' ? 'session' : 'unreachable' } })
    schedule(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? WRITE_AFTER_MS)
    failures += 1
  }

  /** What the server has now: taken over, with what was not kept yet on top. */
  function adopt(answer: DraftAnswer): void {
    const told = answer.head === null ? {} : { head: answer.head }
    if (answer.isSame || (answer.draft === null && kept.mark === null)) {
      change(told)
      if (!isKept(kept.draft, state.draft)) schedule(pause())
      return
    }
    const theirs = answer.draft === null ? undefined : recognised(draftOf(answer.draft, head), state.draft)
    const { draft, isForeign } = takeOver({ kept: kept.draft, draft: state.draft, theirs, fallback: head })
    kept = { mark: answer.draft?.mark ?? null, draft: theirs ?? freshDraft(head) }
    keptAt = answer.draft?.keptAt
    if (isKept(kept.draft, draft)) forgetUnsent(key)
    change({ draft, keeping: stateOf(), ...(isForeign ? { movedAt: new Date().toISOString() } : {}), ...told })
    schedule(0)
  }

  async function look(): Promise<void> {
    if (personId === undefined || isSending || Date.now() - lookedAt < LOOK_AT_MOST_EVERY_MS) return
    lookedAt = Date.now()
    const before = sends
    const reply = await readDraft(slug, kept.mark)
    // What was sent meanwhile is answered by itself, and this answer may be of before or after it.
    if (reply.ok && sends === before) adopt(reply.value)
  }

  /** Keeping a large draft takes the server a while; it is not kept busy with it. */
  function pause(): number {
    return Math.max(WRITE_AFTER_MS, 3 * lastTook)
  }

  function leave(): void {
    if (personId === undefined || isKept(kept.draft, state.draft)) return
    noteUnsent(key, kept, state.draft)
    void send({ leaving: true })
  }

  /** A large import fits neither into the browser's storage nor into a request that outlives the page: until the server has it, the browser asks. */
  function askToStay(event: Event): void {
    if (personId !== undefined && !isKept(kept.draft, state.draft) && !noteUnsent(key, kept, state.draft)) event.preventDefault()
  }

  window.addEventListener('beforeunload', askToStay)
  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave()
    else void look()
  })
  window.addEventListener('focus', () => void look())
  window.addEventListener('online', () => schedule(0))
  channel.addEventListener('message', (event) => {
    if (event.data !== key) return
    lookedAt = 0
    void look()
  })
  schedule(0)

  return {
    get: () => state,
    set(draft) {
      if (draft === state.draft) return
      change({ draft })
      schedule(draft.steps.length === 0 ? 0 : pause())
    },
    look(when) {
      if (when === 'now') lookedAt = 0
      void look()
    },
    follow(next) {
      head = next
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
