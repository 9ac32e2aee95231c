'use client'
// Text that is being typed: shown at once, handed on when the typing pauses or the field is left.
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 180

/** `isTyping` from the first change on until the field is left: that long, undo is the browser's and takes back typing. */
export type TypedText = { readonly text: string; readonly isTyping: boolean; readonly type: (text: string) => void; readonly leave: () => void }

/**
 * `value` is what is kept; `commit` hands on what was typed. When `value` changes from elsewhere (undo, a fix, the YAML side), that
 * wins over what was typed on the old one.
 */
export function useTypedText(value: string, commit: (text: string) => void): TypedText {
  const [typed, setTyped] = useState<{ from: string; text: string }>()
  const [isTyping, setTyping] = useState(false)
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; text: string; commit: (text: string) => void }>(undefined)
  const isCurrent = typed !== undefined && typed.from === value
  const settle = (): void => {
    const waiting = pending.current
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    pending.current = undefined
    waiting.commit(waiting.text)
  }
  const type = (text: string): void => {
    setTyped({ from: value, text })
    setTyping(true)
    clearTimeout(pending.current?.timer)
    pending.current = { text, commit, timer: setTimeout(settle, PAUSE_MS) }
  }
  const leave = (): void => {
    settle()
    setTyping(false)
  }
  // Syncs with the draft, which outlives the field: what is still waiting when the field or the page goes away is handed on, to the
  // draft first (hence the capture), which then hands it to the server.
  useEffect(() => {
    window.addEventListener('pagehide', settle, true)
    document.addEventListener('visibilitychange', settle, true)
    return () => {
      window.removeEventListener('pagehide', settle, true)
      document.removeEventListener('visibilitychange', settle, true)
      settle()
    }
  }, [])
  return { text: isCurrent ? typed.text : value, isTyping, type, leave }
}
