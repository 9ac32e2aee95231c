// Several lines of text to type or paste.
import { clsx } from 'clsx'
import type { ComponentProps, JSX } from 'react'
import { controlClass } from './input.tsx'

/** A text area; `mono` for YAML and rules, which neither wrap nor get spell-checked. */
export function Textarea({ mono = false, className, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }): JSX.Element {
  return (
    <textarea
      spellCheck={false}
      rows={4}
      {...rest}
      className={clsx(controlClass, 'block py-1.5 read-only:bg-inset', mono && 'font-mono text-code whitespace-pre max-md:text-[16px]', className)}
    />
  )
}
