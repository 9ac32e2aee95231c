// Every number of every workload that is added, with the formula that it comes from and how far that can be trusted.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Section } from '#components/ui/section.tsx'
import type { PartSizing } from '#lib/thanos/presets/addition.ts'

const ROW = 'grid gap-x-5 gap-y-0.5 border-b border-hair py-2 md:grid-cols-[150px_minmax(0,1fr)]'

/** One section a workload. */
export function Reasons({ sizings }: { sizings: readonly PartSizing[] }): JSX.Element {
  const t = useTranslations('presets.reasons')
  const locale = useLocale()
  return (
    <>
      {sizings.map(({ name, sizing }) => (
        <Section key={name} title={name} aside={t('title')} className="mb-5">
          <dl>
            {sizing.figures.map(({ id, label, value, formula, basis, source }) => (
              <div key={id} className={ROW}>
                <dt>{label[locale]}<span className="block font-semibold tabular-nums">{value}</span></dt>
                <dd className="min-w-0 text-ink-2">
                  {formula[locale]}{' '}
                  <span className={clsx('text-label whitespace-nowrap', basis === 'rule-of-thumb' ? 'text-notice-text' : 'text-ink-3')}>{t(`basis.${basis}`)}</span>
                  {basis !== 'exact' && <>{' · '}<a href={source} target="_blank" rel="noreferrer" className="text-label">{t('source')}</a></>}
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      ))}
      <p className="mb-5 text-label text-ink-3">{t('note')}</p>
    </>
  )
}
