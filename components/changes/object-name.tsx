// The name of an object: its kind in grey, its name in bold; the namespace only in the title.
import { clsx } from 'clsx'
import type { JSX } from 'react'
import { type Wrap, wrapClass } from '../ui/wrap.ts'

/** `wrap` lets a long name break, everywhere or on a phone, for places without a scroll area. */
export function ObjectName({ id, wrap = false }: { id: string; wrap?: Wrap }): JSX.Element {
  const parts = id.split('/')
  return (
    <span title={id} className={clsx('min-w-0', wrapClass(wrap), wrap === true && 'wrap-anywhere')}>
      <span className="text-ink-2">{parts[0]}</span> <b className="font-semibold">{parts.at(-1)}</b>
    </span>
  )
}
