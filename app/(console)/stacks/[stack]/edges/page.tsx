// Who sends samples to an installation: what is declared of each edge, and what is seen of it now.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { EdgesPage as Edges } from '#components/draft/draft-pages.tsx'
import { Page } from '#components/shell/page.tsx'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from '../edit/draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('edges')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function EdgesPage({ params }: Props): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  const { slug, namespace } = await stackOf((await params).stack)
  return (
    <DraftPage slug={slug} messages={['stores', 'connect', 'edges']}>
      {(canWrite) => <Page title={t('edges')} bleed><Edges namespace={namespace} canWrite={canWrite} /></Page>}
    </DraftPage>
  )
}
