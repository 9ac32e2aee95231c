'use client'
// The five tabs at the bottom of a phone; the fifth opens everything else.
import { Menu } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type JSX, useId, useState } from 'react'
import { Link } from '#components/ui/link.tsx'
import { useFrame } from './frame-context.tsx'
import { Mine } from './me-menu.tsx'
import { ALL_PAGES } from './pages.ts'
import type { PageId } from './place.ts'
import { useWaiting } from './rail.tsx'
import { StackList } from './stack-switcher.tsx'

const FIRST: readonly PageId[] = ['overview', 'topology', 'changes', 'storage']
const CELL = 'relative grid content-center justify-items-center gap-0.5 text-[12px] leading-4 text-ink-2 focus-visible:-outline-offset-2 aria-[current=page]:font-semibold aria-[current=page]:text-ink aria-[current=page]:shadow-[inset_0_2px_var(--accent)] [&>svg]:size-5 [&>svg]:text-ink-3 aria-[current=page]:[&>svg]:text-accent'

/** Only on a phone. */
export function PhoneTabs(): JSX.Element {
  const t = useTranslations('shell')
  const { stack, page } = useFrame()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const waiting = useWaiting('changes')
  const tabs = FIRST.flatMap((first) => ALL_PAGES.filter((each) => each.id === first))
  const rest = ALL_PAGES.filter((each) => !FIRST.includes(each.id))
  return (
    <>
      <nav aria-label={t('pagesLabel')} className="fixed inset-x-0 bottom-0 z-4 grid h-(--tabs) grid-cols-5 border-t border-line bg-rail md:hidden print:hidden">
        {tabs.map(({ id: pageId, icon: Icon, href }) => (
          <Link key={pageId} href={href(stack?.slug) ?? '/'} aria-current={page === pageId ? 'page' : undefined} className={CELL}>
            <Icon aria-hidden="true" strokeWidth={1.6} />
            <span>{t(`pages.${pageId}`)}</span>
            {pageId === 'changes' && waiting > 0 && <span className="absolute top-1.5 left-[calc(50%+12px)] font-semibold text-ink">{waiting}<span className="sr-only"> {t('waits')}</span></span>}
          </Link>
        ))}
        <button type="button" popoverTarget={id} aria-current={rest.some((each) => each.id === page) ? 'page' : undefined} className={CELL}>
          <Menu aria-hidden="true" strokeWidth={1.6} />
          <span>{t('more')}</span>
        </button>
      </nav>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('more')}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
        onClick={(event) => { if (event.target instanceof Element && event.target.closest('a') !== null) event.currentTarget.hidePopover() }}
        className="fixed inset-x-0 top-auto bottom-(--tabs) m-0 max-h-[75dvh] w-full overflow-y-auto rounded-t-pop border-0 bg-raised pt-1.5 pb-3 shadow-pop backdrop:bg-scrim md:hidden"
      >
        <ul className="border-b border-hair pb-1.5">
          {rest.map(({ id: pageId, icon: Icon, href }) => {
            const to = href(stack?.slug)
            return to === undefined ? null : (
              <li key={pageId}>
                <Link href={to} aria-current={page === pageId ? 'page' : undefined} className="flex min-h-11 items-center gap-3 px-4 aria-[current=page]:font-semibold">
                  <Icon aria-hidden="true" strokeWidth={1.6} className="size-5 text-ink-3" />{t(`pages.${pageId}`)}
                </Link>
              </li>
            )
          })}
        </ul>
        <h2 className="px-4 pt-2.5 pb-1 text-label font-normal text-ink-3">{t('stacks')}</h2>
        <StackList isOpen={isOpen} />
        <div className="border-t border-hair px-4 pt-3">{isOpen && <Mine />}</div>
      </div>
    </>
  )
}
