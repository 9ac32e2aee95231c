// Settings: people and their roles.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { InviteForm } from '#components/settings/invite-form.tsx'
import { PeopleTable } from '#components/settings/people-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { list } from '#lib/services/people/list.ts'
import { signedIn } from '../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.pages'))('settings') }
}

export default async function SettingsPage(): Promise<JSX.Element> {
  const actor = await signedIn()
  const t = await getTranslations('settings.people')
  const pages = await getTranslations('shell.pages')
  const mayInvite = isAllowed(actor.role, 'people:invite')
  return (
    <Page title={pages('settings')} tabs={<SettingsTabs current="people" />}>
      {isAllowed(actor.role, 'people:read') ? (
        <ClientMessages namespaces={['settings']}>
          <div className="grid gap-6">
            <PeopleTable people={await list(actor, {})} meId={actor.id} mayWrite={isAllowed(actor.role, 'people:write')} />
            {mayInvite && <InviteForm />}
          </div>
        </ClientMessages>
      ) : <Empty title={t('notAllowed')}>{t('notAllowedWhy')}</Empty>}
    </Page>
  )
}
