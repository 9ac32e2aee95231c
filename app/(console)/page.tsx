// Home: the one stack that there is, the list of several, or how the first one comes about.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { StackTable } from '#components/overview/stack-table.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { list } from '#lib/services/stacks/list.ts'
import { signedIn } from './signed-in.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell'))('stacks') }
}

export default async function HomePage(): Promise<JSX.Element> {
  const actor = await signedIn()
  const stacks = await list(actor, {})
  const [only, ...others] = stacks
  if (only !== undefined && others.length === 0) redirect(routes.overview(only.slug))
  const t = await getTranslations('overview.home')
  const mayCreate = isAllowed(actor.role, 'stack:create')
  if (only === undefined) {
    return (
      <Page title={t('title')}>
        <Verdict sub={t('noneSub')}>{t('none')}</Verdict>
        <Empty title={mayCreate ? t('create') : t('askAdmin')} action={mayCreate && <ButtonLink variant="primary" href={routes.newStack()}>{t('createButton')}</ButtonLink>}>{mayCreate && t('createSub')}</Empty>
      </Page>
    )
  }
  return (
    <Page title={t('title')}>
      <ClientMessages namespaces={['overview']}><StackTable stacks={stacks} mayCreate={mayCreate} /></ClientMessages>
    </Page>
  )
}
