// The bar above a page: where one is, and at its right what is always at hand.
import type { JSX } from 'react'
import { Link } from '#components/ui/link.tsx'
import { BarStack, BarTools } from './bar-tools.tsx'

export type Crumb = { label: string; href: string }

/** Breadcrumbs and title; on a phone the title and the stack. */
export function Bar({ title, crumbs }: { title: string; crumbs: readonly Crumb[] }): JSX.Element {
  return (
    <header className="print:static sticky top-0 z-3 flex h-(--bar) flex-none items-center gap-4 border-b border-hair bg-page px-(--gutter) whitespace-nowrap max-md:gap-2.5">
      <div className="min-w-0 flex-1 overflow-hidden">
        <div className="flex min-w-0 items-baseline">
          {crumbs.map((crumb) => (
            <span key={crumb.href} className="flex-none text-title font-normal text-ink-3 max-md:hidden">
              <Link href={crumb.href} className="hover:text-ink">{crumb.label}</Link><span aria-hidden="true">{'\u00a0/\u00a0'}</span>
            </span>
          ))}
          <h1 className="truncate text-title tracking-[-0.01em] max-md:text-[16px] max-md:leading-5">{title}</h1>
        </div>
        <BarStack />
      </div>
      <div className="contents print:hidden"><BarTools /></div>
    </header>
  )
}
