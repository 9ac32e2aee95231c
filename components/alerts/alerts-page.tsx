'use client'
// What fires in an installation now, worst first, and below it what could not fire or could not be asked.
import { useLocale, useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { type JSX, type ReactNode, useMemo } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Freshness, Seen } from '#components/live/freshness.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { useObservation } from '#lib/queries/observation.ts'
import { routes } from '#lib/routes.ts'
import { type Alerts, alertsOf } from '#lib/thanos/live/alerts.ts'
import { alertsVerdict, type AlertsVerdict } from '#lib/thanos/live/alerts-verdict.ts'
import type { Observation } from '#lib/thanos/live/observation.ts'
import { AlertTable } from './alert-table.tsx'
import { ALERTS_ADDRESS, fitsAlert, SHOWS, type Shows } from './alerts-filter.ts'
import { ForeignList } from './foreign-list.tsx'
import { AlertmanagerList, GroupList, RuleFaultList, RulerList } from './ruler-lists.tsx'

/** So many are drawn: who has more narrows them, and the worst are the first. */
const MOST = 200

/** The page. */
export function AlertsPage({ canWrite }: { canWrite: boolean }): ReactNode {
  const { slug } = useDraft()
  const observed = useObservation(slug)
  return (
    <div className="flex-1 px-(--gutter) pt-[18px] pb-6">
      <Seen observed={observed}>{(observation) => <Look observation={observation} canWrite={canWrite} aside={<Freshness observed={observed} />} />}</Seen>
    </div>
  )
}

function Look({ observation, canWrite, aside }: { observation: Observation; canWrite: boolean; aside: JSX.Element }): JSX.Element {
  const t = useTranslations('alerting')
  const locale = useLocale()
  const { slug, baseSpec } = useDraft()
  const { seen, verdict } = useMemo(() => {
    const alerts = alertsOf({ spec: baseSpec, observation })
    return { seen: alerts, verdict: alertsVerdict(alerts) }
  }, [baseSpec, observation])
  return (
    <>
      <Verdict eyebrow={<Eyebrow seen={seen} verdict={verdict} />} sub={t('asked', { count: seen.rulers.filter(({ from }) => from !== undefined).length })} aside={aside}>{verdict.sentence[locale]}</Verdict>
      {seen.rulers.length === 0 && seen.arePodsKnown && <Empty title={t('noRuler')} action={canWrite ? <ButtonLink href={routes.add(slug)}>{t('addRuler')}</ButtonLink> : undefined}>{t('noRulerWhy')}</Empty>}
      {seen.rulers.length === 0 && seen.foreign.length > 0 && <Foreign seen={seen} />}
      {seen.rulers.length > 0 && (
        <div className="flex flex-col gap-5">
          <AlertSection seen={seen} />
          {seen.foreign.length > 0 && <Foreign seen={seen} />}
          {seen.groups.length > 0 && <Section title={t('groups.title')} count={seen.groups.length}><GroupList groups={seen.groups} /></Section>}
          {seen.rules.length > 0 && <Section title={t('faults.title')} count={seen.rules.length}><RuleFaultList rules={seen.rules} /></Section>}
          <Section title={t('rulers.title')} count={seen.rulers.length}><RulerList rulers={seen.rulers} /></Section>
          {seen.alertmanagers.length > 0 && <Section title={t('alertmanagers.title')} count={seen.alertmanagers.length}><AlertmanagerList alertmanagers={seen.alertmanagers} /></Section>}
        </div>
      )}
    </>
  )
}

function Foreign({ seen: { foreign } }: { seen: Alerts }): JSX.Element {
  const t = useTranslations('alerting.foreign')
  return (
    <Section title={t('title')} count={foreign.length}>
      <p className="py-2 text-ink-2">{t('what')}{foreign.length > MOST && ` ${t('most', { most: MOST, found: foreign.length })}`}</p>
      <ForeignList alerts={foreign.slice(0, MOST)} />
    </Section>
  )
}

function AlertSection({ seen: { alerts, rulers } }: { seen: Alerts }): JSX.Element {
  const t = useTranslations('alerting')
  const [{ q, show, alert }, set] = useQueryStates(ALERTS_ADDRESS, { history: 'replace' })
  const found = alerts.filter((each) => fitsAlert(each, { q, show }))
  const count = (state: Shows): number => (state === 'all' ? alerts.length : alerts.filter((each) => each.state === state).length)
  const isHeard = rulers.some(({ is }) => is === 'answers')
  return (
    <Section title={t('title')} count={alerts.length > 0 ? alerts.length : undefined}>
      {alerts.length === 0 && <p className="py-2 text-ink-2">{isHeard ? t('none') : <Status glyph="unknown" tone="unknown" wrap>{t('noneKnown')}</Status>}</p>}
      {alerts.length > 0 && (
        <>
          <div className="my-2 flex flex-wrap items-center gap-x-5 gap-y-1 print:hidden">
            <FilterInput label={t('filter')} value={q} onChange={(next) => { void set({ q: next }) }} className="w-60 max-md:w-full" />
            <Chips<Shows> label={t('show')} value={show} onChange={(next) => { void set({ show: next }) }} chips={SHOWS.map((value) => ({ value, label: t(`shows.${value}`), count: count(value) }))} />
            <span aria-live="polite" className="text-ink-3">{found.length < alerts.length && t('shown', { found: found.length, all: alerts.length })}</span>
          </div>
          {found.length > MOST && <p className="py-2 text-ink-2">{t('most', { most: MOST, found: found.length })}</p>}
          {found.length === 0 ? <p className="py-2 text-ink-2">{t('noMatch')}</p> : <AlertTable alerts={found.slice(0, MOST)} open={alert} onOpen={(id) => { void set({ alert: id }) }} />}
        </>
      )}
    </Section>
  )
}

function Eyebrow({ seen, verdict }: { seen: Alerts; verdict: AlertsVerdict }): JSX.Element {
  const t = useTranslations('alerting')
  const glyphs = { healthy: 'healthy', degraded: 'degraded', notice: 'warning', unknown: 'unknown' } as const
  const count = (state: string): number => seen.alerts.filter((alert) => alert.state === state && !alert.isOld).length
  const silent = seen.rulers.filter(({ is }) => is === 'silent').length
  return (
    <>
      <Status glyph={glyphs[verdict.health]} tone={verdict.health === 'healthy' ? 'quiet' : verdict.health}>{t(`health.${verdict.health}`)}</Status>
      {count('firing') > 0 && <Status glyph="error" tone="degraded">{t('firing', { count: count('firing') })}</Status>}
      {count('pending') > 0 && <Status glyph="progressing" tone="progressing">{t('pending', { count: count('pending') })}</Status>}
      {seen.foreign.length > 0 && <Status glyph="error" tone="notice">{t('foreign.count', { count: seen.foreign.length })}</Status>}
      {silent > 0 && <Status glyph="unknown" tone="unknown">{t('silent', { count: silent })}</Status>}
    </>
  )
}
