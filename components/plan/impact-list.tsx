// What a change does: data, queries, restarts, ingest. Always these four, also when nothing happens.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { Impact } from '#lib/thanos/impact/impact.ts'
import { withCode } from '../findings/with-code.ts'
import { Glyph, type GlyphName } from '../ui/glyph.tsx'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'

export function ImpactList({ impacts, className = '' }: { impacts: readonly Impact[]; className?: string }): JSX.Element {
  const t = useTranslations('plan.impact')
  return (
    <Section title={t('title')} className={className}>
      <ul>
        {impacts.map((impact, index) => (
          <li key={index} className="grid grid-cols-[12px_64px_minmax(0,1fr)] gap-2.5 border-b border-hair py-[7px] max-md:grid-cols-[12px_minmax(0,1fr)]">
            <Glyph name={glyphOf(impact)} className="mt-1" />
            <span className="text-ink-3 max-md:hidden">{t(impact.area)}</span>
            <span>
              <b className="font-semibold"><Sentence text={withCode(impact.message)} /></b>
              {impact.detail && <span className="block text-ink-2 wrap-anywhere"><Sentence text={withCode(impact.detail)} /></span>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function glyphOf(impact: Impact): GlyphName {
  if (impact.weight === 'none') return 'check'
  if (impact.weight === 'danger') return impact.undoableMs === undefined ? 'error' : 'irreversible'
  return impact.area === 'restarts' ? 'restart' : 'warning'
}
