// What a part shows when there is nothing yet: what would be here, why it is not, and one thing to do.
import type { JSX, ReactNode } from 'react'

/** An empty state. */
export function Empty({ title, action, children }: { title: ReactNode; action?: ReactNode; children?: ReactNode }): JSX.Element {
  return (
    <div className="max-w-[470px] py-[18px]">
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="mt-0.5 text-ink-2">{children}</div>}
      {action !== undefined && <div className="mt-3.5 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}
