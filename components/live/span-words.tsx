'use client'
// Lengths of time and ages in the reader's language, for what is counted from the moment of an observation and not from the clock of the page.
import { useTranslations } from 'next-intl'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Gives "6 h", "400 d", "2 years": the largest unit that fits. */
export function useSpan(): (ms: number) => string {
  const t = useTranslations('stores.span')
  return (ms) => {
    if (ms < 60_000) return t('now')
    if (ms < 2 * HOUR_MS) return t('minutes', { value: Math.round(ms / 60_000) })
    if (ms < 2 * DAY_MS) return t('hours', { value: Math.round(ms / HOUR_MS) })
    if (ms < 730 * DAY_MS) return t('days', { value: Math.round(ms / DAY_MS) })
    return t('years', { value: Math.round(ms / (36.5 * DAY_MS)) / 10 })
  }
}
