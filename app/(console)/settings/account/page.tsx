// Settings: my account, that is how I sign in and where I am signed in.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { PasswordForm } from '#components/settings/password-form.tsx'
import { SessionTable } from '#components/settings/session-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { env } from '#lib/env.ts'
import { myAccount } from '#lib/services/sessions/list.ts'
import { signedIn } from '../../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings.account'))('title') }
}

export default async function AccountPage(): Promise<JSX.Element> {
  const account = await myAccount(await signedIn(), {})
  const t = await getTranslations('settings.account')
  const roles = await getTranslations('shell.roles')
  const pages = await getTranslations('shell.pages')
  const provider = env().oidc?.label ?? 'OIDC'
  return (
    <Page title={pages('settings')} tabs={<SettingsTabs current="account" />}>
      <Verdict sub={t(`sub.${account.how}`, { email: account.email ?? '', role: roles(account.role), provider })}>
        {account.how === 'local' ? t('local') : t('verdict', { name: account.name, count: account.sessions.length })}
      </Verdict>
      <ClientMessages namespaces={['settings', 'auth']}>
        <div className="grid gap-6">
          {account.how !== 'local' && <SessionTable sessions={account.sessions} />}
          {account.how === 'password' && <PasswordForm name={account.name} email={account.email ?? ''} />}
        </div>
      </ClientMessages>
    </Page>
  )
}
