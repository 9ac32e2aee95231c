// The form of one object of the draft.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { EditObject, ObjectTabs } from '#components/draft/draft-pages.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { stackOf } from '../../../../signed-in.ts'
import { DraftPage } from '../draft-page.tsx'

type Props = { params: Promise<{ stack: string; object: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { stack, object } = await params
  return { title: `${nameIn(object)} · ${(await stackOf(stack)).name}` }
}

export default async function EditPage({ params }: Props): Promise<JSX.Element> {
  const { stack, object } = await params
  const t = await getTranslations('edit.page')
  const { slug } = await stackOf(stack)
  const id = decodeURIComponent(object)
  return (
    <DraftPage slug={stack}>
      {(canWrite) => (
        <Page
          title={nameIn(object)} tabs={<ObjectTabs current={id} />} bleed
          crumbs={[{ label: t('changes'), href: routes.changes(slug) }, { label: t('draft'), href: routes.import(slug) }]}
        >
          <EditObject id={id} canWrite={canWrite} />
        </Page>
      )}
    </DraftPage>
  )
}

function nameIn(object: string): string {
  const id = decodeURIComponent(object)
  return id.slice(id.lastIndexOf('/') + 1)
}
