'use client'
// What is seen is judged against what is asked for. Without a revision nobody has asked for anything, and every verdict would be a guess.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { useFrame } from '#components/shell/frame-context.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { routes } from '#lib/routes.ts'

/** Its children for a stack that has a revision, with a word above them where that is not applied; else what is missing and the way there. */
export function Managed({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations('stores.unmanaged')
  const { slug, spec, baseSpec, isDirty } = useDraft()
  const { stack } = useFrame()
  const isPending = stack?.head !== undefined && stack.head !== stack.applied
  if (baseSpec.objects.length > 0) {
    return (
      <>
        {isPending && <div className="mb-3"><ErrorPanel kind="notice" title={t('pending', { revision: stack.head ?? 0 })} action={<ButtonLink href={routes.changes(slug)}>{t('review')}</ButtonLink>}>{t('pendingWhy')}</ErrorPanel></div>}
        {children}
      </>
    )
  }
  // The foot of the page saves what the draft holds: that is the shorter way.
  if (isDirty) return <Empty title={t('onlyDraft')} action={<ButtonLink href={routes.import(slug)}>{t('toDraft')}</ButtonLink>}>{t('onlyDraftWhy', { count: spec.objects.length })}</Empty>
  return (
    <Empty title={t('title')} action={<><ButtonLink variant="primary" href={routes.import(slug)}>{t('import')}</ButtonLink><ButtonLink href={routes.discover()}>{t('adopt')}</ButtonLink><ButtonLink href={routes.topology(slug)}>{t('topology')}</ButtonLink></>}>{t('why')}</Empty>
  )
}
