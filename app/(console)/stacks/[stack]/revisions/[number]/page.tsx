// One revision: what it changed, what is wrong in it, and the ways on: plan it, restore it, compare it.
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { FieldChanges } from '#components/changes/field-changes.tsx'
import { fieldsOf } from '#components/changes/field-name.ts'
import { compareSpecs } from '#components/findings/fix-preview.ts'
import { ManifestDiffs } from '#components/changes/manifest-diffs.tsx'
import { PlanButton } from '#components/changes/plan-button.tsx'
import { RevisionLabels } from '#components/changes/revision-labels.tsx'
import { RestoreButton } from '#components/changes/restore-button.tsx'
import { RevisionState } from '#components/changes/revision-table.tsx'
import { FindingItems } from '#components/plan/finding-items.tsx'
import { mendLink } from '#components/plan/mend-link.ts'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Age } from '#components/ui/age.tsx'
import { buttonClass, ButtonLink } from '#components/ui/button.tsx'
import { Section } from '#components/ui/section.tsx'
import { SeverityCounts } from '#components/ui/severity.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { get } from '#lib/services/revisions/get.ts'
import { diffSpecs } from '#lib/thanos/spec-diff.ts'
import { EMPTY_SPEC } from '#lib/thanos/spec.ts'
import { orNotFound, signedIn, stackOf } from '../../../../signed-in.ts'
import { acceptedIn } from '../../accepted.ts'
import { restoreLoss } from '../../restore-loss.ts'

type Props = { params: Promise<{ stack: string; number: string }>; searchParams: Promise<{ back?: string | string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('changes.revision')
  return { title: t('title', { number: (await params).number }) }
}

export default async function RevisionPage({ params, searchParams }: Props): Promise<JSX.Element> {
  const { stack: slug, number: written } = await params
  const stack = await stackOf(slug)
  const actor = await signedIn()
  const t = await getTranslations('changes')
  const pages = await getTranslations('shell.pages')
  const number = Number(written)
  const revision = await orNotFound(() => get(actor, { stackId: stack.id, number }))
  const before = number > 1 ? await get(actor, { stackId: stack.id, number: number - 1 }) : undefined
  const isHead = number === stack.head
  const stateOf = await acceptedIn(actor, stack)
  const mayWrite = isAllowed(actor.role, 'revision:write')
  return (
    <Page title={t('revision.title', { number })} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]}>
      <ClientMessages namespaces={['changes', 'plan']}>
        <Verdict
          eyebrow={<><RevisionState stack={stack} number={number} /><SeverityCounts counts={revision.findings} /></>}
          sub={<>{t.rich('revision.sub', { author: revision.author, count: revision.spec.objects.length, age: () => <Age at={revision.createdAt} /> })}{revision.restoredFrom !== undefined && <> {t('revision.restoredFrom', { number: revision.restoredFrom })}</>}</>}
        >
          {revision.message}
        </Verdict>
        <div className="mb-5 flex flex-wrap items-start gap-2">
          {isAllowed(actor.role, 'plan:compute') && isHead && <PlanButton stack={stack} number={number} primary={number !== stack.applied} />}
          {mayWrite && !isHead && <RestoreButton stack={stack} number={number} loss={await restoreLoss(actor, stack, number)} startsOpen={(await searchParams).back === '1'} />}
          <a className={buttonClass()} href={routes.api.exportRevision(stack.slug, number, 'yaml')} download>{t('revision.yaml')}</a>
          <a className={buttonClass()} href={routes.api.exportRevision(stack.slug, number, 'kustomize')} download>{t('revision.kustomize')}</a>
          {!isHead && stack.head !== undefined && <ButtonLink href={routes.compare(stack.slug, number, stack.head)}>{t('revision.compareHead', { number: stack.head })}</ButtonLink>}
        </div>
        <RevisionLabels stackId={stack.id} number={number} labels={revision.labels} mayWrite={mayWrite} />
        <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[minmax(0,1fr)_336px]">
          <div className="grid min-w-0 content-start gap-5">
            {before ? (
              <Section title={t('revision.changes', { number: number - 1 })}><FieldChanges fields={fieldsOf(diffSpecs(before.spec, revision.spec))} /></Section>
            ) : <p className="text-ink-3">{t('revision.first')}</p>}
            <ManifestDiffs title={t('revision.manifests')} changes={compareSpecs(before?.spec ?? EMPTY_SPEC, revision.spec)} />
          </div>
          <Section title={t('revision.findings')} count={revision.findingList.length}><FindingItems findings={revision.findingList} linkTo={isHead && mayWrite ? ({ object }) => mendLink(stack.slug, revision.spec, object) : undefined} stateOf={stateOf} /></Section>
        </div>
      </ClientMessages>
    </Page>
  )
}
