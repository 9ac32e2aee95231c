// One page inside the frame: the bar with its title, then what the page has to say.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'
import { Bar, type Crumb } from './bar.tsx'

/**
 * `crumbs` lead to the page; `tabs` stand under the bar; `bleed` leaves out the padding, for pages that bring their own columns.
 * A <StickyFoot> that is a direct child stands at the foot of the window.
 */
export function Page({ title, crumbs, tabs, bleed = false, children }: {
  title: string; crumbs?: readonly Crumb[]; tabs?: ReactNode; bleed?: boolean; children: ReactNode
}): JSX.Element {
  return (
    <>
      <Bar title={title} crumbs={crumbs ?? []} />
      {tabs}
      <main id="main" tabIndex={-1} className={clsx('flex min-w-0 flex-1 flex-col focus:outline-none', !bleed && 'px-(--gutter) pt-[18px] pb-(--pull-y) [--pull-x:var(--gutter)] [--pull-y:28px] max-md:pt-4 max-md:[--pull-y:32px]')}>
        {children}
      </main>
    </>
  )
}
