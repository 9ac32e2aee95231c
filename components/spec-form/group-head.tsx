'use client'
// The head of a group of fields: opens and closes it, and says what is inside while it is closed.
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'

/** A head. `mark` is what needs a look, `note` the state of what is inside, `count` how many fields there are. */
export function GroupHead({ title, isOpen, onToggle, controls, mark, note, count }: {
  title: ReactNode; isOpen: boolean; onToggle: () => void; controls: string; mark?: ReactNode; note?: ReactNode; count?: number
}): ReactNode {
  return (
    <h2 className={clsx('border-b', isOpen ? 'mt-1 border-line' : 'border-hair')}>
      <button
        type="button" aria-expanded={isOpen} aria-controls={controls} onClick={onToggle}
        className="grid h-[33px] w-full grid-cols-[12px_auto_auto_minmax(0,1fr)_28px] items-center gap-2.5 text-left whitespace-nowrap hover:bg-hover focus-visible:-outline-offset-2 max-md:h-11"
      >
        <Glyph name="right" className={clsx(isOpen && 'rotate-90')} />
        <span className="font-semibold">{title}</span>
        <span className="text-label font-normal">{mark}</span>
        <span className="truncate text-right font-normal text-ink-3">{note}</span>
        <span className="text-right font-normal text-ink-3">{count}</span>
      </button>
    </h2>
  )
}
