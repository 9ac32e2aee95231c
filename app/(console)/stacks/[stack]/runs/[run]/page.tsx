// A run: what is applied, what is waited for, what failed; followed live.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { RunProgress } from '#components/run/run-progress.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { get } from '#lib/services/runs/get.ts'
import { orNotFound, signedIn, stackOf } from '../../../../signed-in.ts'

type Props = { params: Promise<{ stack: string; run: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { run: id } = await params
  const run = await orNotFound(async () => get(await signedIn(), { runId: id }))
  return { title: (await getTranslations('run'))('title', { number: run.revision }) }
}

export default async function RunPage({ params }: Props): Promise<JSX.Element> {
  const { stack: slug, run: id } = await params
  const stack = await stackOf(slug)
  const t = await getTranslations('run')
  const pages = await getTranslations('shell.pages')
  const run = await orNotFound(async () => get(await signedIn(), { runId: id, locale: await getLocale() }))
  return (
    <Page title={t('title', { number: run.revision })} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]}>
      <ClientMessages namespaces={['changes', 'run']}><RunProgress stack={stack} initial={run} /></ClientMessages>
    </Page>
  )
}
