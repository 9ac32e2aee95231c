'use client'
// Draws toasts with sonner. Loaded with the first toast only.
import { type JSX, useEffect } from 'react'
import { Toaster, toast as sonner } from 'sonner'
import { Glyph } from './glyph.tsx'
import type { Toast } from './toast.tsx'

const SHOWN_MS = 6000

/** The region itself. `take` hands over the next waiting toast; `onReady` learns how to have them shown. */
export function ToastView({ take, onReady }: { take: () => Toast | undefined; onReady: (flush: () => void) => void }): JSX.Element {
  // Syncs with sonner, which drops what is shown before its Toaster is mounted.
  useEffect(() => {
    const flush = (): void => {
      for (let next = take(); next !== undefined; next = take()) show(next)
    }
    onReady(flush)
    flush()
  }, [take, onReady])
  return <Toaster position="bottom-left" duration={SHOWN_MS} offset={{ left: 'calc(var(--rail-w) + 20px)', bottom: '68px' }} mobileOffset={{ left: '16px', right: '16px', bottom: 'calc(var(--tabs) + 108px)' }} />
}

function show({ title, detail, action }: Toast): void {
  sonner.custom((id) => (
    <div className="flex min-h-10 items-center gap-2.5 rounded-pop bg-raised px-3.5 py-2 font-sans text-body text-ink shadow-pop">
      <Glyph name="check" />
      <span><b>{title}</b>{detail !== undefined && <span className="text-ink-2"> {detail}</span>}</span>
      {action !== undefined && (
        <button type="button" className="link ml-3.5 font-medium max-md:min-h-11" onClick={() => { action.onSelect(); sonner.dismiss(id) }}>{action.label}</button>
      )}
    </div>
  ))
}
