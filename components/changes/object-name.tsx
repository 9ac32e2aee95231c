// The name of an object: its kind in grey, its name in bold; the namespace only in the title.
import type { JSX } from 'react'

export function ObjectName({ id }: { id: string }): JSX.Element {
  const parts = id.split('/')
  return (
    <span title={id} className="min-w-0 whitespace-nowrap">
      <span className="text-ink-2">{parts[0]}</span> <b className="font-semibold">{parts.at(-1)}</b>
    </span>
  )
}
