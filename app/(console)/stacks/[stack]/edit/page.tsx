// The way to the form of the first workload of the draft.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { routes } from '#lib/routes.ts'
import { firstWorkload } from '#lib/services/drafts/first-workload.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('edit.page')
  return { title: `${t('edit')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function EditStartPage({ params }: Props): Promise<JSX.Element> {
  const { slug } = await stackOf((await params).stack)
  const first = await firstWorkload(await signedIn(), { slug })
  if (first !== null) redirect(routes.edit(slug, first))
  const [t, tPage] = await Promise.all([getTranslations('edit.missing'), getTranslations('edit.page')])
  return (
    <Page title={tPage('edit')} crumbs={[{ label: tPage('changes'), href: routes.changes(slug) }]}>
      <Empty title={t('none')} action={<ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink>}>{t('noneWhat')}</Empty>
    </Page>
  )
}
