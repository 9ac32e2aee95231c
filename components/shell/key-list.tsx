'use client'
// All keys, opened by `?`.
import { useTranslations } from 'next-intl'
import type { JSX, ReactNode } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { ALL_PAGES } from './pages.ts'

/** The list, as a dialog. */
export function KeyList({ onClose }: { onClose: () => void }): JSX.Element {
  const t = useTranslations('shell')
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} title={t('keys.title')}>
      <div className="mt-2 grid gap-x-8 border-t border-hair pb-1 md:grid-cols-2">
        <KeyGroup title={t('keys.go')}>
          {ALL_PAGES.map((page) => <KeyRow key={page.id} keys={['g', page.key]}>{t(`pages.${page.id}`)}</KeyRow>)}
        </KeyGroup>
        <div>
          <KeyGroup title={t('keys.list')}>
            <KeyRow keys={['↑', '↓']}>{t('keys.move')}</KeyRow>
            <KeyRow keys={['Enter']}>{t('keys.open')}</KeyRow>
            <KeyRow keys={['/']}>{t('keys.filter')}</KeyRow>
          </KeyGroup>
          <KeyGroup title={t('keys.anywhere')}>
            <KeyRow keys={['⌘K']}>{t('find')}</KeyRow>
            <KeyRow keys={['Esc']}>{t('keys.close')}</KeyRow>
            <KeyRow keys={['?']}>{t('keys.title')}</KeyRow>
          </KeyGroup>
        </div>
      </div>
    </Dialog>
  )
}

function KeyGroup({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  return <section><h3 className="pt-2 pb-1 text-label font-normal text-ink-3">{title}</h3><ul>{children}</ul></section>
}

function KeyRow({ keys, children }: { keys: readonly string[]; children: ReactNode }): JSX.Element {
  return (
    <li className="flex items-center justify-between gap-4 leading-7">
      <span>{children}</span>
      <span className="flex items-center gap-1">
        {keys.map((key) => <kbd key={key} className="min-w-5 rounded-[3px] border border-line px-[5px] py-px text-center text-ink-2">{key}</kbd>)}
      </span>
    </li>
  )
}
