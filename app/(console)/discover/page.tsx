// Discover: Thanos that runs already, found in a cluster.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { DiscoverPage } from '#components/connect/discover-page.tsx'
import { UnreadableFiles } from '#components/connect/unreadable-files.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { list as listConnections } from '#lib/services/connections/list.ts'
import { unreadable } from '#lib/services/connections/unreadable.ts'
import { list as listStacks } from '#lib/services/stacks/list.ts'
import { signedIn } from '../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.discover'))('title') }
}

export default async function DiscoverRoute(): Promise<JSX.Element> {
  const actor = await signedIn()
  const t = await getTranslations('connect.discover')
  const home = await getTranslations('overview.home')
  const crumbs = [{ label: home('title'), href: routes.home() }]
  if (!isAllowed(actor.role, 'connection:use')) return <Page title={t('title')} crumbs={crumbs}><Empty title={t('adminsOnly')}>{t('adminsOnlyWhy')}</Empty></Page>
  const [connections, files, stacks] = await Promise.all([listConnections(actor, {}), unreadable(actor, {}), listStacks(actor, {})])
  return (
    <Page title={t('title')} crumbs={crumbs}>
      <Verdict sub={t('sub')}>{t('sentence')}</Verdict>
      <UnreadableFiles files={files} />
      <ClientMessages namespaces={['connect', 'overview']}><DiscoverPage connections={connections} stacks={stacks} mayCreate={isAllowed(actor.role, 'stack:create')} /></ClientMessages>
    </Page>
  )
}
