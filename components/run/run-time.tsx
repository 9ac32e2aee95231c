// The time of one step of a run: what it may take, what it has waited of that, what it took.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import type { RunObject } from '#lib/services/views.ts'
import { Age } from '../ui/age.tsx'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Below this a time says nothing. */
const SHORT_S = 0.1

/** Nothing of a step that is not reached, or not waited for. */
export function RunTime({ object: { status, startedAt, finishedAt, waitsSince, waitsMostMs } }: { object: RunObject }): JSX.Element | null {
  const t = useTranslations('run')
  const limit = useLimit()
  if (status === 'pending') return waitsMostMs === undefined ? null : <>{t('waitsMost', { limit: limit(waitsMostMs) })}</>
  if (status === 'waiting' && waitsSince !== undefined && waitsMostMs !== undefined) {
    return <>{t.rich('waited', { limit: limit(waitsMostMs), age: () => <Age bare at={waitsSince} /> })}</>
  }
  if (startedAt === undefined) return null
  if (finishedAt === undefined) return <Age bare at={startedAt} />
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  return <>{seconds < SHORT_S ? t('instant', { value: SHORT_S }) : t('seconds', { value: seconds.toFixed(1) })}</>
}

/** A limit as somebody set it: "90 s", "5 min", "2 h". */
function useLimit(): (ms: number) => string {
  const t = useTranslations('ui.span')
  return (ms) => {
    if (ms % HOUR_MS === 0) return t('hours', { value: ms / HOUR_MS })
    if (ms % MINUTE_MS === 0) return t('minutes', { value: ms / MINUTE_MS })
    return t('seconds', { value: Math.round(ms / 1000) })
  }
}
