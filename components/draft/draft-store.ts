// Keeps one draft per stack in this browser: in memory for the pages, in localStorage so that a reload loses nothing.
import { draftEdits } from '#lib/thanos/draft-edits.ts'
import { baseSpecOf, Draft, type DraftBase, freshDraft, specOf } from '#lib/thanos/draft.ts'
import { notePendingEdits } from './pending-edits.ts'

export type DraftStore = {
  readonly get: () => Draft
  readonly set: (draft: Draft) => void
  readonly subscribe: (onChange: () => void) => () => void
}

const WRITE_AFTER_MS = 250
const stores = new Map<string, DraftStore>()

/**
 * The store of a stack's draft. `head` is the newest revision as the server sees it: a draft without steps follows it, a draft
 * with steps stays on its own base until it is rebased. Browser only.
 */
export function draftStore(stackId: string, head: DraftBase | undefined): DraftStore {
  const known = stores.get(stackId)
  if (known !== undefined) return known
  const store = createStore(stackId, load(stackId) ?? freshDraft(head))
  stores.set(stackId, store)
  return store
}

function createStore(stackId: string, initial: Draft): DraftStore {
  let draft = initial
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach((listener) => listener())
  const write = (): void => {
    clearTimeout(timer)
    timer = undefined
    persist(stackId, draft)
  }
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) write()
  })
  // Another tab went on with the same draft: follow it rather than overwrite it.
  window.addEventListener('storage', (event) => {
    if (event.key !== keyOf(stackId)) return
    draft = load(stackId) ?? freshDraft(draft.base)
    tell()
  })
  return {
    get: () => draft,
    set(next) {
      if (next === draft) return
      draft = next
      clearTimeout(timer)
      timer = setTimeout(write, WRITE_AFTER_MS)
      tell()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function keyOf(stackId: string): string {
  return `gauntlet.draft.${stackId}`
}

function load(stackId: string): Draft | undefined {
  try {
    const raw = localStorage.getItem(keyOf(stackId))
    if (raw === null) return undefined
    const parsed = Draft.safeParse(JSON.parse(raw))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined // Unreadable or forbidden storage is the same as no draft.
  }
}

function persist(stackId: string, draft: Draft): void {
  const edits = draftEdits(baseSpecOf(draft), specOf(draft)).length
  notePendingEdits(stackId, edits === 0 ? undefined : { edits, isImport: draft.base === undefined })
  try {
    if (draft.steps.length === 0 && draft.undone.length === 0) localStorage.removeItem(keyOf(stackId))
    else localStorage.setItem(keyOf(stackId), JSON.stringify(draft))
  } catch {
    return // Too large or forbidden: the draft lives on in memory until the page is left.
  }
}
