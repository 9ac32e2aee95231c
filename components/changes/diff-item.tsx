// One object of a list of changes: a line that opens to its diff.
import type { JSX, ReactNode } from 'react'
import { Glyph } from '../ui/glyph.tsx'
import { ObjectName } from './object-name.tsx'

/** `order` is its place in a sequence, `summary` what happens in words, `aside` its state. With `onToggle` whoever draws it keeps whether it is open. */
export function DiffItem({ id, order, summary, aside, open = false, onToggle, children }: {
  id: string; order?: number | undefined; summary?: ReactNode; aside?: ReactNode; open?: boolean; onToggle?: (isOpen: boolean) => void; children: ReactNode
}): JSX.Element {
  return (
    <details open={open} {...(onToggle === undefined ? {} : { onToggle: ({ currentTarget }) => { if (currentTarget.open !== open) onToggle(currentTarget.open) } })} className="group border-b border-hair">
      <summary className="grid min-h-9 cursor-pointer list-none grid-cols-[minmax(14px,max-content)_12px_minmax(0,1fr)_auto_auto] items-center gap-2.5 hover:bg-hover max-md:min-h-11 max-md:grid-cols-[minmax(14px,max-content)_12px_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
        <span className="text-ink-3">{order}</span>
        <Glyph name="right" className="group-open:rotate-90" />
        <span className="overflow-x-auto"><ObjectName id={id} /></span>
        <span className="text-ink-2 max-md:hidden">{summary}</span>
        <span className="justify-self-end">{aside}</span>
      </summary>
      <div className="pb-3">{children}</div>
    </details>
  )
}
