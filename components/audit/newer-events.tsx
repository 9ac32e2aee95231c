'use client'
// Says that events have come above the list; the list itself stays as it is until one asks for them.
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { useNewerEvents } from '#lib/queries/events.ts'

const COUNTED = 100

/** A line above the list, only while something waits. */
export function NewerEvents({ search, newest, onShow }: { search: string; newest: string; onShow: () => void }): JSX.Element {
  const t = useTranslations('audit')
  const { data } = useNewerEvents(search, newest)
  const count = data?.count ?? 0
  return (
    <div role="status">
      {count > 0 && (
        <p className="flex min-h-(--row) items-center gap-4 border-b border-hair bg-accent-tint px-2.5 print:hidden">
          <span>{t('newer', { count, more: count >= COUNTED ? 'yes' : 'no' })}</span>
          <button type="button" onClick={onShow} className="link max-md:min-h-11">{t('showNewer')}</button>
        </p>
      )}
    </div>
  )
}
