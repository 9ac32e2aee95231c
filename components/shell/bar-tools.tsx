'use client'
// The right side of the bar: find or do, how fresh the page is, what waits, and who one is.
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { routes } from '#lib/routes.ts'
import { Age } from '../ui/age.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Link } from '../ui/link.tsx'
import { usePendingEdits } from '../draft/pending-edits.ts'
import { useFrame } from './frame-context.tsx'
import { MeMenu } from './me-menu.tsx'
import { openPalette } from './overlays.tsx'
import { useStackStatus } from '#lib/queries/stack-status.ts'

/** The stack under the title, on a phone only. */
export function BarStack(): JSX.Element | null {
  const { stack } = useFrame()
  if (stack === undefined) return null
  return <p className="truncate text-label text-ink-3 md:hidden">{stack.name} · {stack.namespace}</p>
}

/** All that stands at the right end. */
export function BarTools(): JSX.Element {
  const t = useTranslations('shell')
  return (
    <>
      <button type="button" onClick={openPalette} className="flex h-(--ctl) w-[232px] items-center gap-2 rounded-ctl border border-line pr-2 pl-2.5 text-ink-3 hover:bg-hover max-lg:w-40 max-md:hidden">
        <Search aria-hidden="true" className="size-3.5" />
        <span>{t('find')}</span>
        <kbd className="ml-auto">⌘K</kbd>
      </button>
      <button type="button" onClick={openPalette} aria-label={t('find')} className="flex size-11 flex-none items-center justify-center rounded-ctl border border-line md:hidden">
        <Search aria-hidden="true" className="size-4" />
      </button>
      <Freshness />
      <Waiting />
      <MeMenu />
    </>
  )
}

function Freshness(): JSX.Element | null {
  const t = useTranslations('shell')
  const { stack, page } = useFrame()
  const { data } = useStackStatus(stack?.slug)
  if (page === undefined || page === 'settings' || stack === undefined || data === undefined) return null
  if (data.fault === undefined) return <span className="text-ink-3 max-lg:hidden">{t.rich('fresh.live', { age: () => <Age at={data.at} /> })}</span>
  return (
    <span className="flex items-baseline gap-1.5 text-unknown-text max-md:hidden">
      <Glyph name="unknown" className="self-center" />
      {data.good === undefined ? t(`fresh.${data.fault.from}`) : <StaleAge at={data.good.at} />}
    </span>
  )
}

function StaleAge({ at }: { at: string }): JSX.Element {
  const t = useTranslations('shell')
  return <span>{t.rich('fresh.stale', { age: () => <Age at={at} /> })}</span>
}

function Waiting(): JSX.Element | null {
  const t = useTranslations('shell')
  const { stack } = useFrame()
  const unsaved = usePendingEdits(stack?.id)
  if (stack !== undefined && unsaved !== undefined) {
    return (
      <Link href={routes.import(stack.slug)} className={buttonClass()}>
        <Glyph name="edited" />
        {unsaved.isImport ? t('unsaved.import') : t('unsaved.edits', { edits: unsaved.edits })}
      </Link>
    )
  }
  if (stack?.head === undefined || stack.head === stack.applied) return null
  return (
    <Link href={routes.changes(stack.slug)} className={buttonClass()}>
      <Glyph name="waiting" />
      <code className="text-body">r{stack.head}</code>
      <span>{t('pending')}</span>
    </Link>
  )
}
