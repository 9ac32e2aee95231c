// The way to the form of the first workload.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { Page } from '#components/shell/page.tsx'
import { EditFirst } from '#components/spec-form/edit-object.tsx'
import { routes } from '#lib/routes.ts'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from './draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('edit.page')
  return { title: `${t('edit')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function EditStartPage({ params }: Props): Promise<JSX.Element> {
  const { stack } = await params
  const t = await getTranslations('edit.page')
  const { slug } = await stackOf(stack)
  return (
    <DraftPage slug={stack}>
      {() => <Page title={t('edit')} crumbs={[{ label: t('changes'), href: routes.changes(slug) }]}><EditFirst /></Page>}
    </DraftPage>
  )
}
