// What fires in an installation now, and what its rulers cannot say.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { AlertsPage as Alerts } from '#components/draft/draft-pages.tsx'
import { Page } from '#components/shell/page.tsx'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from '../edit/draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('alerts')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function AlertsPage({ params }: Props): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  return (
    <DraftPage slug={(await params).stack} messages={['stores', 'alerting']}>
      {(canWrite) => <Page title={t('alerts')} bleed><Alerts canWrite={canWrite} /></Page>}
    </DraftPage>
  )
}
