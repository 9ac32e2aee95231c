// The audit of one stack.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { auditFilter, AuditView, type AuditParams } from '#components/audit/audit-view.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { auditEvents } from '../../../audit-events.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }>; searchParams: Promise<AuditParams> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('audit')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function StackAuditPage({ params, searchParams }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const t = await getTranslations('shell.pages')
  const filter = auditFilter(await searchParams)
  return (
    <Page title={t('audit')}>
      <AuditView path={routes.stackAudit(stack.slug)} filter={filter} events={await auditEvents(await signedIn(), filter, stack.id)} stacks={[stack]} />
    </Page>
  )
}
