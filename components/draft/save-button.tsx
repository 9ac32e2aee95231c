'use client'
// "Save as revision 42": asks what changes and why, saves, and says what stopped it.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { part } from '#components/ui/part.ts'
import type { SaveConflict } from '#lib/services/views.ts'
import type { Theirs } from './conflict-panel.tsx'
import { useDraft } from './draft-provider.tsx'
import { useSuggestedMessage } from './suggested-message.ts'
import { useSave } from './use-save.ts'

// Few saves are lost races, and a merge weighs more than a button.
const ConflictPanel = dynamic(async () => (await part(() => import('./conflict-panel.tsx'))).ConflictPanel)

/** The button and its dialog. `isMain` gives it the look of the main button; `message` is what was typed beside it already. */
export function SaveButton({ canWrite, isMain = true, message }: { canWrite: boolean; isMain?: boolean; message?: string }): ReactNode {
  const t = useTranslations('edit.save')
  const draft = useDraft()
  const saving = useSave()
  const suggested = useSuggestedMessage()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState<string>()
  const words = (typed ?? message ?? '').trim() === '' && typed === undefined ? suggested : typed ?? message ?? ''
  const next = (draft.baseNumber ?? 0) + 1
  // What the dialog was opened for: once it is saved another one is next, and the page behind it may take a moment to come.
  const [asked, setAsked] = useState(next)
  const nothing = !draft.isDirty
  const close = (open: boolean): void => {
    setOpen(open)
    if (!open) saving.dismiss()
  }
  const errors = draft.findings.filter(({ severity }) => severity === 'error').length
  return (
    <>
      <Button variant={isMain ? 'primary' : 'secondary'} disabled={nothing} disabledReason={canWrite ? undefined : t('notAllowed')} onClick={() => { setAsked(next); setOpen(true) }}>
        {t('button', { number: next })}
      </Button>
      {isOpen && (
        <Dialog
          open onOpenChange={close} wide={saving.conflict !== undefined && 'page'}
          title={saving.conflict === undefined ? t('title', { number: asked }) : t('lost', { who: saving.conflict.head.author, number: saving.conflict.head.number })}
          description={saving.conflict === undefined ? t(errors === 0 ? 'what' : 'whatErrors', { errors }) : undefined}
          footer={saving.conflict === undefined && (
            <>
              <Button variant="quiet" onClick={() => close(false)}>{t('cancel')}</Button>
              <Button type="submit" form="save-revision" variant="primary" busy={saving.isSaving} disabled={words.trim() === ''}>{t('save')}</Button>
            </>
          )}
        >
          {saving.conflict === undefined
            ? (
              <form id="save-revision" className="mt-3.5" onSubmit={(event) => { event.preventDefault(); saving.save(words.trim()) }}>
                <Field label={t('message')}>
                  {(control) => <Input {...control} autoFocus value={words} maxLength={500} onChange={(event) => setTyped(event.target.value)} />}
                </Field>
                {saving.failure !== undefined && <div className="mt-2"><ErrorPanel title={saving.failure.message}>{t('kept')}</ErrorPanel></div>}
              </form>
            )
            : <ConflictPanel theirs={theirsOf(saving.conflict)} saving={saving} message={words} onDone={() => close(false)} />}
        </Dialog>
      )}
    </>
  )
}

function theirsOf({ head, spec }: SaveConflict): Theirs {
  return { number: head.number, spec, who: head.author, when: head.createdAt, message: head.message }
}
