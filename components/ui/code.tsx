// Flags, ids and values as they stand in files: mono, in one piece.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

/** Inline code. `wrap` lets a long value break. */
export function Code({ wrap = false, className, children }: { wrap?: boolean; className?: string; children: ReactNode }): JSX.Element {
  return <code className={clsx(wrap ? 'wrap-anywhere' : 'whitespace-nowrap', className)}>{children}</code>
}
