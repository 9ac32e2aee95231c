// Settings: one person and where they are signed in, for admins.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { SessionTable } from '#components/settings/session-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { personWithSessions } from '#lib/services/sessions/list.ts'
import { orNotFound, signedIn } from '../../../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings.sessions'))('title') }
}

export default async function PersonPage({ params }: { params: Promise<{ person: string }> }): Promise<JSX.Element> {
  const actor = await signedIn()
  const t = await getTranslations('settings')
  const roles = await getTranslations('shell.roles')
  const pages = await getTranslations('shell.pages')
  if (!isAllowed(actor.role, 'people:read')) {
    return <Page title={pages('settings')} tabs={<SettingsTabs current="people" />}><Verdict sub={t('people.notAllowedWhy')}>{t('people.notAllowed')}</Verdict></Page>
  }
  const personId = decodeURIComponent((await params).person)
  const { person, sessions } = await orNotFound(() => personWithSessions(actor, { personId }))
  return (
    <Page title={person.name} crumbs={[{ href: routes.settings(), label: t('people.title') }]} tabs={<SettingsTabs current="people" />}>
      <Verdict sub={`${person.email}, ${roles(person.role)}`}>
        {person.isDisabled ? t('sessions.disabled', { name: person.name }) : t('sessions.verdict', { name: person.name, count: sessions.length })}
      </Verdict>
      <ClientMessages namespaces={['settings']}>
        {sessions.length === 0
          ? <Empty title={t('sessions.none')}>{t('sessions.noneWhy')}</Empty>
          : <SessionTable sessions={sessions} personId={person.id} mayWrite={isAllowed(actor.role, 'people:write')} />}
      </ClientMessages>
    </Page>
  )
}
