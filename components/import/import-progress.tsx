'use client'
// How far an import is, and the way out of it.
import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { ImportProgress } from './read-import.ts'

/** Undefined progress: nothing was heard of it yet. */
export function ImportProgressBox({ progress, onCancel }: { progress: ImportProgress | undefined; onCancel: () => void }): ReactNode {
  const t = useTranslations('findings.progress')
  const wordsId = useId()
  const { step = 'opening', files = 0, allFiles = 0, objects = 0, share } = progress ?? {}
  const words = t(progress === undefined ? 'begins' : step, { files, allFiles, objects })
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-pop border border-control px-5 py-6">
      <div className="min-w-0 flex-1 basis-60">
        <p id={wordsId} className="font-semibold tabular-nums">{words}</p>
        <progress aria-label={t('label')} aria-valuetext={words} max={1} value={share} className="mt-2 block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-inset [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-inset [&::-webkit-progress-value]:bg-accent" />
      </div>
      <Button autoFocus aria-describedby={wordsId} onClick={onCancel}>{t('cancel')}</Button>
    </div>
  )
}
