// The name of an object: its kind in grey, its name in bold; the namespace only in the title.
import { clsx } from 'clsx'
import type { JSX } from 'react'

/** `wrap` lets a long name break, for places without a scroll area. */
export function ObjectName({ id, wrap = false }: { id: string; wrap?: boolean }): JSX.Element {
  const parts = id.split('/')
  return (
    <span title={id} className={clsx('min-w-0', wrap ? 'wrap-anywhere' : 'whitespace-nowrap')}>
      <span className="text-ink-2">{parts[0]}</span> <b className="font-semibold">{parts.at(-1)}</b>
    </span>
  )
}
