'use client'
// All that is known of one alert. Its annotations come from whoever wrote the rule or the series: they are shown as text and nothing else.
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Code } from '#components/ui/code.tsx'
import { routes } from '#lib/routes.ts'
import type { Alert } from '#lib/thanos/live/alerts.ts'
import { webLink } from './alerts-filter.ts'

/** What opens below the row of an alert. */
export function AlertDetail({ alert }: { alert: Alert }): JSX.Element {
  const t = useTranslations('alerting.detail')
  const states = useTranslations('alerting.states')
  const managed = useTranslations('alerting.managed')
  const { slug } = useDraft()
  const annotations = Object.entries(alert.annotations)
  return (
    <section aria-label={t('label', { name: alert.name })} className="grid gap-3 py-2">
      <dl className="grid gap-x-4 gap-y-1.5 md:grid-cols-[160px_minmax(0,1fr)]">
        <Fact name={t('labels')}><Pairs of={alert.labels} /></Fact>
        <Fact name={t('annotations')}>{annotations.length === 0 ? <span className="text-ink-3">{t('noAnnotations')}</span> : <ul>{annotations.map(([name, value]) => <li key={name} className="whitespace-pre-line wrap-anywhere"><Code wrap className="text-ink-3">{name}</Code> <Untrusted value={value} /></li>)}</ul>}</Fact>
        <Fact name={t('query')}><Code wrap className="whitespace-pre-wrap">{alert.query}</Code></Fact>
        <Fact name={t('group')}>{alert.group}</Fact>
        <Fact name={t('file')}><Code wrap>{alert.file}</Code></Fact>
        <Fact name={t('rulers')}><ul>{alert.sights.map(({ pod, state, value }) => <li key={pod}>{t('sight', { pod, state: states(state), value })}</li>)}</ul></Fact>
        {alert.managed !== undefined && <Fact name={t('alertmanager')}>{managed(alert.managed)}</Fact>}
        {alert.lastError !== undefined && <Fact name={t('error')}><span className="font-medium wrap-anywhere text-danger-text">{alert.lastError}</span></Fact>}
      </dl>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {alert.silence !== undefined && <a href={alert.silence} target="_blank" rel="noreferrer" className="link inline-flex items-center max-md:min-h-11">{t('silence')}</a>}
        {alert.source === undefined ? <span className="text-ink-3">{t('noRule')}</span> : <ButtonLink variant="quiet" href={routes.rules(slug, `${alert.source.object} ${alert.source.key}`)}>{t('rule')}</ButtonLink>}
      </div>
      <p className="text-label text-ink-3">{t(alert.silence === undefined ? 'noSilence' : 'silenceWhere')}{alert.isRelabelled && ` ${t('relabelled')}`}</p>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return <div className="contents"><dt className="text-ink-3">{name}</dt><dd className="min-w-0 max-md:mb-1.5">{children}</dd></div>
}

function Pairs({ of }: { of: Readonly<Record<string, string>> }): JSX.Element {
  return <ul>{Object.entries(of).toSorted(([a], [b]) => a.localeCompare(b)).map(([name, value]) => <li key={name}><Code wrap>{`${name}=${JSON.stringify(value)}`}</Code></li>)}</ul>
}

function Untrusted({ value }: { value: string }): JSX.Element {
  const href = webLink(value)
  return href === undefined ? <>{value}</> : <a href={href} target="_blank" rel="noreferrer" className="link wrap-anywhere">{value}</a>
}
