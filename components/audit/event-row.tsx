'use client'
// One event: a row that opens to what was before and after.
import { type JSX, type ReactNode, useState } from 'react'
import { Glyph } from '../ui/glyph.tsx'
import { Td, Tr } from '../ui/table.tsx'

/** `what` is the name of the row, `cells` are the others, `columns` is how many there are in all. */
export function EventRow({ what, cells, columns, detail }: { what: ReactNode; cells: ReactNode; columns: number; detail: ReactNode }): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Tr selected={isOpen}>
        <Td name className="max-md:py-1.5 max-md:whitespace-normal">
          <button type="button" data-row-link aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="inline-flex items-center gap-2 text-left">
            <Glyph name="right" className={isOpen ? 'rotate-90' : ''} />
            <span>{what}</span>
          </button>
        </Td>
        {cells}
      </Tr>
      {isOpen && <tr><td colSpan={columns} className="border-b border-hair py-2">{detail}</td></tr>}
    </>
  )
}
