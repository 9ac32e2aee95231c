// Import, and the findings of the draft.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ImportPage } from '#components/import/import-page.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from '../edit/draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('findings.page')
  return { title: `${t('title')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function ImportRoute({ params }: Props): Promise<JSX.Element> {
  const { stack } = await params
  const t = await getTranslations('findings.page')
  const { slug } = await stackOf(stack)
  return (
    <DraftPage slug={stack}>
      {(canWrite) => <Page title={t('title')} crumbs={[{ label: t('changes'), href: routes.changes(slug) }]}><ImportPage canWrite={canWrite} /></Page>}
    </DraftPage>
  )
}
