'use client'
// Says that somebody saved while this draft was open, and offers to put both together; and that another draft lies there unread.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { part } from '#components/ui/part.ts'
import type { Theirs } from './conflict-panel.tsx'
import { useDraft } from './draft-provider.tsx'
import { useSuggestedMessage } from './suggested-message.ts'
import { UnreadableNotice } from './unreadable-notice.tsx'
import { useSave } from './use-save.ts'

const ConflictPanel = dynamic(async () => (await part(() => import('./conflict-panel.tsx'))).ConflictPanel)

/** The notices; nothing while the draft stands on the newest revision and no other lies beside it. */
export function DraftNotice(): ReactNode {
  const { slug, unreadable, look } = useDraft()
  return (
    <>
      {unreadable !== undefined && <UnreadableNotice slug={slug} draft={unreadable} onGone={look} />}
      <OvertakenNotice />
    </>
  )
}

function OvertakenNotice(): ReactNode {
  const t = useTranslations('edit.overtaken')
  const { baseNumber, head } = useDraft()
  const [isOpen, setOpen] = useState(false)
  if (head === undefined || (baseNumber ?? 0) >= head.number) return null
  return (
    <div className="mb-3">
      <ErrorPanel kind="notice" title={t('title', { head: head.number })} action={<Button onClick={() => setOpen(true)}>{t('merge')}</Button>}>
        {baseNumber === undefined ? t('whatNone') : t('what', { base: baseNumber })}
      </ErrorPanel>
      {isOpen && <MergeDialog newest={{ number: head.number, spec: head.spec, who: head.author ?? t('somebody') }} onClose={() => setOpen(false)} />}
    </div>
  )
}

function MergeDialog({ newest, onClose }: { newest: Theirs; onClose: () => void }): ReactNode {
  const t = useTranslations('edit.save')
  const saving = useSave()
  const message = useSuggestedMessage()
  const { conflict } = saving
  // Somebody may save once more while one chooses.
  const theirs = conflict === undefined ? newest : { number: conflict.head.number, spec: conflict.spec, who: conflict.head.author, when: conflict.head.createdAt, message: conflict.head.message }
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} wide="page" title={t('lost', { who: theirs.who, number: theirs.number })}>
      <ConflictPanel theirs={theirs} saving={saving} message={message} onDone={onClose} />
    </Dialog>
  )
}
