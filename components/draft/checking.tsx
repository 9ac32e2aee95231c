'use client'
// What stands where findings will be, until the first check has run: never "no findings" for what nobody looked at.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Status } from '#components/ui/status.tsx'

/** "Checking…" on one line. */
export function Checking({ className }: { className?: string }): ReactNode {
  const t = useTranslations('edit.checking')
  return <p role="status" className={className}><Status glyph="progressing">{t('short')}</Status></p>
}
