// Who else owns what this stack applies, and taking it over.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { OwnershipPage } from '#components/connect/ownership-page.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('connect.ownership')
  return { title: `${t('title')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function OwnershipRoute({ params }: Props): Promise<JSX.Element> {
  const actor = await signedIn()
  const stack = await stackOf((await params).stack)
  const t = await getTranslations('connect.ownership')
  const pages = await getTranslations('shell.pages')
  const crumbs = [{ label: pages('changes'), href: routes.changes(stack.slug) }]
  if (stack.head === undefined) return <Page title={t('title')} crumbs={crumbs}><Empty title={t('noRevision')} action={<ButtonLink href={routes.import(stack.slug)}>{t('import')}</ButtonLink>}>{t('noRevisionWhy')}</Empty></Page>
  if (!isAllowed(actor.role, 'plan:compute')) return <Page title={t('title')} crumbs={crumbs}><Empty title={t('operatorsOnly')}>{t('operatorsOnlyWhy')}</Empty></Page>
  return (
    <Page title={t('title')} crumbs={crumbs}>
      <ClientMessages namespaces={['connect']}><OwnershipPage stackId={stack.id} slug={stack.slug} mayTake={isAllowed(actor.role, 'owner:override')} /></ClientMessages>
    </Page>
  )
}
