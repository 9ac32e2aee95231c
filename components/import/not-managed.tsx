'use client'
// What came in and is not applied, each object with the reason; closed until one asks.
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { LongList } from '#components/ui/long-list.tsx'
import { Sentence } from '#components/ui/sentence.tsx'
import type { NotManaged } from '#lib/thanos/belonging.ts'

/** The list; nothing when everything is managed. */
export function NotManagedList({ objects }: { objects: readonly NotManaged[] }): ReactNode {
  const t = useTranslations('findings.notManaged')
  const [isOpen, setOpen] = useState(false)
  if (objects.length === 0) return null
  return (
    <details className="mb-5" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer font-semibold">{t('title')} <span className="font-normal text-ink-3">{objects.length}</span></summary>
      <p className="mt-1 text-ink-2">{t('what')}</p>
      {isOpen && (
        <LongList label={t('title')} count={objects.length} rowPx={57} keyOf={(index) => objects[index]?.object ?? ''} className="mt-2">
          {(index) => <Left left={objects[index]} />}
        </LongList>
      )}
    </details>
  )
}

function Left({ left }: { left: NotManaged | undefined }): ReactNode {
  if (left === undefined) return null
  return (
    <div className="border-b border-hair py-2">
      <code className="wrap-anywhere">{left.object}</code>
      <p className="text-ink-2 wrap-anywhere"><Sentence text={left.why} /></p>
    </div>
  )
}
