// The audit of everything: stacks, people, set-up.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { AuditView, type AuditParams } from '#components/audit/audit-view.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { signedIn } from '../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.pages'))('audit') }
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<AuditParams> }): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  return <Page title={t('audit')}><AuditView actor={await signedIn()} path={routes.audit()} params={await searchParams} /></Page>
}
