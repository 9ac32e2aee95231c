// The audit of everything: stacks, people, set-up.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { auditFilter, AuditView, type AuditParams } from '#components/audit/audit-view.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { list } from '#lib/services/stacks/list.ts'
import { auditEvents } from '../audit-events.ts'
import { signedIn } from '../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.pages'))('audit') }
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<AuditParams> }): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  const filter = auditFilter(await searchParams)
  const actor = await signedIn()
  const [events, stacks] = await Promise.all([auditEvents(actor, filter), list(actor, {})])
  return <Page title={t('audit')}><AuditView named path={routes.audit()} filter={filter} events={events} stacks={stacks} /></Page>
}
