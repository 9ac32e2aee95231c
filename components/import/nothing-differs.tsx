'use client'
// The answer to an import of what is there already: that nothing differs, and from what.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useDraft } from '#components/draft/draft-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Verdict } from '#components/ui/verdict.tsx'
import { ImportFiles } from './import-files.tsx'
import type { ImportRead } from './read-import.ts'

/** The answer; `onBack` leads to the drop zone. */
export function NothingDiffers({ read: { objects, source }, onBack }: { read: ImportRead; onBack: () => void }): ReactNode {
  const t = useTranslations('findings.same')
  const { spec, isDirty, baseNumber } = useDraft()
  const counts = { count: objects.length, others: spec.objects.length - objects.length }
  const hasSecrets = objects.some(({ type }) => type === 'reference')
  return (
    <>
      <Verdict sub={<>{isDirty || baseNumber === undefined ? t('draft', counts) : t('revision', { ...counts, base: baseNumber })}{hasSecrets && ` ${t('secrets')}`}</>}>{t('title')}</Verdict>
      <ImportFiles source={source} spec={spec} />
      <div><Button variant="primary" onClick={onBack}>{t('again')}</Button></div>
    </>
  )
}
