// A labelled control with its help and, when there is one, its error: one line below it, in words.
import { clsx } from 'clsx'
import { type JSX, type ReactNode, useId } from 'react'
import { Glyph } from './glyph.tsx'

export type FieldControl = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** Label above, control, then error or help. The control is given its id and what describes it. */
export function Field({ label, help, error, className, children }: {
  label: ReactNode; help?: ReactNode; error?: ReactNode; className?: string; children: (control: FieldControl) => ReactNode
}): JSX.Element {
  const id = useId()
  const hasError = error !== undefined && error !== null && error !== ''
  const hasNote = hasError || help !== undefined
  return (
    <div className={clsx('min-w-0', className)}>
      <label htmlFor={id} className="mb-1 block w-fit">{label}</label>
      {children({ id, 'aria-describedby': hasNote ? `${id}-note` : undefined, 'aria-invalid': hasError ? true : undefined })}
      {hasNote && <div id={`${id}-note`} className="mt-1">{hasError ? <FieldError>{error}</FieldError> : <p className="text-label text-ink-3">{help}</p>}</div>}
    </div>
  )
}

/** The error line below a control. */
export function FieldError({ children }: { children: ReactNode }): JSX.Element {
  return (
    <p className="flex gap-[5px] text-label text-degraded-text">
      <Glyph name="error" className="mt-[3px] size-2.5" />
      <span>{children}</span>
    </p>
  )
}
