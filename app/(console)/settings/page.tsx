// Settings: people, their roles and the invitations that are open.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { InviteForm } from '#components/settings/invite-form.tsx'
import { InviteTable } from '#components/settings/invite-table.tsx'
import { PeopleTable } from '#components/settings/people-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { env } from '#lib/env.ts'
import { ROLES } from '#lib/role.ts'
import { list, listInvites } from '#lib/services/people/list.ts'
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
  const [people, invites] = await Promise.all([list(actor, {}), listInvites(actor, {})])
  const provider = env().oidc?.label
  const how = provider === undefined ? t('invited') : t('invitedOr', { provider })
  const admins = people.filter((person) => person.role === 'admin' && !person.isDisabled).length
  return (
    <Page title={pages('settings')} tabs={<SettingsTabs current="people" />}>
      <Verdict sub={people.length === 0 ? t('noneWhy') : how}>{people.length === 0 ? t('none') : t('verdict', { count: people.filter(({ isDisabled }) => !isDisabled).length, admins })}</Verdict>
      <ClientMessages namespaces={['settings']}>
        <div className="grid gap-6">
          {people.length > 0 && <PeopleTable people={people} roles={ROLES} meId={actor.id} mayWrite={isAllowed(actor.role, 'people:write')} provider={provider} />}
          {invites.length > 0 && <InviteTable invites={invites} />}
          {isAllowed(actor.role, 'people:invite') && <InviteForm roles={ROLES} />}
        </div>
      </ClientMessages>
    </Page>
  )
}
