// Drift of a stack: what of its cluster is not as it was applied, who changed it and since when, and the two ways out.
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { JSX } from 'react'
import { ChangesTabs } from '#components/changes/changes-tabs.tsx'
import { CheckButton, KeepFresh } from '#components/drift/check-button.tsx'
import { DriftBoard } from '#components/drift/drift-board.tsx'
import { ClientMessages } from '#components/shell/client-messages.tsx'
import { Page } from '#components/shell/page.tsx'
import { Age } from '#components/ui/age.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { SyncBadge } from '#components/ui/sync-badge.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { isAllowed } from '#lib/auth/permissions.ts'
import { routes } from '#lib/routes.ts'
import { get } from '#lib/services/drift/get.ts'
import type { DriftView } from '#lib/services/views.ts'
import { signedIn, stackOf } from '../../../signed-in.ts'

type Props = { params: Promise<{ stack: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('drift')
  return { title: `${t('title')} · ${(await stackOf((await params).stack)).name}` }
}

export default async function DriftPage({ params }: Props): Promise<JSX.Element> {
  const stack = await stackOf((await params).stack)
  const actor = await signedIn()
  const t = await getTranslations('drift')
  const pages = await getTranslations('shell.pages')
  const drift = await get(actor, { stackId: stack.id, locale: await getLocale() })
  const state = stateOf(drift)
  const { revision, objects, at, failure, failedAt, isChecking } = drift
  const mayCheck = isAllowed(actor.role, 'drift:check') && revision !== undefined
  return (
    <Page title={t('title')} crumbs={[{ label: pages('changes'), href: routes.changes(stack.slug) }]} tabs={<ChangesTabs slug={stack.slug} current="drift" drifted={state === 'some' ? objects.length : undefined} />}>
      <ClientMessages namespaces={['changes', 'drift']}>
        <Verdict
          eyebrow={<SyncBadge long sync={SYNC[state]} />}
          sub={at === undefined ? t(state === 'unknown' ? 'sub.lastNever' : 'sub.neverChecked') : t.rich(state === 'unknown' || state === 'old' ? 'sub.lastChecked' : 'sub.checked', { age: () => <Age at={at} /> })}
        >
          {t(`verdict.${state}`, { revision: revision ?? 0, count: objects.length })}
        </Verdict>
        {mayCheck && <div className="mb-4"><CheckButton stackId={stack.id} isAwaited={isChecking} primary={state === 'unknown' || state === 'unchecked' || state === 'old'} /></div>}
        {state !== 'never' && <KeepFresh isAwaited={isChecking || state === 'old' || state === 'unchecked'} />}
        {failure !== undefined && <ErrorPanel kind="unknown" title={failure}>{failedAt !== undefined && <p>{t.rich('sub.failedAt', { age: () => <Age at={failedAt} /> })}</p>}</ErrorPanel>}
        {state === 'never' && <Empty title={t('verdict.never')} action={<ButtonLink variant="primary" href={routes.changes(stack.slug)}>{t('toChanges')}</ButtonLink>}>{t('sub.neverWhy')}</Empty>}
        {state === 'none' && <p className="max-w-[560px] text-ink-2">{t('sub.noneWhy')}</p>}
        {revision !== undefined && objects.length > 0 && state !== 'old' && (
          <DriftBoard stack={stack} objects={objects} revision={revision} mayTake={isAllowed(actor.role, 'revision:write') && state === 'some'} mayPlan={isAllowed(actor.role, 'plan:compute') && state === 'some'} />
        )}
      </ClientMessages>
    </Page>
  )
}

const SYNC = { never: 'Unknown', unchecked: 'Unknown', unknown: 'Unknown', old: 'Unknown', none: 'Synced', some: 'OutOfSync' } as const

/** What can be said of the stack: never "as asked" of what was not looked at. */
function stateOf({ revision, at, failure, isOld, objects }: DriftView): keyof typeof SYNC {
  if (revision === undefined) return 'never'
  if (failure !== undefined) return 'unknown'
  if (at === undefined) return 'unchecked'
  if (isOld) return 'old'
  return objects.length > 0 ? 'some' : 'none'
}
