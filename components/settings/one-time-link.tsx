'use client'
// A one-time link, shown here and now and never again.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'

export type OneTimeLink = { name: string; link: string; for: 'invite' | 'reset' }

/** The link with a button that copies it. */
export function OneTimeLinkView({ name, link, for: purpose }: OneTimeLink): JSX.Element {
  const t = useTranslations('settings.people')
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link)
      setCopied('yes')
    } catch {
      // The browser may forbid it; the link can be selected by hand.
      setCopied('failed')
    }
  }
  return (
    <div role="status" className="mt-3 max-w-[720px] border-y border-hair py-3">
      <p><b>{t('linkFor', { name })}</b> <span className="text-ink-2">{t(purpose === 'invite' ? 'linkOnce' : 'resetOnce')}</span></p>
      <div className="mt-2 flex gap-2">
        <Input readOnly mono value={link} aria-label={t('linkFor', { name })} onFocus={(event) => event.target.select()} className="flex-1" />
        <Button onClick={() => void copy()}>{t(`copy.${copied}`)}</Button>
      </div>
    </div>
  )
}
