'use client'
// What the Prometheus servers behind sidecars scrape: what is broken first, the rest folded.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Breakable } from '#components/ui/breakable.tsx'
import { Code } from '#components/ui/code.tsx'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { BrokenTarget, TargetGroup } from '#lib/thanos/live/observation.ts'
import { labelText } from '#lib/thanos/live/readings.ts'
import type { TargetsSeen } from '#lib/thanos/live/targets.ts'

export function TargetSection({ targets }: { targets: TargetsSeen }): JSX.Element {
  const t = useTranslations('stores.targets')
  const locale = useLocale()
  const { at, from, why, counts, troubled, calm, broken, left, warnings } = targets
  const all = counts.up + counts.down + counts.unknown
  return (
    <Section title={t('title')} count={at === undefined ? undefined : t('counts', counts)} aside={at === undefined ? undefined : <span title={from}>{t.rich('read', { age: () => <Age at={new Date(at).toISOString()} /> })}</span>}>
      {why !== undefined && <p className="py-2"><Status glyph="unknown" tone="unknown">{t(at === undefined ? 'dead' : 'stale')}</Status> <span className="text-ink-2">{why[locale]}</span></p>}
      {warnings.map((warning) => <p key={warning} className="py-1 wrap-anywhere"><Status glyph="warning" tone="notice">{t('part')}</Status> <span className="text-ink-2">{warning}</span></p>)}
      {at !== undefined && all === 0 && <p className="py-2 text-ink-2">{t('none')}</p>}
      {broken.length > 0 && <ul>{broken.map((target) => <Broken key={`${labelText(target.labels)} ${target.job} ${target.instance ?? ''}`} target={target} />)}</ul>}
      {left.broken > 0 && <p className="py-2 text-ink-2">{t.rich('moreBroken', { count: left.broken, query: () => <Code>up == 0</Code> })}</p>}
      {troubled.length > 0 && <Jobs label={t('troubled')} groups={troubled} />}
      {calm.length > 0 && <details className="pt-2"><summary className="w-fit cursor-pointer text-accent max-md:py-3">{t('calm', { count: calm.length })}</summary><Jobs label={t('calm', { count: calm.length })} groups={calm} /></details>}
      {left.groups > 0 && <p className="py-2 text-ink-2">{t('moreJobs', { count: left.groups })}</p>}
      <p className="pt-2 text-label wrap-anywhere text-ink-3">{t('from', { from })}</p>
    </Section>
  )
}

function Broken({ target: { job, labels, instance, error, scrapedAt } }: { target: BrokenTarget }): JSX.Element {
  const t = useTranslations('stores.targets')
  return (
    <li className="flex min-h-(--row) flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-hair py-1.5">
      <Status glyph="degraded" tone="degraded">{t('down')}</Status>
      <b className="font-semibold wrap-anywhere">{instance ?? job}</b>
      <span className="text-ink-2">{t('job', { job })} <Code wrap>{labelText(labels)}</Code></span>
      <span className="min-w-0 wrap-anywhere text-danger-text">{error ?? t('noError')}</span>
      {scrapedAt !== undefined && <span className="text-ink-3">{t.rich('tried', { age: () => <Age at={new Date(scrapedAt).toISOString()} /> })}</span>}
    </li>
  )
}

function Jobs({ label, groups }: { label: string; groups: readonly TargetGroup[] }): JSX.Element {
  const t = useTranslations('stores.targets.columns')
  return (
    <Table label={label} sticky={false}>
      <thead><tr><Th>{t('job')}</Th><Th phone={false} className="w-full">{t('prometheus')}</Th><Th num>{t('up')}</Th><Th num>{t('down')}</Th><Th num phone={false}>{t('unknown')}</Th><Th num phone={false}>{t('scraped')}</Th></tr></thead>
      <tbody>
        {groups.map(({ job, labels, up, down, unknown, scrapedAt }) => (
          <tr key={`${labelText(labels)} ${job}`}>
            <Td name wrap="phone"><Breakable text={job} /><span className="block font-normal text-ink-3 wrap-anywhere md:hidden">{labelText(labels)}</span></Td>
            <Td phone={false} wrap className="py-1 wrap-anywhere text-ink-2"><Code wrap>{labelText(labels)}</Code></Td>
            <Td num>{up}</Td>
            <Td num className={down > 0 ? 'font-medium text-danger-text' : 'text-ink-3'}>{down}</Td>
            <Td num phone={false} className={unknown > 0 ? '' : 'text-ink-3'}>{unknown}</Td>
            <Td num phone={false} className="text-ink-2">{scrapedAt === undefined ? '–' : <Age at={new Date(scrapedAt).toISOString()} />}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
