// A few lines of YAML with their numbers, one of them marked as the one that is meant.
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { severityGlyph } from '#components/ui/severity.tsx'
import type { Severity } from '#lib/thanos/finding.ts'
import type { Excerpt } from './source-excerpt.ts'

const TINT: Record<Severity, string> = { error: 'bg-degraded-tint', warning: 'bg-notice-tint', advice: 'bg-inset' }

/** The lines of an excerpt. */
export function Lines({ excerpt, severity }: { excerpt: Excerpt; severity: Severity }): ReactNode {
  return (
    <div className="overflow-x-auto border-y border-hair font-mono text-code" tabIndex={0} role="group" aria-label={`${excerpt.file}:${excerpt.hit}`}>
      {excerpt.lines.map(({ number, text }) => {
        const isHit = number === excerpt.hit
        return (
          <div key={number} className={clsx('grid w-max min-w-full grid-cols-[48px_24px_minmax(max-content,1fr)]', isHit && TINT[severity])}>
            <span className={clsx('text-right', isHit ? 'text-ink-2' : 'text-ink-3')}>{number}</span>
            <span className="grid place-items-center">{isHit && <Glyph name={severityGlyph(severity)} className="size-2.5" />}</span>
            <span className="whitespace-pre pr-3">{text}</span>
          </div>
        )
      })}
    </div>
  )
}
