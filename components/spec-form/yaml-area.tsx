'use client'
// A text area for YAML with line numbers: the line of a problem is tinted, and its message leads to the place.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useId, useRef } from 'react'
import { FieldError } from '#components/ui/field.tsx'

export type YamlProblem = { readonly message: ReactNode; readonly line?: number; readonly column?: number }

type Props = Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'className'> & {
  value: string; problem?: YamlProblem | undefined; minLines?: number; onText: (text: string) => void
}

/** The area. A problem stands above it and stays in sight; without one its `children` stand below. */
export function YamlArea({ value, problem, minLines = 3, onText, children, ...rest }: Props): ReactNode {
  const t = useTranslations('edit.yaml')
  const area = useRef<HTMLTextAreaElement>(null)
  const noteId = useId()
  const lines = Math.max(minLines, value.split('\n').length)
  const goThere = (): void => {
    const at = offsetOf(value, problem?.line ?? 1, problem?.column ?? 1)
    area.current?.focus()
    area.current?.setSelectionRange(at, at)
  }
  return (
    <div className="[--line:20px] max-md:[--line:24px]">
      <div id={`${noteId}-problem`} role="status" className="sticky top-(--bar) z-1 bg-page pb-1.5 empty:hidden">
        {problem !== undefined && (
          <FieldError>
            {problem.line !== undefined && <button type="button" className="link mr-1.5 font-medium" onClick={goThere}>{t('at', { line: problem.line, column: problem.column ?? 1 })}</button>}
            {problem.message}
          </FieldError>
        )}
      </div>
      <div className={clsx('relative grid grid-cols-[40px_minmax(0,1fr)] overflow-hidden rounded-ctl border bg-raised font-mono text-code leading-(--line) focus-within:outline-2 focus-within:outline-offset-[-1px] focus-within:outline-focus max-md:text-[16px]', problem === undefined ? 'border-control' : 'border-degraded')}>
        {problem?.line !== undefined && <div aria-hidden="true" className="pointer-events-none absolute inset-x-0 h-(--line) bg-degraded-tint" style={{ top: `calc(6px + var(--line) * ${problem.line - 1})` }} />}
        <pre aria-hidden="true" className="relative border-r border-hair py-1.5 pr-2 text-right font-mono text-ink-3 select-none">
          {Array.from({ length: lines }, (_, index) => <span key={index} className={clsx('block', problem?.line === index + 1 && 'font-semibold text-degraded-text')}>{index + 1}</span>)}
        </pre>
        <textarea
          {...rest} ref={area} value={value} spellCheck={false} autoComplete="off" aria-invalid={problem === undefined ? undefined : true} aria-describedby={`${noteId}-problem ${noteId}`}
          onChange={(event) => onText(event.target.value)} style={{ height: `calc(12px + var(--line) * ${lines})` }}
          className="relative block w-full resize-none overflow-x-auto overflow-y-hidden bg-transparent px-2.5 py-1.5 font-mono whitespace-pre text-ink outline-none"
        />
      </div>
      <div id={noteId} className="mt-1.5 text-label text-ink-3 empty:hidden">{problem === undefined && children}</div>
    </div>
  )
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0)
  return Math.min(text.length, before + column - 1)
}
