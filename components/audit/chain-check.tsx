'use client'
// Asks whether the audit is what was written. Few ever press it: what it asks with, and says, comes with the first press.
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type JSX, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { part } from '../ui/part.ts'

const ChainDialog = dynamic(async () => (await part(() => import('./chain-dialog.tsx'))).ChainDialog, { ssr: false })

/** The button, and behind it the answer. */
export function ChainCheck(): JSX.Element {
  const t = useTranslations('audit.chain')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button className="print:hidden" onClick={() => setOpen(true)}>{t('button')}</Button>
      {isOpen && <ChainDialog onClose={() => setOpen(false)} />}
    </>
  )
}
