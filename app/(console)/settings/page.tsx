// Settings: people and their roles.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { InviteForm } from '#components/settings/invite-form.tsx'
import { PeopleTable } from '#components/settings/people-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { ROLES } from '#lib/role.ts'
import { list } from '#lib/services/people/list.ts'
import { signedIn } from '../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.pages'))('settings') }
}

export default async function SettingsPage(): Promise<JSX.Element> {
  const actor = await signedIn()
  const t = await getTranslations('settings.people')
  const pages = await getTranslations('shell.pages')
  if (!isAllowed(actor.role, 'people:read')) {
    return <Page title={pages('settings')} tabs={<SettingsTabs current="people" />}><Verdict sub={t('notAllowedWhy')}>{t('notAllowed')}</Verdict></Page>
  }
  const people = await list(actor, {})
  const admins = people.filter((person) => person.role === 'admin').length
  return (
    <Page title={pages('settings')} tabs={<SettingsTabs current="people" />}>
      <Verdict sub={people.length === 0 ? t('noneWhy') : t('invited')}>{people.length === 0 ? t('none') : t('verdict', { count: people.length, admins })}</Verdict>
      <ClientMessages namespaces={['settings']}>
        <div className="grid gap-6">
          {people.length > 0 && <PeopleTable people={people} roles={ROLES} meId={actor.id} mayWrite={isAllowed(actor.role, 'people:write')} />}
          {isAllowed(actor.role, 'people:invite') && <InviteForm roles={ROLES} />}
        </div>
      </ClientMessages>
    </Page>
  )
}
