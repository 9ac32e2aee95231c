'use client'
// Says that another page is on its way, once that takes longer than 300 ms: a line along the top of the window, and the words.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { createPortal } from 'react-dom'
import { Glyph } from './glyph.tsx'

/** Stands for as long as it is drawn, over whatever is there: the page that was left stays to be read. Drawn in the browser only. */
export function Opening(): JSX.Element {
  const t = useTranslations('ui')
  return createPortal(
    <p role="status" className="late pointer-events-none fixed inset-x-0 top-0 z-40 flex justify-end border-t-2 border-accent print:hidden">
      <span className="mt-[calc(var(--bar)+4px)] mr-(--gutter) flex items-center gap-2 rounded-ctl bg-raised px-3 py-1.5 text-ink-2 shadow-pop">
        <Glyph name="progressing" inherit className="animate-spin" />{t('opening')}
      </span>
    </p>,
    document.body,
  )
}
