// The audit of one stack.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { Page } from '#components/shell/page.tsx'
import { auditOf, type AuditSearch } from '../../../audit-page.tsx'
import { stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }>; searchParams: AuditSearch }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('audit')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function StackAuditPage({ params, searchParams }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const t = await getTranslations('shell.pages')
  return <Page title={t('audit')}>{await auditOf(searchParams, stack)}</Page>
}
