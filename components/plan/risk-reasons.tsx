// Why a plan has the risk that it has, the worst first.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Risk } from '#lib/thanos/impact/risk.ts'
import { withCode } from '../findings/with-code.ts'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'

const SHOWN = 6

export function RiskReasons({ risk: { level, reasons }, className = '' }: { risk: Risk; className?: string }): JSX.Element | null {
  const t = useTranslations('plan.risk')
  if (reasons.length === 0) return null
  return (
    <Section title={t(level)} count={reasons.length} className={className}>
      <ul className="list-disc py-1.5 pl-[18px] text-ink-2 wrap-anywhere marker:text-ink-3">
        {reasons.slice(0, SHOWN).map((reason) => <li key={reason.en} className="py-0.5"><Sentence text={withCode(reason)} /></li>)}
        {reasons.length > SHOWN && <li className="py-0.5 text-ink-3">{t('more', { count: reasons.length - SHOWN })}</li>}
      </ul>
    </Section>
  )
}
