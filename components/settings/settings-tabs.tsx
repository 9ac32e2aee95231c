// The parts of the settings, as tabs under the bar.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import { LinkTabs } from '../ui/tabs.tsx'

/** `current` is the part that is shown. */
export function SettingsTabs({ current }: { current: 'people' | 'connections' | 'account' | 'tokens' | 'api' | 'flags' }): JSX.Element {
  const t = useTranslations('settings')
  return (
    <LinkTabs
      size="page"
      label={t('parts')}
      tabs={[
        { href: routes.settings(), label: t('people.title'), current: current === 'people' },
        { href: routes.connections(), label: t('connections.title'), current: current === 'connections' },
        { href: routes.account(), label: t('account.title'), current: current === 'account' },
        { href: routes.tokens(), label: t('tokens.title'), current: current === 'tokens' },
        { href: routes.apiReference(), label: t('api.title'), current: current === 'api' },
        { href: routes.flags(), label: t('flags.title'), current: current === 'flags' },
      ]}
    />
  )
}
