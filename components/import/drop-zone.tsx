'use client'
// Where manifests come in: dropped, chosen, or pasted. Reads nothing itself; nothing is sent anywhere.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, type ComponentProps, type DragEvent, type ReactNode, useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { chosenFiles, droppedFiles } from './given-files.ts'
import type { Given } from './import-worker.ts'

/** What may be said below the zone: nothing that could be read was given, or the reading failed. */
export type DropProblem = 'noManifest' | 'unreadable' | 'failed'

/**
 * Drop zone, choosers and text area. `onGiven` is given what is to be read; while `progress` stands in place of the zone nothing more can
 * be given. `isBack` puts the keyboard at the zone, after a reading was cancelled. `onCancel` leads back to what was shown before.
 */
export function DropZone({ onGiven, onCancel, progress, isBack, problem, onProblem }: {
  onGiven: (files: readonly Given[]) => void
  onCancel?: (() => void) | undefined
  progress: ReactNode
  isBack: boolean
  problem: DropProblem | undefined
  onProblem: (problem: DropProblem) => void
}): ReactNode {
  const t = useTranslations('findings.drop')
  const [isOver, setOver] = useState(false)
  const [pasted, setPasted] = useState('')
  const pasteId = useId()
  const isReading = progress !== undefined
  const take = (files: readonly Given[]): void => {
    if (files.length === 0) onProblem('noManifest')
    else onGiven(files)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    droppedFiles(event.dataTransfer.items).then(take, () => onProblem('unreadable'))
  }
  return (
    <div className="max-w-[760px]">
      {progress ?? (
        <div
          onDragOver={(event) => { event.preventDefault(); setOver(true) }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={clsx('flex flex-wrap items-center gap-x-4 gap-y-3 rounded-pop border border-dashed px-5 py-6', isOver ? 'border-accent bg-accent-tint' : 'border-control')}
        >
          <div className="min-w-0 flex-1 basis-80">
            <p className="font-semibold">{t('title')}</p>
            <p className="text-ink-2">{t('what')}</p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Chooser variant="primary" autoFocus={isBack} accept=".yaml,.yml,.json,.txt,.gz,.tgz,.tar" onChosen={take}>{t('choose')}</Chooser>
            <Chooser folder onChosen={take}>{t('chooseFolder')}</Chooser>
          </div>
        </div>
      )}
      {problem !== undefined && <div className="mt-2"><FieldError>{t(problem)}</FieldError></div>}
      <form
        className="mt-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (pasted.trim() !== '') onGiven([{ name: t('pastedName'), content: pasted }])
        }}
      >
        <label htmlFor={pasteId} className="mb-1 block w-fit font-semibold">{t('paste')}</label>
        <p className="mb-1.5 text-ink-2">{t('pasteWhat')}</p>
        <Textarea id={pasteId} mono rows={12} value={pasted} readOnly={isReading} onChange={(event) => setPasted(event.target.value)} placeholder={EXAMPLE} />
        <div className="mt-2.5 flex flex-wrap gap-2">
          <Button type="submit" disabled={isReading || pasted.trim() === ''}>{t('check')}</Button>
          {onCancel !== undefined && <Button variant="quiet" disabled={isReading} onClick={onCancel}>{t('back')}</Button>}
        </div>
      </form>
    </div>
  )
}

/** A button that opens the browser's picker: for files, or for one folder. */
function Chooser({ folder = false, accept, onChosen, children, ...look }: {
  folder?: boolean; accept?: string; onChosen: (files: readonly Given[]) => void; children: ReactNode
} & Pick<ComponentProps<typeof Button>, 'variant' | 'autoFocus'>): ReactNode {
  const input = useRef<HTMLInputElement | null>(null)
  const change = (event: ChangeEvent<HTMLInputElement>): void => {
    const { files } = event.target
    // Closed without a choice is no empty choice.
    if (files !== null && files.length > 0) onChosen(chosenFiles(files))
    event.target.value = ''
  }
  return (
    <>
      <Button {...look} onClick={() => input.current?.click()}>{children}</Button>
      <input ref={(made) => { input.current = made; if (made !== null) made.webkitdirectory = folder }} type="file" multiple accept={accept} hidden onChange={change} />
    </>
  )
}

const EXAMPLE = 'args:\n  - store\n  - --data-dir=/var/thanos/store\n  - --min-time=-6h'
