'use client'
// The overview of a stack. What is saved comes with the page; what runs is asked again and again.
import { clsx } from 'clsx'
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import type { ApprovalView, FindingPage, RevisionSummary, StackView } from '#lib/services/views.ts'
import { type LiveStatus, useStackStatus } from '#lib/queries/stack-status.ts'
import { Age } from '../ui/age.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { HealthBadge } from '../ui/health-badge.tsx'
import { Section } from '../ui/section.tsx'
import { SyncBadge } from '../ui/sync-badge.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { FigureStrip } from './figure-strip.tsx'
import { FindingCounts } from './finding-counts.tsx'
import { BucketCharts, HistoryCharts } from './history-part.tsx'
import { NeedsYou } from './needs-you.tsx'
import { RevisionList } from './revision-list.tsx'
import { useJudged } from './use-judged.ts'
import { verdictOf } from './verdict-of.ts'
import { WorkloadSkeleton, WorkloadTable } from './workload-table.tsx'

/** The page below the bar. */
export function Overview({ stack, revisions, findings, approval, images }: {
  stack: StackView; revisions: readonly RevisionSummary[]; findings: FindingPage; approval: ApprovalView | undefined
  /** By objectId: the image that the applied revision asks for. */
  images: Readonly<Record<string, string>>
}): JSX.Element {
  const t = useTranslations('overview')
  const { data: live, refetch } = useStackStatus(stack.slug)
  const locale = useLocale()
  const { observation, judged } = useJudged(stack.slug)
  const trouble = judged?.attention.find(({ costsNow }) => costsNow)?.title
  const verdict = verdictOf(stack, live, trouble, new Map(judged?.attention.filter(({ is }) => TELLING.has(is)).map(({ id, title }) => [id, title])))
  const { key, ...values } = 'what' in verdict ? { key: verdict.key, what: verdict.what[locale] } : verdict
  const isSilent = live?.fault !== undefined
  return (
    <>
      <Verdict eyebrow={<Badges live={live} isManaged={stack.head !== undefined} isTroubled={trouble !== undefined} />} aside={<Looked live={live} />}>{t(`verdict.${key}`, values)}</Verdict>
      {judged !== undefined && <FigureStrip figures={judged.figures} />}
      {stack.head === undefined && (
        <Empty title={t('first.title')} action={<><ButtonLink variant="primary" href={routes.import(stack.slug)}>{t('first.button')}</ButtonLink><ButtonLink href={routes.add(stack.slug)}>{t('first.presets')}</ButtonLink></>}>{t('first.why')}</Empty>
      )}
      <div className={clsx('grid gap-x-9 gap-y-5', revisions.length > 0 && 'xl:grid-cols-[minmax(0,1fr)_344px] lg:grid-cols-[minmax(0,1fr)_300px]')}>
        <div className="grid min-w-0 content-start gap-5">
          <NeedsYou stack={stack} live={live} findings={findings} approval={approval} attention={judged?.attention ?? []} />
          <Section title={t('workloads')} count={live?.good?.workloads.length}>
            {live?.fault !== undefined && <Silence live={live} onRetry={() => void refetch()} />}
            {live === undefined && <WorkloadSkeleton />}
            {live?.good !== undefined && live.good.workloads.length > 0 && <WorkloadTable slug={stack.slug} workloads={live.good.workloads} seen={observation} images={images} isOld={isSilent} isManaged={stack.head !== undefined} />}
            {live?.good !== undefined && live.good.workloads.length === 0 && <Empty title={t('noWorkloads', { namespace: stack.namespace })}>{t('noWorkloadsWhy')}</Empty>}
          </Section>
          {live?.good !== undefined && live.good.workloads.length > 0 && <HistoryCharts slug={stack.slug} namespace={stack.namespace} />}
          {observation?.pods.state === 'fresh' && observation.pods.value.length > 0 && <BucketCharts observation={observation} />}
        </div>
        {revisions.length > 0 && (
          <div className="grid content-start gap-5">
            <FindingCounts stack={stack} findings={findings} />
            <RevisionList stack={stack} revisions={revisions} />
          </div>
        )}
      </div>
    </>
  )
}

/** What says of a workload why it is not well. */
const TELLING: ReadonlySet<string> = new Set(['down', 'failing', 'halted'])

/** What is seen to go wrong counts above pods that are all ready. */
function Badges({ live, isManaged, isTroubled }: { live: LiveStatus | undefined; isManaged: boolean; isTroubled: boolean }): JSX.Element {
  const good = live?.fault === undefined ? live?.good : undefined
  return <><HealthBadge long health={good !== undefined && isTroubled ? 'Degraded' : good?.health ?? 'Unknown'} /><SyncBadge long sync={(isManaged ? good?.sync : undefined) ?? 'Unknown'} /></>
}

function Looked({ live }: { live: LiveStatus | undefined }): JSX.Element | null {
  const t = useTranslations('overview')
  if (live?.good === undefined) return null
  const { workloads, at } = live.good
  const sum = (of: 'ready' | 'want'): number => workloads.reduce((total, workload) => total + workload[of], 0)
  return <>{t.rich('looked', { count: workloads.length, ready: sum('ready'), want: sum('want'), age: () => <Age at={at} /> })}</>
}

function Silence({ live: { fault, good }, onRetry }: { live: LiveStatus; onRetry: () => void }): JSX.Element | null {
  const t = useTranslations('overview.silence')
  const ui = useTranslations('ui')
  if (fault === undefined) return null
  return (
    <ErrorPanel
      kind="unknown"
      title={t(`title.${fault.from}`)}
      action={fault.from === 'session' ? <ButtonLink href={routes.login()}>{t('signIn')}</ButtonLink> : <Button onClick={onRetry}>{ui('retry')}</Button>}
    >
      {fault.from === 'cluster' && <p className="wrap-anywhere">{fault.reason}</p>}
      <p>{good === undefined ? t(`rest.${fault.from}`) : t.rich('shown', { age: () => <Age at={good.at} /> })}</p>
    </ErrorPanel>
  )
}
