// A run: what is applied, what is waited for, what failed; followed live.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ApprovalNote } from '#components/plan/approval-note.tsx'
import { RunProgress } from '#components/run/run-progress.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { approval as approvalOf } from '#lib/services/plans/approval.ts'
import { get } from '#lib/services/runs/get.ts'
import { list } from '#lib/services/runs/list.ts'
import { orNotFound, signedIn, stackOf } from '../../../../signed-in.ts'

type Props = { params: Promise<{ stack: string; run: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { run: id } = await params
  const run = await orNotFound(async () => get(await signedIn(), { runId: id }))
  return { title: (await getTranslations('run'))('title', { number: run.revision }) }
}

export default async function RunPage({ params }: Props): Promise<JSX.Element> {
  const { stack: slug, run: id } = await params
  const stack = await stackOf(slug)
  const t = await getTranslations('run')
  const pages = await getTranslations('shell.pages')
  const actor = await signedIn()
  const locale = await getLocale()
  const run = await orNotFound(async () => get(actor, { runId: id, locale }))
  const earlier = (await list(actor, { stackId: stack.id, limit: 100, locale })).filter(({ startedAt, status, revision }) => startedAt < run.startedAt && status === 'succeeded' && revision !== run.revision)
  return (
    <Page title={t('title', { number: run.revision })} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]}>
      <ClientMessages namespaces={['changes', 'run']}>
        <RunProgress
          stack={stack} initial={run} backTo={earlier[0]?.revision}
          mayWrite={isAllowed(actor.role, 'revision:write')} mayPlan={isAllowed(actor.role, 'plan:compute')}
          mayApply={isAllowed(actor.role, 'run:apply')}
        />
        <ApprovalNote approval={await approvalOf(actor, { planId: run.planId })} />
      </ClientMessages>
    </Page>
  )
}
