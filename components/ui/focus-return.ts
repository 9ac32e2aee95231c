'use client'
// Gives the focus back to whatever had it before a dialog opened, also when no trigger opened it.
import { useRef } from 'react'

type FocusReturn = { onOpenAutoFocus: () => void; onCloseAutoFocus: (event: Event) => void }

/** Handlers for the content of a Radix dialog that is opened by state or by a key. */
export function useFocusReturn(): FocusReturn {
  const before = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: () => { before.current = document.activeElement },
    onCloseAutoFocus: (event) => {
      event.preventDefault()
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
    },
  }
}
