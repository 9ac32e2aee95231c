'use client'
// The secret of a token, shown here and now and never again.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'

export type TokenSecret = { name: string; secret: string; /** Where to try it. */ url: string }

/** The secret with a button that copies it, and a request that uses it. */
export function TokenSecretView({ name, secret, url }: TokenSecret): JSX.Element {
  const t = useTranslations('settings.tokens')
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret)
      setCopied('yes')
    } catch {
      // The browser may forbid it; the secret can be selected by hand.
      setCopied('failed')
    }
  }
  return (
    <div role="status" className="mt-4 max-w-[720px] border-y border-hair py-3">
      <p><b>{t('secretOf', { name })}</b> <span className="text-ink-2">{t('secretOnce')}</span></p>
      <div className="mt-2 flex gap-2">
        <Input readOnly mono value={secret} aria-label={t('secretOf', { name })} onFocus={(event) => event.target.select()} className="flex-1" />
        <Button onClick={() => void copy()}>{t(`copy.${copied}`)}</Button>
      </div>
      <p className="mt-3 text-ink-2">{t('tryIt')}</p>
      <pre className="mt-1 overflow-x-auto rounded-ctl bg-inset px-3 py-2 font-mono text-mono">{`export GAUNTLET_TOKEN=…\ncurl -H "Authorization: Bearer $GAUNTLET_TOKEN" ${url}`}</pre>
    </div>
  )
}
