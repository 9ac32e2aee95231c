// A new stack.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { UnreadableFiles } from '#components/connect/unreadable-files.tsx'
import { NewStackForm } from '#components/overview/new-stack-form.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { list } from '#lib/services/connections/list.ts'
import { unreadable } from '#lib/services/connections/unreadable.ts'
import { signedIn } from '../../signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('overview.newStack'))('title') }
}

export default async function NewStackPage(): Promise<JSX.Element> {
  const actor = await signedIn()
  const t = await getTranslations('overview.newStack')
  const home = await getTranslations('overview.home')
  return (
    <Page title={t('title')} crumbs={[{ label: home('title'), href: routes.home() }]}>
      <Verdict sub={t('harmless')} aside={isAllowed(actor.role, 'connection:use') && <ButtonLink href={routes.discover()}>{t('discover')}</ButtonLink>}>{t('sentence')}</Verdict>
      {isAllowed(actor.role, 'stack:create')
        ? (
            <>
              <UnreadableFiles files={await unreadable(actor, {})} />
              <ClientMessages namespaces={['overview', 'connect']}><NewStackForm connections={await list(actor, {})} /></ClientMessages>
            </>
          )
        : <Empty title={t('notAllowed')}>{t('notAllowedWhy')}</Empty>}
    </Page>
  )
}
