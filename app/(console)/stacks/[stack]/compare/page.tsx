// Two revisions side by side, chosen by number or by name: the fields that differ, and the manifests.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { FieldChanges } from '#components/changes/field-changes.tsx'
import { fieldsOf } from '#components/changes/field-name.ts'
import { compareSpecs } from '#components/findings/fix-preview.ts'
import { ManifestDiffs } from '#components/changes/manifest-diffs.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Section } from '#components/ui/section.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { routes } from '#lib/routes.ts'
import { compare } from '#lib/services/revisions/compare.ts'
import { orNotFound, signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }>; searchParams: Promise<{ from?: string; to?: string }> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { from = '', to = '' } = await searchParams
  return { title: (await getTranslations('changes.compare'))('title', { from, to }) }
}

export default async function ComparePage({ params, searchParams }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const { from: left, to: right } = await searchParams
  const t = await getTranslations('changes.compare')
  const pages = await getTranslations('shell.pages')
  const view = await orNotFound(async () => compare(await signedIn(), { stackId: stack.id, from: refOf(left), to: refOf(right) }))
  const [from, to] = [view.from.number, view.to.number]
  const fields = fieldsOf(view.changes)
  return (
    <Page title={t('title', { from, to })} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]}>
      <ClientMessages namespaces={['changes']}>
        <Verdict sub={<><code>r{from}</code> {view.from.message}<br /><code>r{to}</code> {view.to.message}</>} aside={<ButtonLink href={routes.compare(stack.slug, to, from)}>{t('swap')}</ButtonLink>}>
          {fields.length === 0 ? t('same', { from, to }) : t('differ', { from, to, count: fields.length })}
        </Verdict>
        <Section title={t('fields')} count={fields.length}><FieldChanges fields={fields} /></Section>
        <div className="mt-5"><ManifestDiffs title={t('manifests')} changes={compareSpecs(view.from.spec, view.to.spec)} /></div>
      </ClientMessages>
    </Page>
  )
}

/** A side is written as a number, a label, "head" or "applied". */
function refOf(written = ''): number | string {
  return /^\d+$/.test(written) ? Number(written) : written
}
