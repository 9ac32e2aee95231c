// What failed, what that does not affect, and the way on. Stands where the failure happened; never a toast.
import type { JSX, ReactNode } from 'react'
import { Glyph } from './glyph.tsx'

/** `error` for what failed; `unknown` for an upstream that does not answer; `notice` for what waits for a person. */
export function ErrorPanel({ kind = 'error', title, action, live = true, children }: {
  kind?: 'error' | 'unknown' | 'notice'; title: ReactNode; action?: ReactNode; live?: boolean; children?: ReactNode
}): JSX.Element {
  return (
    <div role={live ? 'alert' : undefined} className="grid grid-cols-[12px_minmax(0,1fr)] items-center gap-x-2.5 gap-y-2 border-b border-hair py-2.5 md:grid-cols-[12px_minmax(0,1fr)_auto]">
      <Glyph name={GLYPHS[kind]} className="mt-1 self-start" />
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere">{title}</p>
        {children !== undefined && <div className="text-ink-2">{children}</div>}
      </div>
      {action !== undefined && <div className="flex flex-wrap gap-2 max-md:col-start-2">{action}</div>}
    </div>
  )
}

const GLYPHS = { error: 'error', unknown: 'unknown', notice: 'warning' } as const
