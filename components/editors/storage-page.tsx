'use client'
// The storage page has two sides: how long data is kept, and where it lies.
import { useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { LinkTabs } from '#components/ui/tabs.tsx'
import { routes } from '#lib/routes.ts'
import { ObjectStorageEditor } from './object-storage-editor.tsx'
import { RetentionEditor } from './retention-editor.tsx'

const SIDES = ['retention', 'bucket'] as const

/** The page. */
export function StoragePage({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('editors.storage')
  const { slug } = useDraft()
  const [side] = useQueryState('side', parseAsStringLiteral(SIDES).withDefault('retention'))
  const tabs = (
    <LinkTabs
      label={t('sides')} className="mb-2"
      tabs={SIDES.map((id) => ({ href: id === 'retention' ? routes.storage(slug) : `${routes.storage(slug)}?side=${id}`, label: t(id), current: id === side }))}
    />
  )
  return side === 'retention' ? <RetentionEditor canWrite={canWrite} tabs={tabs} /> : <ObjectStorageEditor canWrite={canWrite} tabs={tabs} />
}
