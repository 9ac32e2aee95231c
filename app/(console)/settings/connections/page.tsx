// Settings: every stack with its connection, what answers there and what Gauntlet may do.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ConnectionList } from '#components/connect/connection-list.tsx'
import { UnreadableFiles } from '#components/connect/unreadable-files.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { unreadable } from '#lib/services/connections/unreadable.ts'
import { list } from '#lib/services/stacks/list.ts'
import { signedIn } from '../../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.list'))('tab') }
}

export default async function ConnectionsPage(): Promise<JSX.Element> {
  const actor = await signedIn()
  const t = await getTranslations('connect.list')
  const pages = await getTranslations('shell.pages')
  const tabs = <SettingsTabs current="connections" />
  if (!isAllowed(actor.role, 'connection:use')) {
    return <Page title={pages('settings')} tabs={tabs}><Verdict sub={t('notAllowedWhy')}>{t('notAllowed')}</Verdict></Page>
  }
  const [stacks, files] = await Promise.all([list(actor, {}), unreadable(actor, {})])
  return (
    <Page title={pages('settings')} tabs={tabs}>
      <Verdict sub={t('sub')}>{t('verdict', { count: stacks.length })}</Verdict>
      <UnreadableFiles files={files} />
      <div className="mb-5 flex flex-wrap gap-2"><ButtonLink href={routes.discover()}>{t('discover')}</ButtonLink><ButtonLink href={routes.newStack()} variant="quiet">{t('newStack')}</ButtonLink></div>
      {stacks.length === 0
        ? <Empty title={t('none')}>{t('noneWhy')}</Empty>
        : <ClientMessages namespaces={['connect', 'overview']}><ConnectionList stacks={stacks} /></ClientMessages>}
    </Page>
  )
}
