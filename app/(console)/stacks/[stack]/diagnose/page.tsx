// What is wrong with an installation, worked through question by question.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { DiagnosePage as Diagnose } from '#components/draft/draft-pages.tsx'
import { Page } from '#components/shell/page.tsx'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from '../edit/draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('diagnose')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function DiagnosePage({ params }: Props): Promise<JSX.Element> {
  const t = await getTranslations('shell.pages')
  return (
    <DraftPage slug={(await params).stack} messages={['stores', 'diagnose']}>
      {(canWrite) => <Page title={t('diagnose')} bleed><Diagnose canWrite={canWrite} /></Page>}
    </DraftPage>
  )
}
