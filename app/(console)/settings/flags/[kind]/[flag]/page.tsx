// One flag of one kind: what it is, how it stands in every release, and where to go from it.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { FlagPage } from '#components/settings/flag-page.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { Page } from '#components/shell/page.tsx'
import { routes } from '#lib/routes.ts'
import { flagOf } from '#lib/thanos/catalogue.ts'
import { isKind } from '#lib/thanos/kind.ts'
import { signedIn } from '../../../../signed-in.ts'

type Props = { params: Promise<{ kind: string; flag: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { kind, flag } = await params
  return { title: `--${decodeURIComponent(flag)} · ${kind}` }
}

export default async function FlagRoute({ params }: Props): Promise<JSX.Element> {
  await signedIn()
  const { kind, flag: written } = await params
  const name = decodeURIComponent(written)
  const flag = isKind(kind) ? flagOf(kind, name) : undefined
  if (!isKind(kind) || flag === undefined) notFound()
  const pages = await getTranslations('shell.pages')
  const t = await getTranslations('settings.flags')
  return (
    <Page title={`--${name}`} crumbs={[{ label: pages('settings'), href: routes.settings() }, { label: t('title'), href: `${routes.flags()}?kind=${kind}` }]} tabs={<SettingsTabs current="flags" />}>
      <FlagPage kind={kind} name={name} flag={flag} />
    </Page>
  )
}
