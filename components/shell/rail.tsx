'use client'
// The rail at the left: the stack and the pages. Numbers stand only where something waits.
import { useLinkStatus } from 'next/link'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { useFindingCounts } from '#lib/queries/finding-counts.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Link } from '../ui/link.tsx'
import { useFrame } from './frame-context.tsx'
import { openKeys } from './overlays.tsx'
import { RAIL, type RailPage } from './pages.ts'
import { StackSwitcher } from './stack-switcher.tsx'

/** Not on a phone: PhoneTabs stands for it there. */
export function Rail(): JSX.Element {
  const t = useTranslations('shell')
  const { stack } = useFrame()
  const groups = RAIL.filter((group) => group.some((page) => page.href(stack?.slug) !== undefined))
  return (
    <nav aria-label={t('pagesLabel')} className="sticky top-0 flex h-dvh flex-col overflow-y-auto border-r border-hair bg-rail pb-3 max-md:hidden print:hidden">
      <StackSwitcher />
      {groups.map((group, index) => (
        <ul key={index} className="[&+ul]:before:mx-4 [&+ul]:before:my-2 [&+ul]:before:block [&+ul]:before:border-t [&+ul]:before:border-hair">
          {group.map((page) => <RailLink key={page.id} page={page} />)}
        </ul>
      ))}
      <div className="mt-auto px-4 pt-6 text-[12px] leading-[18px] text-ink-3">
        <p>{t('hintGo')}</p>
        <button type="button" onClick={openKeys} className="hover:text-ink">{t('hintKeys')}</button>
      </div>
    </nav>
  )
}

function RailLink({ page: { id, icon: Icon, href } }: { page: RailPage }): JSX.Element | null {
  const t = useTranslations('shell')
  const { stack, page } = useFrame()
  const waits = useWaiting(id)
  const to = href(stack?.slug)
  if (to === undefined) return null
  return (
    <li>
      <Link
        href={to}
        aria-current={page === id ? 'page' : undefined}
        className="group grid h-[30px] grid-cols-[16px_1fr_auto] items-center gap-2.5 px-4 text-ink-2 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:bg-accent-tint aria-[current=page]:font-semibold aria-[current=page]:text-ink aria-[current=page]:shadow-[inset_2px_0_var(--accent)]"
      >
        <Icon aria-hidden="true" strokeWidth={1.6} className="size-4 text-ink-3 group-aria-[current=page]:text-accent" />
        <span>{t(`pages.${id}`)}</span>
        <Waits count={waits} isBad={id === 'findings'} />
      </Link>
    </li>
  )
}

/** What waits behind the page; while it is being opened, and that takes long, that it is. */
function Waits({ count, isBad }: { count: number; isBad: boolean }): JSX.Element | null {
  const t = useTranslations('shell')
  const { pending } = useLinkStatus()
  if (pending) return <Glyph name="progressing" inherit className="late text-ink-3" />
  if (count === 0) return null
  if (isBad) return <span className="flex items-center gap-1.5 text-[12px] font-medium text-degraded-text"><Glyph name="error" className="size-2.5" />{count}<span className="sr-only"> {t('errorsWait')}</span></span>
  return <span className="text-[12px] font-medium">{count}<span className="sr-only"> {t('waits')}</span></span>
}

/** How many things wait behind a page: errors that nobody accepted, and the revision that is not applied. */
export function useWaiting(page: string): number {
  const { stack } = useFrame()
  const isFindings = page === 'findings'
  const { data } = useFindingCounts(isFindings && stack?.head !== undefined ? stack.slug : undefined, String(stack?.head))
  if (isFindings) return data?.error ?? 0
  return page === 'changes' && stack?.head !== undefined && stack.head !== stack.applied ? 1 : 0
}
