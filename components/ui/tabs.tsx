// Underline tabs that are links: each tab is an address. See panel-tabs.tsx for tabs within a page.
import { clsx } from 'clsx'
import { Link } from './link.tsx'
import type { ComponentProps, JSX, ReactNode } from 'react'

export type TabLink = { href: string; label: ReactNode; current: boolean; count?: ReactNode; mark?: ReactNode }

/** The classes of one tab; the current one has `aria-current`, `aria-selected` or `aria-pressed`. */
export const tabClass = 'inline-flex flex-none cursor-pointer items-center gap-2 whitespace-nowrap text-ink-3 hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink aria-[current=page]:shadow-[inset_0_-2px_var(--accent)] aria-selected:font-semibold aria-selected:text-ink aria-selected:shadow-[inset_0_-2px_var(--accent)] focus-visible:-outline-offset-2'

/** A row of tabs under the bar (`size="page"`, full width, 44 px) or within a section (30 px). */
export function LinkTabs({ label, tabs, size = 'section', className }: {
  label: string; tabs: readonly TabLink[]; size?: 'page' | 'section'; className?: string
}): JSX.Element {
  return (
    <nav
      aria-label={label}
      className={clsx('bare-scroll flex whitespace-nowrap', size === 'page' ? 'gap-6 border-b border-hair px-(--gutter) max-md:gap-5' : 'gap-4', className)}
    >
      {tabs.map((tab) => (
        <TabAnchor key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined} className={size === 'page' ? 'h-11' : 'h-[30px] max-md:h-11'}>
          {tab.label}
          {tab.count !== undefined && <span className="font-normal text-ink-3">{tab.count}</span>}
          {tab.mark}
        </TabAnchor>
      ))}
    </nav>
  )
}

function TabAnchor({ className, ...rest }: ComponentProps<typeof Link>): JSX.Element {
  return <Link {...rest} className={clsx(tabClass, className)} />
}
