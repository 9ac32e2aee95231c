// One line of what must be true before a plan can be applied.
import type { JSX, ReactNode } from 'react'
import { Glyph } from '../ui/glyph.tsx'

/** `aside` stands at the right: an age, or who can settle it. */
export function Condition({ met, aside, children }: { met: boolean; aside?: ReactNode; children: ReactNode }): JSX.Element {
  return (
    <li className="grid grid-cols-[12px_minmax(0,1fr)_auto] gap-2.5 py-[5px]">
      <Glyph name={met ? 'check' : 'open'} className={met ? 'mt-1' : 'mt-1 text-notice'} />
      <span className={met ? '' : 'font-medium'}>{children}</span>
      {aside && <span className="text-ink-3">{aside}</span>}
    </li>
  )
}
