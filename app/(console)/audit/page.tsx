// The audit of everything: stacks, people, set-up.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { Page } from '#components/shell/page.tsx'
import { auditOf, type AuditSearch } from '../audit-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.pages'))('audit') }
}

export default async function AuditPage({ searchParams }: { searchParams: AuditSearch }): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  return <Page title={t('audit')}>{await auditOf(searchParams)}</Page>
}
