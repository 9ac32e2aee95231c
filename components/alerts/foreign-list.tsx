'use client'
// Alerts that only an Alertmanager holds. Their words come from whoever sent them: they are shown as text and nothing else.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Code } from '#components/ui/code.tsx'
import { Status } from '#components/ui/status.tsx'
import type { ForeignAlert } from '#lib/thanos/live/foreign-alerts.ts'
import { labelText } from '#lib/thanos/live/readings.ts'

/** Each with since when it fires, what became of it, and where it is silenced. */
export function ForeignList({ alerts }: { alerts: readonly ForeignAlert[] }): JSX.Element {
  const t = useTranslations('alerting')
  return (
    <ul>
      {alerts.map((alert) => {
        const isTold = alert.managed === 'active' || alert.managed === 'unprocessed'
        return (
          <li key={alert.id} className="flex min-h-(--row) flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-hair py-1.5">
            <b className="font-semibold wrap-anywhere">{alert.name === '' ? t('foreign.noName') : alert.name}</b>
            <Status glyph={isTold ? 'error' : 'unknown'} tone={isTold ? 'degraded' : 'quiet'}>{isTold ? t('states.firing') : t(`managed.${alert.managed}`)}</Status>
            <span className="text-ink-2">{alert.severity ?? t('noSeverity')}</span>
            <span className="text-ink-2">{t('columns.since')} {alert.since === undefined ? t('unknownSince') : <Age at={new Date(alert.since).toISOString()} />}</span>
            <a href={alert.silence} target="_blank" rel="noreferrer" className="link inline-flex items-center max-md:min-h-11">{t('detail.silence')}</a>
            <span className="min-w-0 basis-full wrap-anywhere text-ink-2">{alert.summary}</span>
            <Code wrap className="min-w-0 basis-full text-ink-3">{labelText(alert.labels)}</Code>
            <span className="text-label wrap-anywhere text-ink-3">{t('rulers.from', { from: alert.alertmanager })}</span>
          </li>
        )
      })}
    </ul>
  )
}
