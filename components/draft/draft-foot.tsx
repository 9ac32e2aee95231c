'use client'
// The foot of every editor: how much is edited, what stops it from being applied, undo, discard and save.
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { compareFindings } from '#components/findings/findings-view.ts'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Status } from '#components/ui/status.tsx'
import { StickyFoot } from '#components/ui/sticky-foot.tsx'
import { notify } from '#components/ui/toast.tsx'
import { DraftHistory } from './draft-history.tsx'
import { useDraft } from './draft-provider.tsx'
import { KeepingNote } from './keeping-note.tsx'
import { SaveButton } from './save-button.tsx'

/** The foot. It must be a direct child of the page to stand at the foot of the window. */
export function DraftFoot({ canWrite }: { canWrite: boolean }): ReactNode {
  const t = useTranslations('edit.foot')
  const tChecking = useTranslations('edit.checking')
  const draft = useDraft()
  const [message, setMessage] = useState('')
  const objects = new Set(draft.edits.map(({ object }) => object)).size
  const isFirst = draft.baseNumber === undefined
  const judged = isFirst ? draft.findings : compareFindings(draft.baseFindings, draft.findings).added
  const errors = judged.filter(({ severity }) => severity === 'error').length
  const discard = (): void => {
    const bringBack = draft.discard()
    setMessage('')
    notify({ title: t('discarded'), action: { label: t('undo'), onSelect: bringBack } })
  }
  const note = (
    <>
      <span>{draft.edits.length === 0 ? t(draft.isDirty ? 'asImported' : 'none') : t('edited', { fields: draft.edits.length, objects })}</span>
      {draft.refused !== undefined && <Status glyph="error" tone="degraded">{t('refused', { name: draft.refused })}</Status>}
      <KeepingNote />
      {draft.isChecking && <Status glyph="progressing">{tChecking('short')}</Status>}
      {errors > 0 && <Status glyph="error" tone="degraded">{t(isFirst ? 'errorsOfFirst' : 'errors', { errors })}</Status>}
    </>
  )
  return (
    <StickyFoot note={note} className="mx-0!">
      {draft.isDirty && <Input className="w-auto! max-w-90 flex-1 max-lg:hidden" aria-label={t('message')} placeholder={t('message')} value={message} onChange={(event) => setMessage(event.target.value)} />}
      <DraftHistory />
      {draft.canUndo && <Button variant="quiet" onClick={discard}>{t('discard')}</Button>}
      <SaveButton canWrite={canWrite} message={message} />
    </StickyFoot>
  )
}
