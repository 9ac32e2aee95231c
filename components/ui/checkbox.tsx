// One thing to tick, with its words.
import { clsx } from 'clsx'
import type { ComponentProps, JSX, ReactNode } from 'react'

/** A checkbox; the words beside it are its label. */
export function Checkbox({ className, children, ...rest }: Omit<ComponentProps<'input'>, 'type'> & { children?: ReactNode }): JSX.Element {
  return (
    <label className={clsx('inline-flex min-h-5 cursor-pointer items-start gap-2.5 max-md:min-h-11 max-md:items-center', className)}>
      <input {...rest} type="checkbox" className="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent max-md:mt-0" />
      {children !== undefined && <span className="min-w-0">{children}</span>}
    </label>
  )
}
