'use client'
// What waits for a person: workloads that are not well, a cluster that differs, a revision that is not applied. Nothing when all is well.
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { routes } from '#lib/routes.ts'
import type { ApprovalView, FindingPage, StackView } from '#lib/services/views.ts'
import type { GoodStatus, LiveStatus } from '#lib/queries/stack-status.ts'
import type { Attention } from '#lib/thanos/live/attention.ts'
import { withCode } from '../findings/with-code.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { Glyph, type GlyphName } from '../ui/glyph.tsx'
import { healthGlyph } from '../ui/health-badge.tsx'
import { Link } from '../ui/link.tsx'
import { Section } from '../ui/section.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { hrefOf, linkOfWorkload, mergeNeeds, type Need, type SeenNeed, type WorkloadNeed } from './merge-needs.ts'
import { nameOf, worstFirst } from './verdict-of.ts'

/** So many stand in sight; the rest is behind a button. */
const FIRST = 3

/** A list, the most important first, or nothing. `attention` is what was seen of the installation itself. */
export function NeedsYou({ stack, live, findings, approval, attention }: {
  stack: StackView; live: LiveStatus | undefined; findings: FindingPage; approval: ApprovalView | undefined; attention: readonly Attention[]
}): JSX.Element | null {
  const t = useTranslations('overview')
  const [isWhole, showAll] = useState(false)
  const seen = useSeenNeeds(stack, attention)
  const needs = mergeNeeds({ seen, approval: useApprovalNeed(stack, approval), workloads: useWorkloadNeeds(stack, live), others: useOtherNeeds(stack, live), errors: useOpenErrors(stack, findings) })
  if (needs.length === 0) return null
  return (
    <Section title={t('needsYou')} count={needs.length}>
      <ul>
        {(isWhole ? needs : needs.slice(0, FIRST)).map(({ id, glyph, title, why, since, link }) => (
          <li key={id} className="grid grid-cols-[12px_minmax(0,1fr)_auto] items-center gap-2.5 border-b border-hair py-1.5 hover:bg-hover max-md:py-2.5">
            <Glyph name={glyph} className="mt-[3px] self-start" />
            <div className="min-w-0">
              <p className="leading-[18px] font-semibold max-md:leading-5">{title}{since !== undefined && <Age bare at={new Date(since).toISOString()} className="ml-3 font-normal whitespace-nowrap text-ink-3" />}</p>
              {why !== '' && <p className="leading-[18px] wrap-anywhere text-ink-2 max-md:leading-5"><Sentence text={why} /></p>}
            </div>
            <Link href={link.href} className="link font-medium max-md:flex max-md:min-h-11 max-md:items-center">{link.label}</Link>
          </li>
        ))}
      </ul>
      {!isWhole && needs.length > FIRST && <Button variant="quiet" size="small" className="mt-1" onClick={() => { showAll(true) }}>{t('needsMore', { count: needs.length - FIRST })}</Button>}
    </Section>
  )
}

const GLYPHS: Record<Attention['is'], GlyphName> = {
  'no-edge': 'degraded', down: 'degraded', halted: 'degraded', refused: 'degraded', 'silent-edge': 'degraded', failing: 'degraded', 'unseen-store': 'warning',
  memory: 'warning', clock: 'warning', starting: 'progressing', differs: 'outofsync', blind: 'unknown',
}

/** What is seen of the installation; each leads to where it is put right. */
function useSeenNeeds({ slug }: StackView, attention: readonly Attention[]): SeenNeed[] {
  const t = useTranslations('overview.needs')
  const locale = useLocale()
  return attention.map(({ title, why, link, ...rest }) => ({
    ...rest, glyph: GLYPHS[rest.is], title: title[locale], why: why[locale], link: { label: t(`go.${link.to}`), href: hrefOf(slug, link) },
  }))
}

/** A plan that waits for a second person, or was rejected by one: first for whoever may decide. */
function useApprovalNeed({ slug }: StackView, approval: ApprovalView | undefined): Need[] {
  const t = useTranslations('approval.needs')
  const locale = useLocale()
  if (approval?.isNeeded !== true || !approval.isOpen || approval.standing?.kind === 'approved') return []
  const { planId, revision, risk, standing, whyNot } = approval
  const link = { label: t('review'), href: routes.plan(slug, planId) }
  if (standing) return [{ id: 'approval', glyph: 'degraded', title: t('rejected', { revision, who: standing.by }), why: standing.comment, link }]
  return [{ id: 'approval', glyph: 'waiting', title: t(whyNot === undefined ? 'mine' : 'others', { revision }), why: risk.reasons.map((reason) => reason[locale]).join('. '), link }]
}

/** Errors that nobody accepted, told by the worst of them. */
function useOpenErrors(stack: StackView, { revision, counts, items }: FindingPage): Need[] {
  const t = useTranslations('overview.needs')
  const locale = useLocale()
  const [first] = items
  if (revision === undefined || first === undefined || counts.error === 0) return []
  return [{
    id: 'findings', glyph: 'error', title: t('errors', { revision, count: counts.error }), why: withCode(first.message)[locale],
    link: { label: t('seeFindings'), href: routes.findings(stack.slug, counts.error === 1 ? first.key : undefined) },
  }]
}

function useWorkloadNeeds({ slug, head, applied }: StackView, live: LiveStatus | undefined): WorkloadNeed[] {
  const t = useTranslations('overview.needs')
  const workloads = head === undefined || live?.fault !== undefined ? [] : worstFirst(live?.good?.workloads ?? [])
  return workloads.flatMap((workload): WorkloadNeed[] => {
    const { seen, health, message, ready, want } = workload
    if (health !== 'Degraded' && health !== 'Missing' && health !== 'Progressing') return []
    const title = health === 'Degraded' && ready > 0 && ready < want ? t('health.Partly', { name: nameOf({ seen }), ready, want }) : t(`health.${health}`, { name: nameOf({ seen }) })
    const link = linkOfWorkload(workload, applied !== undefined)
    return [{ id: seen, object: seen, health, glyph: healthGlyph(health), title, why: message === '' ? t('ready', { ready, want }) : message, link: { label: t(`go.${link.to}`), href: hrefOf(slug, link) } }]
  })
}

function useOtherNeeds(stack: StackView, live: LiveStatus | undefined): Need[] {
  const t = useTranslations('overview.needs')
  const drift = useTranslations('drift.need')
  const format = useFormatter()
  const good = live?.fault === undefined ? live?.good : undefined
  const needs: Need[] = []
  const { applied } = stack
  if (good !== undefined && applied !== undefined) needs.push(...driftNeeds(good, { slug: stack.slug, applied, isHead: applied === stack.head, t: drift, format }))
  if (stack.head !== undefined && stack.head !== stack.applied) {
    needs.push({ id: 'pending', glyph: 'waiting', title: t('pending', { revision: stack.head }), why: t('pendingWhy'), link: { label: t('review'), href: routes.changes(stack.slug) } })
  }
  return needs
}

type DriftWords = { slug: string; applied: number; isHead: boolean; t: ReturnType<typeof useTranslations<'drift.need'>>; format: ReturnType<typeof useFormatter> }

/** What differs from the applied revision; and when that is not known, that it is not. */
function driftNeeds({ sync, drift }: GoodStatus, { slug, applied, isHead, t, format }: DriftWords): Need[] {
  const link = { label: t('see'), href: routes.drift(slug) }
  if (drift?.failed === true) {
    const last = drift.at === undefined ? '' : ` ${t('last')}: ${format.dateTime(new Date(drift.at), { dateStyle: 'medium', timeStyle: 'short' })}.`
    return [{ id: 'drift', glyph: 'unknown', title: t('unknown'), why: t('unknownWhy') + last, link }]
  }
  if (drift !== undefined && drift.count > 0) return [{ id: 'drift', glyph: 'outofsync', title: t('title', { revision: applied, count: drift.count }), why: t('why'), link }]
  // The quick look sees it before the next check does.
  return sync === 'OutOfSync' && isHead ? [{ id: 'drift', glyph: 'outofsync', title: t('some', { revision: applied }), why: t('why'), link }] : []
}
