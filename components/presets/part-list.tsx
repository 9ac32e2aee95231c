'use client'
// What can be added, each with what it is for, and what it comes to once it is chosen.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { SectionHead } from '#components/ui/section.tsx'
import type { PartSizing } from '#lib/thanos/presets/addition.ts'
import { NEW_INSTALLATION, type Part, PARTS } from '#lib/thanos/presets/request.ts'

/** The list; the caller holds what is chosen. */
export function PartList({ chosen, sizings, readOnly, onChoose }: { chosen: readonly Part[]; sizings: readonly PartSizing[]; readOnly: boolean; onChoose: (parts: Part[]) => void }): JSX.Element {
  const t = useTranslations('presets.parts')
  const isAll = NEW_INSTALLATION.every((part) => chosen.includes(part))
  return (
    <section className="mb-5">
      <SectionHead title={t('title')} aside={<Button variant="quiet" disabled={readOnly} onClick={() => onChoose(isAll ? [] : [...NEW_INSTALLATION])}>{t(isAll ? 'none' : 'all')}</Button>} />
      <ul aria-label={t('title')}>
        {PARTS.map((part) => {
          const sizing = sizings.find((each) => each.part === part)?.sizing
          return (
            <li key={part} className="flex items-start justify-between gap-4 border-b border-hair py-1.5">
              <Checkbox checked={chosen.includes(part)} disabled={readOnly} onChange={(event) => onChoose(PARTS.filter((each) => (each === part ? event.target.checked : chosen.includes(each))))}>
                <span className="font-semibold">{t(`name.${part}`)}</span>
                <span className="block text-label text-ink-3">{t(`what.${part}`)}</span>
              </Checkbox>
              {sizing !== undefined && <code className="flex-none text-right text-ink-2 tabular-nums">{sizing.replicas} × {sizing.limits.memory}{sizing.disk !== undefined && <span className="block text-ink-3">{sizing.disk}</span>}</code>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
