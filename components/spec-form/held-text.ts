'use client'
// YAML that is being typed: the text as it was typed, also while it cannot be read. Kept in the memory of this tab and nowhere else,
// since nobody knows yet what it holds.
import { useState } from 'react'

/** `from` is the YAML of the draft that the text stands for: what it was typed over, or what came of it once it was taken. */
type Held = { readonly text: string; readonly from: string; readonly isTaken: boolean }

export type HeldText = {
  readonly text: string
  /** Whether the draft has another YAML than the one that the text was typed over: it was changed elsewhere meanwhile. */
  readonly isOutdated: boolean
  /** `isTaken`: the draft has what the text says, which is held for the way it was written. */
  readonly hold: (text: string, from: string, isTaken?: boolean) => void
  readonly drop: () => void
}

const held = new Map<string, Held>()

/** The text of the place `key`, whose YAML in the draft is `yaml`. What was taken gives way to a change from elsewhere; what was not stays. */
export function useHeldText(key: string, yaml: string, isUnread: (text: string) => boolean): HeldText {
  const [, redraw] = useState(0)
  const kept = held.get(key)
  const isStale = kept !== undefined && kept.from !== yaml
  const shown = kept === undefined || (isStale && !isUnread(kept.text)) ? undefined : kept
  return {
    text: shown?.text ?? yaml,
    isOutdated: shown !== undefined && isStale,
    hold(text, from, isTaken = false) {
      held.set(key, { text, from, isTaken })
      redraw((count) => count + 1)
    },
    drop() {
      held.delete(key)
      redraw((count) => count + 1)
    },
  }
}

/** Whether text is held there that was not taken: the draft still has what it was typed over. */
export function heldText(key: string): string | undefined {
  return held.get(key)?.text
}

/** Whether text is held there that nobody could take. */
export function hasUnread(key: string): boolean {
  return held.get(key)?.isTaken === false
}

/** Throws away what is held there. */
export function dropHeld(key: string): void {
  held.delete(key)
}
