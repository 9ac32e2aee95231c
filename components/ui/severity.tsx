// Severity of findings: one mark with its word, and the counts that head a page.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Severity } from '#lib/thanos/finding.ts'
import type { GlyphName } from './glyph.tsx'
import { Status, type Tone } from './status.tsx'

const LOOK: Record<Severity, { glyph: GlyphName; tone: Tone }> = {
  error: { glyph: 'error', tone: 'degraded' },
  warning: { glyph: 'warning', tone: 'notice' },
  advice: { glyph: 'advice', tone: 'advice' },
}

const ORDER: readonly Severity[] = ['error', 'warning', 'advice']

/** The glyph that stands for a severity. */
export function severityGlyph(severity: Severity): GlyphName {
  return LOOK[severity].glyph
}

/** "◆ Error". */
export function SeverityMark({ severity }: { severity: Severity }): JSX.Element {
  const t = useTranslations('ui.severity')
  return <Status {...LOOK[severity]}>{t(severity)}</Status>
}

/** "◆ 5 errors  ▲ 5 warnings  □ 1 advice": those that are not zero, worst first; one quiet word when all are. */
export function SeverityCounts({ counts }: { counts: Readonly<Record<Severity, number>> }): JSX.Element {
  const t = useTranslations('ui')
  const present = ORDER.filter((severity) => counts[severity] > 0)
  if (present.length === 0) return <Status glyph="check">{t('noFindings')}</Status>
  return (
    <span className="inline-flex flex-wrap gap-x-5 gap-y-1.5">
      {present.map((severity) => <Status key={severity} {...LOOK[severity]}>{t(`counts.${severity}`, { count: counts[severity] })}</Status>)}
    </span>
  )
}
