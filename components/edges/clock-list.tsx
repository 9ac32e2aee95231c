'use client'
// The edges whose clocks are off: what shows it, and what it does.
import { useLocale } from 'next-intl'
import type { JSX } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { ClockTrouble } from '#lib/thanos/live/edge-clock-words.ts'

export function ClockList({ troubles }: { troubles: readonly ClockTrouble[] }): JSX.Element {
  const locale = useLocale()
  return (
    <ul>
      {troubles.map(({ row: { name, labels, what }, evidence, harm }) => (
        <li key={JSON.stringify([name, labels])} className="grid grid-cols-[12px_minmax(0,1fr)] gap-x-2.5 border-b border-hair py-2">
          <Glyph name="warning" className="mt-1" />
          <div className="min-w-0 wrap-anywhere">
            <p><b className="font-semibold">{name}</b> <span className="text-ink-2">{what[locale]}</span></p>
            <dl className="my-1.5 border-t border-hair text-label">
              {evidence.map(({ asked, answer, isBad }) => (
                <div key={asked.en} className="grid gap-x-3.5 border-b border-hair py-1.5 md:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
                  <dt className="text-ink-2">{asked[locale]}</dt>
                  <dd className={isBad === true ? 'font-medium text-notice-text' : ''}>{answer[locale]}</dd>
                </div>
              ))}
            </dl>
            <p className="text-ink-2"><Sentence text={harm} /></p>
          </div>
        </li>
      ))}
    </ul>
  )
}
