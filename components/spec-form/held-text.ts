'use client'
// YAML that is being typed: the text as it was typed, also while it cannot be read, and over a reload of the page.
import { useSyncExternalStore } from 'react'
import { createHeldStore, type Held } from './held-store.ts'

export type HeldText = {
  readonly text: string
  /** Whether the draft has another YAML than the one that the text was typed over: it was changed elsewhere meanwhile. */
  readonly isOutdated: boolean
  /** `isTaken`: the draft has what the text says, which is held for the way it was written. */
  readonly hold: (text: string, from: string, isTaken?: boolean) => void
  readonly drop: () => void
}

const store = createHeldStore(() => sessionStorage)
let isWatched = false

/** The text of the place `key`, whose YAML in the draft is `yaml`. What was taken gives way to a change from elsewhere; what was not stays. */
export function useHeldText(key: string, yaml: string, isUnread: (text: string) => boolean): HeldText {
  const kept = useHeld(key)
  const isStale = kept !== undefined && kept.from !== yaml
  const shown = kept === undefined || (isStale && !isUnread(kept.text)) ? undefined : kept
  return {
    text: shown?.text ?? yaml,
    isOutdated: shown !== undefined && isStale,
    hold(text, from, isTaken = false) {
      watchLeaving()
      store.hold(key, { text, from, isTaken })
    },
    drop: () => store.drop(key),
  }
}

/** What is held there, taken or not. Nothing in what the server draws, which has no tab. */
export function useHeld(key: string): Held | undefined {
  return useSyncExternalStore(store.subscribe, () => store.get(key), () => undefined)
}

/** Throws away what is held there. */
export function dropHeld(key: string): void {
  store.drop(key)
}

/** From the first letter on: a page that goes keeps what was typed, or asks where it may keep it nowhere. */
function watchLeaving(): void {
  if (isWatched) return
  isWatched = true
  window.addEventListener('beforeunload', (event) => { if (!store.leave()) event.preventDefault() })
  // A phone throws pages away without asking.
  window.addEventListener('pagehide', () => store.leave())
}
