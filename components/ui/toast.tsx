'use client'
// Toasts report what left the page ("Revision 42 saved", Undo). Never errors: an error stays where it happened.
import { type ComponentType, type JSX, useEffect, useState } from 'react'

export type Toast = { title: string; detail?: string; action?: { label: string; onSelect: () => void } }

// Toasts that were asked for before the library was there. One page, one region.
const waiting: Toast[] = []
let deliver: () => void = () => undefined

/** Shows a toast for six seconds. */
export function notify(toast: Toast): void {
  waiting.push(toast)
  deliver()
}

/** Where toasts appear; stands once in the frame. The toast library is loaded with the first toast. */
export function ToastRegion(): JSX.Element | null {
  const [View, setView] = useState<ComponentType<{ take: () => Toast | undefined; onReady: (flush: () => void) => void }>>()
  useEffect(() => {
    const load = (): void => {
      deliver = () => undefined
      void import('./toast-view.tsx').then((module) => setView(() => module.ToastView))
    }
    deliver = load
    if (waiting.length > 0) load()
    return () => { deliver = () => undefined }
  }, [])
  return View === undefined ? null : <View take={() => waiting.shift()} onReady={(flush) => { deliver = flush }} />
}
