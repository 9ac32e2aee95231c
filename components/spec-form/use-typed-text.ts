'use client'
// Text that is being typed: shown at once, handed on with each letter while that is quick, else when the typing pauses or the field is left.
import { useEffect, useRef, useState } from 'react'

/** So long may it take to draw a letter and what it leads to: the next one is not typed before. */
const QUICK_MS = 40
const PAUSE_MS = 180

/** What it took last to hand on and draw, in whichever field: a large stack takes longer than a letter may. */
let lastTook = 0

/** `isTyping` from the first change on until the field is left: that long, undo is the browser's and takes back typing. */
export type TypedText = { readonly text: string; readonly isTyping: boolean; readonly type: (text: string) => void; readonly leave: () => void }

type Typed = { readonly from: string; readonly text: string; readonly isTaken: boolean }
type Pending = { timer: ReturnType<typeof setTimeout> | undefined; text: string; commit: (text: string) => void }

/**
 * `value` is what is kept; `commit` hands on what was typed. While one types, `value` follows what was handed on, and may put it differently
 * ("a,b" is "a, b"); once the field is left, `value` is what stands there, also when it changes from elsewhere (undo, a fix, the YAML
 * side). What `commit` did not take stays to be mended. `staysWhenEmpty`: emptied, it is handed on when it is left, for a field that would go
 * away with its text.
 */
export function useTypedText(value: string, commit: (text: string) => void, { staysWhenEmpty = false }: { staysWhenEmpty?: boolean } = {}): TypedText {
  const [typed, setTyped] = useState<Typed>()
  const [isTyping, setTyping] = useState(false)
  const pending = useRef<Pending>(undefined)
  if (typed !== undefined && typed.from !== value) setTyped(isTyping ? { from: value, text: typed.text, isTaken: true } : undefined)
  const settle = (): void => {
    const waiting = pending.current
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    pending.current = undefined
    const began = performance.now()
    waiting.commit(waiting.text)
    // By the next task it is drawn.
    setTimeout(() => { lastTook = performance.now() - began }, 0)
  }
  const type = (text: string): void => {
    setTyped({ from: value, text, isTaken: false })
    setTyping(true)
    clearTimeout(pending.current?.timer)
    pending.current = { text, commit, timer: staysWhenEmpty && text === '' ? undefined : setTimeout(settle, text !== '' && lastTook <= QUICK_MS ? 0 : PAUSE_MS) }
  }
  const leave = (): void => {
    settle()
    setTyping(false)
    if (typed?.isTaken === true) setTyped(undefined)
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
  return { text: typed !== undefined && (isTyping || typed.from === value) ? typed.text : value, isTyping, type, leave }
}
