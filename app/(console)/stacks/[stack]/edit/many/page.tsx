// One field over several workloads of the draft.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ManyEditor, ObjectTabs } from '#components/draft/draft-pages.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { stackOf } from '../../../../signed-in.ts'
import { DraftPage } from '../draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('edit.many')
  return { title: `${t('title')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function EditManyPage({ params }: Props): Promise<JSX.Element> {
  const { stack } = await params
  const [t, tPage] = await Promise.all([getTranslations('edit.many'), getTranslations('edit.page')])
  const { slug } = await stackOf(stack)
  return (
    <DraftPage slug={stack}>
      {(canWrite) => (
        <Page title={t('title')} tabs={<ObjectTabs />} bleed crumbs={[{ label: tPage('changes'), href: routes.changes(slug) }, { label: tPage('draft'), href: routes.import(slug) }]}>
          <ManyEditor canWrite={canWrite} />
        </Page>
      )}
    </DraftPage>
  )
}
