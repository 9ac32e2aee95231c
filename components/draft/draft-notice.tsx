'use client'
// Says that somebody saved while this draft was open, and offers to go on from there.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { useDraft } from './draft-provider.tsx'

/** The notice; nothing while the draft stands on the newest revision. */
export function DraftNotice(): ReactNode {
  const t = useTranslations('edit.overtaken')
  const { baseNumber, headNumber, rebase } = useDraft()
  if (headNumber === undefined || (baseNumber ?? 0) >= headNumber) return null
  return (
    <div className="mb-3">
      <ErrorPanel kind="notice" title={t('title', { head: headNumber })} action={<Button onClick={rebase}>{t('load')}</Button>}>
        {baseNumber === undefined ? t('whatNone') : t('what', { base: baseNumber })}
      </ErrorPanel>
    </div>
  )
}
