'use client'
// What came in and is not applied, each object with the reason; closed until one asks.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Sentence } from '#components/ui/sentence.tsx'
import type { NotManaged } from '#lib/thanos/belonging.ts'

/** The list; nothing when everything is managed. */
export function NotManagedList({ objects }: { objects: readonly NotManaged[] }): ReactNode {
  const t = useTranslations('findings.notManaged')
  if (objects.length === 0) return null
  return (
    <details className="mb-5">
      <summary className="w-fit cursor-pointer font-semibold">{t('title')} <span className="font-normal text-ink-3">{objects.length}</span></summary>
      <p className="mt-1 text-ink-2">{t('what')}</p>
      <ul className="mt-2 max-h-96 overflow-y-auto" tabIndex={0} aria-label={t('title')}>
        {objects.map(({ object, why }) => (
          <li key={object} className="border-b border-hair py-2 [contain-intrinsic-size:auto_56px] [content-visibility:auto]">
            <code className="wrap-anywhere">{object}</code>
            <p className="text-ink-2 wrap-anywhere"><Sentence text={why} /></p>
          </li>
        ))}
      </ul>
    </details>
  )
}
