'use client'
// Where manifests come in: dropped, chosen, or pasted. Reads in the browser; nothing is sent anywhere.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FieldError } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { type ReadFiles, readChosen, readDropped } from './read-files.ts'

/** Drop zone, file chooser and text area. `onRead` is given what came in; `onCancel` leads back to what was shown before. */
export function DropZone({ onRead, onCancel }: { onRead: (read: ReadFiles) => void; onCancel?: (() => void) | undefined }): ReactNode {
  const t = useTranslations('findings.drop')
  const [isOver, setOver] = useState(false)
  const [pasted, setPasted] = useState('')
  const [failure, setFailure] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const pasteId = useId()
  const take = async (reading: Promise<ReadFiles>): Promise<void> => {
    try {
      const read = await reading
      setFailure(false)
      if (read.files.length + read.problems.length > 0) onRead(read)
    } catch {
      setFailure(true)
    }
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    void take(readDropped(event.dataTransfer.items))
  }
  return (
    <div className="max-w-[760px]">
      <div
        onDragOver={(event) => { event.preventDefault(); setOver(true) }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx('flex flex-wrap items-center gap-x-4 gap-y-3 rounded-pop border border-dashed px-5 py-6', isOver ? 'border-accent bg-accent-tint' : 'border-control')}
      >
        <div className="mr-auto min-w-0">
          <p className="font-semibold">{t('title')}</p>
          <p className="text-ink-2">{t('what')}</p>
        </div>
        <Button variant="primary" onClick={() => chooser.current?.click()}>{t('choose')}</Button>
        <input
          ref={chooser} type="file" multiple accept=".yaml,.yml,.json,.txt" hidden
          onChange={(event) => {
            void take(readChosen(event.target.files ?? []))
            event.target.value = ''
          }}
        />
      </div>
      {failure && <div className="mt-2"><FieldError>{t('unreadable')}</FieldError></div>}
      <form
        className="mt-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (pasted.trim() !== '') onRead({ files: [{ name: t('pastedName'), text: pasted }], problems: [] })
        }}
      >
        <label htmlFor={pasteId} className="mb-1 block w-fit font-semibold">{t('paste')}</label>
        <p className="mb-1.5 text-ink-2">{t('pasteWhat')}</p>
        <Textarea id={pasteId} mono rows={12} value={pasted} onChange={(event) => setPasted(event.target.value)} placeholder={EXAMPLE} />
        <div className="mt-2.5 flex flex-wrap gap-2">
          <Button type="submit" disabled={pasted.trim() === ''}>{t('check')}</Button>
          {onCancel !== undefined && <Button variant="quiet" onClick={onCancel}>{t('back')}</Button>}
        </div>
      </form>
    </div>
  )
}

const EXAMPLE = 'args:\n  - store\n  - --data-dir=/var/thanos/store\n  - --min-time=-6h'
