// How a page opens: its states, its answer in one sentence, and what the answer rests on.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

/** `eyebrow` holds badges or counts, `sub` the line below the sentence, `aside` what stands at its right on a wide screen. */
export function Verdict({ eyebrow, sub, aside, className, children }: {
  eyebrow?: ReactNode; sub?: ReactNode; aside?: ReactNode; className?: string; children: ReactNode
}): JSX.Element {
  return (
    <div className={clsx('grid items-end gap-x-6 gap-y-1 pb-[18px] md:grid-cols-[minmax(0,1fr)_auto] max-md:pb-3.5', className)}>
      {eyebrow !== undefined && <div className="col-span-full flex flex-wrap gap-x-[18px] gap-y-1">{eyebrow}</div>}
      <div className="min-w-0">
        <h2 className="text-verdict text-balance">{children}</h2>
        {sub !== undefined && <p className="text-ink-3">{sub}</p>}
      </div>
      {aside !== undefined && <div className="text-ink-3 max-md:hidden">{aside}</div>}
    </div>
  )
}
