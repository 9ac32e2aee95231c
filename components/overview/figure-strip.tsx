'use client'
// The figures of an installation now: each with the page that it was read from and its age. A figure that nobody told is a dash.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Age } from '../ui/age.tsx'
import { StatStrip } from '../ui/stat-strip.tsx'
import type { LiveFigure } from './judge-attention.ts'

/** Nothing until the first look. */
export function FigureStrip({ figures }: { figures: readonly LiveFigure[] }): JSX.Element {
  const t = useTranslations('overview.figures')
  const locale = useLocale()
  return (
    <StatStrip
      className="mb-5"
      stats={figures.map(({ id, value, why, note, from, at, told }) => ({
        label: t(`label.${id}`),
        value: value !== undefined && why === undefined ? value : <span className="text-ink-3" title={why?.[locale]}>{value ?? '–'}{why !== undefined && <span className="sr-only"> {why[locale]}</span>}</span>,
        note: from === undefined || at === undefined
          ? t('silent')
          : <span title={t('from', { source: from })}>{told === undefined ? note !== undefined && <>{t(`note.${id}`, { count: note })}, </> : <><b className="font-medium text-notice-text">{t(`told.${id}`, told)}</b>, </>}<Age at={new Date(at).toISOString()} /></span>,
      }))}
    />
  )
}
