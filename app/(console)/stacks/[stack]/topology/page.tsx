// The data path of a stack, as it is seen and as it is asked for.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Topology } from '#components/topology/topology-part.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { list as listFindings } from '#lib/services/findings/list.ts'
import { get as getRevision } from '#lib/services/revisions/get.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('shell.pages')
  return { title: `${t('topology')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function TopologyPage({ params, searchParams }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const { view } = await searchParams
  const t = await getTranslations('shell.pages')
  const actor = await signedIn()
  const number = stack.applied ?? stack.head
  const [revision, findings] = await Promise.all([
    number === undefined ? undefined : getRevision(actor, { stackId: stack.id, number }),
    listFindings(actor, { slug: stack.slug, accepted: false, limit: 200 }),
  ])
  return (
    <Page title={t('topology')}>
      <ClientMessages namespaces={['topology']}><Topology slug={stack.slug} spec={revision?.spec} findings={findings.items} view={view === 'table' ? 'table' : 'map'} mayEdit={isAllowed(actor.role, 'revision:write')} /></ClientMessages>
    </Page>
  )
}
