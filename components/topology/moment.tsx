// A moment in milliseconds as an age.
import type { JSX } from 'react'
import { Age } from '../ui/age.tsx'

/** "3 s ago", or "3 s" when `bare`; a dash when there was none. */
export function Moment({ at, bare = false, className }: { at: number | undefined; bare?: boolean; className?: string }): JSX.Element {
  if (at === undefined) return <span className="text-ink-3">–</span>
  return <Age at={new Date(at).toISOString()} bare={bare} {...(className === undefined ? {} : { className })} />
}
