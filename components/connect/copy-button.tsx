'use client'
// Copies a text; says when the browser does not let it.
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { Button } from '../ui/button.tsx'

/** The button; what it copies is shown beside it, so that it can be selected by hand. */
export function CopyButton({ text }: { text: string }): JSX.Element {
  const t = useTranslations('connect')
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('yes')
    } catch {
      // The browser may forbid it.
      setCopied('failed')
    }
  }
  return <Button size="small" onClick={() => void copy()}>{t(`copy.${copied}`)}</Button>
}
