// Settings: the flag reference.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { FlagReference } from '#components/settings/flag-reference.tsx'
import { flagRows } from '#components/settings/flag-rows.ts'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { KINDS } from '#lib/thanos/kind.ts'
import { signedIn } from '../../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settings.flags'))('title') }
}

export default async function FlagsPage(): Promise<JSX.Element> {
  await signedIn()
  const t = await getTranslations('settings.flags')
  const pages = await getTranslations('shell.pages')
  return (
    <Page title={t('title')} crumbs={[{ label: pages('settings'), href: routes.settings() }]} tabs={<SettingsTabs current="flags" />}>
      <ClientMessages namespaces={['settings']}><FlagReference rows={flagRows(await getLocale())} kinds={KINDS} /></ClientMessages>
    </Page>
  )
}
