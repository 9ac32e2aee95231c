// The last lines that a failing container wrote; the one that says why is tinted.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { RunObject } from '#lib/services/views.ts'
import { Glyph } from '../ui/glyph.tsx'

const FATAL = /level=(error|fatal)|\berr(or)?=|\bpanic:|\bfatal\b/i

export function RunLog({ log: { pod, container, isPrevious, lines } }: { log: NonNullable<RunObject['log']> }): JSX.Element {
  const t = useTranslations('run')
  return (
    <figure>
      <figcaption className="pb-1 text-ink-3">{t(isPrevious ? 'logBefore' : 'logNow', { pod, container: container ?? '' })}</figcaption>
      <ol className="bg-inset py-2 font-mono text-xs leading-5">
        {lines.map((line, index) => {
          const isFatal = FATAL.test(line)
          return (
            // Lines may be alike, and their order never changes.
            // oxlint-disable-next-line react/no-array-index-key -- see above
            <li key={index} className={clsx('flex gap-2 px-3 whitespace-pre-wrap wrap-anywhere', isFatal && 'bg-degraded-tint text-degraded-text')}>
              <span className="w-3 shrink-0 self-start pt-1">{isFatal && <Glyph name="error" />}</span>
              <span className="min-w-0">{isFatal && <span className="sr-only">{t('fatal')}</span>}{line}</span>
            </li>
          )
        })}
      </ol>
    </figure>
  )
}
