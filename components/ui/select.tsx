// Choosing one of a few. The browser's own list: right on a phone, by keyboard and for screen readers, and no script.
import { clsx } from 'clsx'
import type { ComponentProps, JSX } from 'react'
import { Glyph } from './glyph.tsx'
import { controlClass } from './input.tsx'

/** A select; its options are <option> children. */
export function Select({ mono = false, className, children, ...rest }: ComponentProps<'select'> & { mono?: boolean }): JSX.Element {
  return (
    <span className={clsx('relative block', className)}>
      <select {...rest} className={clsx(controlClass, 'block h-(--ctl) appearance-none pr-8', mono && 'font-mono font-medium')}>{children}</select>
      <Glyph name="down" className="pointer-events-none absolute top-1/2 right-2.5 -mt-1.5" />
    </span>
  )
}
