// One line of text to type. Values of flags, sizes and durations are typed in mono.
import { clsx } from 'clsx'
import type { ComponentProps, JSX } from 'react'

/** The look of anything that is typed into or chosen from. `aria-invalid` turns its edge red. */
export const controlClass = 'w-full min-w-0 rounded-ctl border border-control bg-raised px-2.5 text-input text-ink focus-visible:outline-2 focus-visible:outline-offset-[-1px] focus-visible:rounded-ctl aria-invalid:border-degraded aria-invalid:shadow-[inset_0_0_0_1px_var(--degraded)] disabled:border-hair disabled:bg-inset disabled:text-ink-3'

/** A text input. `edited` draws the 2 px ink edge of a field that differs from what is saved. */
export function Input({ mono = false, edited = false, className, ...rest }: ComponentProps<'input'> & { mono?: boolean; edited?: boolean }): JSX.Element {
  return (
    <input
      spellCheck={false}
      autoComplete="off"
      {...rest}
      className={clsx(controlClass, 'h-(--ctl) [&[readonly]]:bg-inset', mono && 'font-mono font-medium', edited && 'border-ink shadow-[inset_2px_0_var(--ink)]', className)}
    />
  )
}
