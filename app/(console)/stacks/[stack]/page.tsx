// Overview of a stack: is it what was asked for, does it work, what needs me.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { Overview } from '#components/overview/overview.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { list as listFindings } from '#lib/services/findings/list.ts'
import { approval as approvalOf } from '#lib/services/plans/approval.ts'
import { list as listRevisions } from '#lib/services/revisions/list.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { EMPTY_SPEC, specObjectId, workloads } from '#lib/thanos/spec.ts'
import { signedIn, stackOf } from '../../signed-in.ts'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('overview')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function OverviewPage({ params }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const t = await getTranslations('shell.pages')
  const actor = await signedIn()
  const [{ items }, findings, approval, revision] = await Promise.all([
    listRevisions(actor, { stackId: stack.id, limit: 5 }),
    listFindings(actor, { slug: stack.slug, severity: 'error', accepted: false, limit: 1 }),
    approvalOf(actor, { stackId: stack.id }),
    stack.applied === undefined ? undefined : getRevision(actor, { stackId: stack.id, number: stack.applied }),
  ])
  const images = Object.fromEntries(workloads(revision?.spec ?? EMPTY_SPEC).flatMap((workload) => (workload.image === undefined ? [] : [[specObjectId(workload), workload.image]])))
  return (
    <Page title={t('overview')}>
      <ClientMessages namespaces={['approval', 'connect', 'drift', 'overview']}><Overview stack={stack} revisions={items} findings={findings} approval={approval} images={images} /></ClientMessages>
    </Page>
  )
}
