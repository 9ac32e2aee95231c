'use client'
// Tells the bar how much of this page's stack is edited and not saved.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DraftNote } from '#components/shell/frame-context.tsx'
import { useDraft } from './draft-provider.tsx'

/** Says nothing itself. */
export function PendingNote(): ReactNode {
  const t = useTranslations('edit')
  const { edits, isDirty, baseNumber } = useDraft()
  if (!isDirty) return null
  return <DraftNote note={baseNumber === undefined ? t('pendingImport') : t('pending', { edits: edits.length })} />
}
