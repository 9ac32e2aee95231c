'use client'
// One object of a comparison: a line that opens to its fields or its manifest. What is closed is not computed.
import { type JSX, type ReactNode, useState } from 'react'
import { Glyph } from '../ui/glyph.tsx'
import { ObjectName } from './object-name.tsx'

export function ComparedItem({ id, aside, open, children }: { id: string; aside?: ReactNode; open: boolean; children: () => ReactNode }): JSX.Element {
  const [isOpen, setOpen] = useState(open)
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)} className="group border-b border-hair">
      <summary className="grid min-h-9 cursor-pointer list-none grid-cols-[12px_minmax(0,1fr)_auto] items-center gap-2.5 hover:bg-hover focus-visible:-outline-offset-2 max-md:min-h-11 [&::-webkit-details-marker]:hidden">
        <Glyph name="right" className="group-open:rotate-90" />
        <ObjectName id={id} wrap />
        <span className="text-ink-3">{aside}</span>
      </summary>
      {isOpen && <div className="pb-3 md:pl-[22px]">{children()}</div>}
    </details>
  )
}
