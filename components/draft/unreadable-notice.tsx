'use client'
// Says that an earlier draft of this person lies here which this version cannot read, and lets them throw it away.
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { discardDraft } from '#lib/queries/draft.ts'
import type { UnreadableDraft } from '#lib/services/views.ts'

/** The notice; `onGone` is called once the draft was thrown away, so that what was edited meanwhile is kept. */
export function UnreadableNotice({ slug, draft: { mark, keptAt }, onGone }: { slug: string; draft: UnreadableDraft; onGone: () => void }): ReactNode {
  const t = useTranslations('edit.unreadable')
  const router = useRouter()
  const [isSending, setSending] = useState(false)
  const [why, setWhy] = useState<string>()

  async function throwAway(): Promise<void> {
    setSending(true)
    const reply = await discardDraft(slug, mark)
    setSending(false)
    if (reply.ok) {
      onGone()
      router.refresh()
    } else {
      setWhy(reply.failure?.message ?? '')
    }
  }

  return (
    <div className="mb-3">
      <ErrorPanel kind="notice" title={t.rich('title', { age: () => <Age at={keptAt} /> })} action={<Button disabled={isSending} onClick={() => void throwAway()}>{t('discard')}</Button>}>
        {why === undefined ? t('what') : t('failed', { why })}
      </ErrorPanel>
    </div>
  )
}
