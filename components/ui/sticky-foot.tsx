// The foot of a form: what is waiting at the left, buttons at the right; it stays in sight.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

/**
 * `note` is the count and what stops it. It spans the page whether or not <Page> has padding. On a phone it stands above the tabs and
 * the buttons share its width.
 */
export function StickyFoot({ note, className, children }: { note?: ReactNode; className?: string; children: ReactNode }): JSX.Element {
  return (
    <div className={clsx('sticky bottom-(--tabs) z-2 mx-[calc(-1*var(--pull-x,0px))] mt-auto mb-[calc(-1*var(--pull-y,0px))] flex flex-wrap items-center gap-2 border-t border-line bg-page px-(--gutter) py-2.5 max-md:[&>button]:flex-1', className)}>
      {note !== undefined && <div className="mr-auto flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-2 max-md:w-full">{note}</div>}
      {children}
    </div>
  )
}
