// The endpoints that the queriers of a stack ask.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { StoresEditor } from '#components/draft/draft-pages.tsx'
import { Page } from '#components/shell/page.tsx'
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
    <DraftPage slug={(await params).stack}>
      {(canWrite) => <Page title={t('stores')} bleed><StoresEditor canWrite={canWrite} /></Page>}
    </DraftPage>
  )
}
