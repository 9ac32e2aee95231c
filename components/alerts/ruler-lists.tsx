'use client'
// What stands below the alerts: groups that are not evaluated, rules that fail, and each ruler with when it was heard.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Status } from '#components/ui/status.tsx'
import { formatDuration } from '#lib/thanos/duration.ts'
import type { Alertmanager } from '#lib/thanos/live/alerts.ts'
import type { GroupTrouble, RuleTrouble } from '#lib/thanos/live/rule-troubles.ts'
import type { Ruler } from '#lib/thanos/live/rulers.ts'

/** Groups that are late, not evaluated yet, or in no ruler. */
export function GroupList({ groups }: { groups: readonly GroupTrouble[] }): JSX.Element {
  const t = useTranslations('alerting.groups')
  return (
    <ul>
      {groups.map((group) => {
        const interval = formatDuration((group.intervalS ?? 0) * 1000)
        return (
          <Item key={`${group.is} ${group.file} ${group.name} ${group.pods.join(' ')}`} glyph="warning" title={group.name} beside={group.file}>
            {group.is === 'late' && t.rich('late', { interval, age: () => <AgeOf at={group.evaluatedAt} /> })}
            {group.is === 'never' && t('never', { interval })}
            {group.is === 'missing' && t('missing')}
            {group.is !== 'missing' && ` ${t('in', { pods: group.pods.join(', ') })}`}
            {group.elsewhere.length > 0 && ` ${t('elsewhere', { pods: group.elsewhere.join(', ') })}`}
          </Item>
        )
      })}
    </ul>
  )
}

/** Rules of which the last evaluation failed, with the ruler's words. */
export function RuleFaultList({ rules }: { rules: readonly RuleTrouble[] }): JSX.Element {
  const t = useTranslations('alerting.faults')
  return (
    <ul>
      {rules.map((rule, index) => (
        <Item key={`${rule.file} ${rule.group} ${rule.name} ${index}`} glyph="error" title={rule.name} beside={t('where', { group: rule.group, file: rule.file, pods: rule.pods.join(', ') })}>
          {rule.error === undefined ? t('noError') : <span className="font-medium text-danger-text">{rule.error}</span>}
        </Item>
      ))}
    </ul>
  )
}

/** Each ruler: whether it answers, how old that is, and where it was read. */
export function RulerList({ rulers }: { rulers: readonly Ruler[] }): JSX.Element {
  const t = useTranslations('alerting.rulers')
  const locale = useLocale()
  return (
    <ul>
      {rulers.map((ruler) => (
        <li key={`${ruler.object} ${ruler.pod}`} className="flex min-h-(--row) flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-hair py-1.5">
          <b className="font-semibold wrap-anywhere">{ruler.pod}</b>
          <Status glyph={ruler.is === 'answers' ? 'healthy' : 'unknown'} tone={ruler.is === 'answers' ? 'quiet' : 'unknown'}>{t(ruler.is)}</Status>
          {ruler.is === 'answers' && <span className="text-ink-2">{t('rules', { count: ruler.groups.reduce((sum, { rules }) => sum + rules.length, 0) })}, {t.rich('read', { age: () => <AgeOf at={ruler.at} /> })}</span>}
          {ruler.is === 'silent' && (
            <span className="min-w-0 wrap-anywhere text-ink-2">
              {ruler.why[locale]}
              {ruler.since !== undefined && <> · {t.rich('since', { age: () => <AgeOf at={ruler.since} bare /> })}</>}
              {ruler.at !== undefined && <> · {t.rich('last', { age: () => <AgeOf at={ruler.at} /> })}</>}
            </span>
          )}
          {ruler.from !== undefined && <span className="text-label wrap-anywhere text-ink-3">{t('from', { from: ruler.from })}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Each Alertmanager that the rulers send to: whether it can be asked what it did with the alerts. */
export function AlertmanagerList({ alertmanagers }: { alertmanagers: readonly Alertmanager[] }): JSX.Element {
  const t = useTranslations('alerting.alertmanagers')
  const locale = useLocale()
  return (
    <ul>
      {alertmanagers.map((each) => (
        <li key={each.address} className="flex min-h-(--row) flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-hair py-1.5">
          <a href={each.address} target="_blank" rel="noreferrer" className="link font-semibold wrap-anywhere">{each.address}</a>
          <Status glyph={each.is === 'answers' ? 'healthy' : 'unknown'} tone={each.is === 'answers' ? 'quiet' : 'unknown'}>{t(each.is)}</Status>
          <span className="min-w-0 wrap-anywhere text-ink-2">{each.is === 'answers' ? t.rich('has', { count: each.alerts, age: () => <AgeOf at={each.at} /> }) : each.why[locale]}</span>
        </li>
      ))}
    </ul>
  )
}

function AgeOf({ at, bare = false }: { at: number | undefined; bare?: boolean }): JSX.Element | null {
  return at === undefined ? null : <Age at={new Date(at).toISOString()} bare={bare} />
}

function Item({ glyph, title, beside, children }: { glyph: GlyphName; title: string; beside: string; children: ReactNode }): JSX.Element {
  return (
    <li className="grid grid-cols-[12px_minmax(0,1fr)] gap-x-2.5 border-b border-hair py-2">
      <Glyph name={glyph} className="mt-1" />
      <div className="min-w-0 wrap-anywhere"><b className="font-semibold">{title}</b> <span className="text-ink-3">{beside}</span><p className="text-ink-2">{children}</p></div>
    </li>
  )
}
