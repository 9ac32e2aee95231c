// The endpoints that the queriers of a stack ask: what is seen of them now, and what is written.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { Page } from '#components/shell/page.tsx'
import { StoresPage as Stores } from '#components/stores/stores-page.tsx'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from '../edit/draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('stores')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function StoresPage({ params }: Props): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  return (
    <DraftPage slug={(await params).stack} messages={['stores']}>
      {(canWrite) => <Page title={t('stores')} bleed><Stores canWrite={canWrite} /></Page>}
    </DraftPage>
  )
}
