// Changes of a stack: what waits to be applied, the history of revisions, and the runs.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ChangesTabs } from '#components/changes/changes-tabs.tsx'
import { filterCount, type HistoryAddress, historyHref, historyQuery, loadHistoryAddress, NO_FILTER } from '#components/changes/history-address.ts'
import { GateTimeout } from '#components/changes/gate-timeout.tsx'
import { HistoryFilters } from '#components/changes/history-filters.tsx'
import { PlanButton } from '#components/changes/plan-button.tsx'
import { Protection } from '#components/changes/protection.tsx'
import { RevisionTable } from '#components/changes/revision-table.tsx'
import { ApprovalStatus } from '#components/plan/approval-note.tsx'
import { RunTable } from '#components/run/run-table.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Link } from '#components/ui/link.tsx'
import { Section } from '#components/ui/section.tsx'
import { Status } from '#components/ui/status.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { env } from '#lib/env.ts'
import { routes } from '#lib/routes.ts'
import { get as driftOf } from '#lib/services/drift/get.ts'
import { approval as approvalOf } from '#lib/services/plans/approval.ts'
import { facets as facetsOf } from '#lib/services/revisions/facets.ts'
import { list as listRevisions } from '#lib/services/revisions/list.ts'
import { list as listRuns } from '#lib/services/runs/list.ts'
import type { ApprovalView, HistoryFacets, Page as ListPage, RevisionSummary, RunView, StackView } from '#lib/services/views.ts'
import { orNotFound, signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('changes')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function ChangesPage({ params, searchParams }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const address = loadHistoryAddress(await searchParams)
  const actor = await signedIn()
  const t = await getTranslations('changes')
  const pages = await getTranslations('shell.pages')
  const [revisions, newest, facets, runs, approval, drift] = await Promise.all([
    orNotFound(() => listRevisions(actor, { stackId: stack.id, ...historyQuery(address) })),
    listRevisions(actor, { stackId: stack.id, limit: 1 }),
    facetsOf(actor, { stackId: stack.id }),
    listRuns(actor, { stackId: stack.id, limit: 5, locale: await getLocale() }),
    approvalOf(actor, { stackId: stack.id }),
    driftOf(actor, { stackId: stack.id }),
  ])
  const mayWrite = isAllowed(actor.role, 'revision:write')
  return (
    <Page title={pages('changes')} tabs={stack.head === undefined ? undefined : <ChangesTabs slug={stack.slug} current="changes" drifted={drift.isOld || drift.failure !== undefined ? undefined : drift.objects.length} />}>
      <ClientMessages namespaces={['approval', 'changes', 'run']}>
        {stack.head === undefined ? (
          <Empty title={t('page.none')} action={mayWrite && <ButtonLink variant="primary" href={routes.import(stack.slug)}>{t('page.importButton')}</ButtonLink>}>{t('page.noneSub')}</Empty>
        ) : (
          <>
            <ChangesVerdict stack={stack} newest={newest.items[0]} lastRun={runs[0]} approval={approval} mayPlan={isAllowed(actor.role, 'plan:compute')} mayWrite={mayWrite} />
            <History stack={stack} head={stack.head} mayRestore={mayWrite} revisions={revisions} facets={facets} address={address} />
            <Section title={t('page.runs')} className="mt-5">
              {runs.length === 0 ? <p className="py-2 text-ink-3">{t('page.noRuns')}</p> : <RunTable stack={stack} runs={runs} />}
            </Section>
            <GateTimeout className="mt-5" stack={stack} serverMs={env().gateTimeoutMs} mayChange={isAllowed(actor.role, 'stack:pace')} />
            <Protection className="mt-5" stack={stack} mayChange={isAllowed(actor.role, 'stack:protect')} />
          </>
        )}
      </ClientMessages>
    </Page>
  )
}

type HistoryProps = { stack: StackView; head: number; mayRestore: boolean; revisions: ListPage<RevisionSummary>; facets: HistoryFacets; address: HistoryAddress }

async function History({ stack, head, mayRestore, revisions: { items, next }, facets, address }: HistoryProps): Promise<JSX.Element> {
  const t = await getTranslations('changes')
  const isBelow = address.before !== null
  const since = stack.applied !== undefined && stack.applied !== head ? 'applied' : head - 1
  const rows = (
    <>
      {items.length > 0 && <RevisionTable stack={stack} revisions={items} mayRestore={mayRestore} />}
      {items.length === 0 && !isBelow && <Empty title={t('filter.noMatch')} action={<ButtonLink href={historyHref(stack.slug, NO_FILTER)}>{t('filter.clear')}</ButtonLink>}>{t('filter.noMatchWhy')}</Empty>}
      {items.length === 0 && isBelow && <p className="py-2 text-ink-3">{t('page.noOlder')}</p>}
      {(isBelow || next !== undefined) && (
        <p className="flex gap-5 py-2 print:hidden">
          {isBelow && <Link className="link" href={historyHref(stack.slug, address)}>{t('page.newest')}</Link>}
          {next !== undefined && <Link className="link" href={historyHref(stack.slug, address, next)}>{t('page.older')}</Link>}
        </p>
      )}
    </>
  )
  const isPlain = head === 1 && filterCount(address) === 0
  return (
    <Section title={t('history.title')} count={head} aside={head > 1 && <Link className="link" href={routes.compare(stack.slug, since, 'head')}>{t('history.compareAny')}</Link>}>
      {isPlain ? rows : <HistoryFilters facets={facets}>{rows}</HistoryFilters>}
    </Section>
  )
}

type VerdictProps = { stack: StackView; newest: RevisionSummary | undefined; lastRun: RunView | undefined; approval: ApprovalView | undefined; mayPlan: boolean; mayWrite: boolean }

async function ChangesVerdict({ stack, newest, lastRun, approval, mayPlan, mayWrite }: VerdictProps): Promise<JSX.Element> {
  const t = await getTranslations('changes')
  const head = stack.head ?? 0
  const state = stateOf(stack, lastRun)
  // A plan of an older revision, or one that ran, says nothing of what waits now.
  const isDecided = state !== 'applied' && state !== 'running' && approval?.revision === head && approval.isOpen
  const sub = newest && t('page.pendingSub', { message: newest.message, author: newest.author })
  return (
    <>
      <Verdict eyebrow={<><Status {...LOOK[state]}>{t(`history.${state}`)}</Status>{isDecided && <ApprovalStatus approval={approval} />}</>} sub={state === 'applied' ? t('page.appliedSub') : sub}>
        {t(`page.${state}`, { number: head })}
      </Verdict>
      <div className="mb-5 flex flex-wrap items-start gap-2">
        {lastRun !== undefined && (state === 'running' || state === 'failed') && (
          <ButtonLink variant={state === 'running' ? 'primary' : 'secondary'} href={routes.run(stack.slug, lastRun.id)}>{t(state === 'running' ? 'page.follow' : 'page.seeRun')}</ButtonLink>
        )}
        {isDecided && <ButtonLink variant="primary" href={routes.plan(stack.slug, approval.planId)}>{t('page.seePlan')}</ButtonLink>}
        {mayPlan && state !== 'running' && <PlanButton stack={stack} number={head} primary={state !== 'applied' && !isDecided} again={isDecided} />}
        {mayWrite && <ButtonLink href={routes.edit(stack.slug)}>{t('page.edit')}</ButtonLink>}
        {mayWrite && <ButtonLink href={routes.import(stack.slug)}>{t('page.import')}</ButtonLink>}
      </div>
    </>
  )
}

const LOOK = {
  applied: { glyph: 'synced', tone: 'quiet' },
  pending: { glyph: 'waiting', tone: 'notice' },
  running: { glyph: 'progressing', tone: 'progressing' },
  failed: { glyph: 'degraded', tone: 'degraded' },
} as const

/** How the newest revision stands. */
function stateOf(stack: StackView, lastRun: RunView | undefined): keyof typeof LOOK {
  if (lastRun?.status === 'running') return 'running'
  if (stack.head === stack.applied) return 'applied'
  return lastRun !== undefined && lastRun.revision === stack.head && lastRun.status !== 'succeeded' ? 'failed' : 'pending'
}
