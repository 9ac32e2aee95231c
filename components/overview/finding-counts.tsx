'use client'
// How many findings the newest revision has, by severity, and what of them is accepted: at the side of the overview.
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { routes } from '#lib/routes.ts'
import type { FindingPage, StackView } from '#lib/services/views.ts'
import { useLeft } from '../findings/finding-until.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { severityGlyph } from '../ui/severity.tsx'
import { Status } from '../ui/status.tsx'

const TONES = { error: 'degraded', warning: 'notice', advice: 'advice' } as const

/** What is open, worst first; then what is accepted. */
export function FindingCounts({ stack, findings: { counts, nextEnd } }: { stack: StackView; findings: FindingPage }): JSX.Element {
  const t = useTranslations('overview.findings')
  const left = useLeft()
  const open = counts.error + counts.warning + counts.advice
  return (
    <Section title={t('title')} count={open} aside={<Link href={routes.findings(stack.slug)} className="hover:text-ink">{t('all')}</Link>}>
      <ul>
        {(['error', 'warning', 'advice'] as const).filter((severity) => counts[severity] > 0).map((severity) => (
          <Count key={severity} href={`${routes.findings(stack.slug)}?severity=${severity}`} count={counts[severity]}>
            <Status glyph={severityGlyph(severity)} tone={TONES[severity]}>{t(severity)}</Status>
          </Count>
        ))}
        {counts.ended > 0 && <Count href={routes.findings(stack.slug)} count={counts.ended}><Status glyph="warning" tone="notice">{t('ended')}</Status></Count>}
        {counts.accepted > 0 && (
          <Count href={`${routes.findings(stack.slug)}?show=accepted`} count={counts.accepted}>
            <Status glyph="check">{nextEnd === undefined ? t('accepted') : t('acceptedUntil', { left: left(nextEnd) })}</Status>
          </Count>
        )}
        {open + counts.accepted === 0 && <li className="border-b border-hair py-[5px]"><Status glyph="check">{t('none')}</Status></li>}
      </ul>
    </Section>
  )
}

function Count({ href, count, children }: { href: string; count: number; children: ReactNode }): JSX.Element {
  return (
    <li className="border-b border-hair">
      <Link href={href} prefetch={false} className="flex items-baseline justify-between gap-3 py-[5px] leading-[18px] hover:bg-hover max-md:min-h-11 max-md:items-center">
        {children}<span>{count}</span>
      </Link>
    </li>
  )
}
