// Takes a workload out of a stack.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { RemovePage } from '#components/draft/draft-pages.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { stackOf } from '../../../signed-in.ts'
import { DraftPage } from '../edit/draft-page.tsx'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('presets.title')
  return { title: `${t('remove')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function RemoveRoute({ params }: Props): Promise<JSX.Element> {
  const { slug } = await stackOf((await params).stack)
  const t = await getTranslations('presets.title')
  const edit = await getTranslations('edit.page')
  return (
    <DraftPage slug={slug}>
      {(canWrite) => (
        // The innermost messages hold for what is below them, so those of the draft are named again.
        <ClientMessages namespaces={['findings', 'edit', 'editors', 'presets']}>
          <Page title={t('remove')} crumbs={[{ label: edit('changes'), href: routes.changes(slug) }]} bleed><RemovePage canWrite={canWrite} /></Page>
        </ClientMessages>
      )}
    </DraftPage>
  )
}
