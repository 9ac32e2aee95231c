// A part of a page: its heading on a line, and what belongs to the heading at the right.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

/** Heading with an optional count and right side, a rule, then the content. */
export function Section({ title, count, aside, className, children }: {
  title: ReactNode; count?: ReactNode; aside?: ReactNode; className?: string; children: ReactNode
}): JSX.Element {
  return (
    <section className={clsx('min-w-0', className)}>
      <SectionHead title={title} count={count} aside={aside} />
      {children}
    </section>
  )
}

/** The heading alone, for content that is not one block below it. */
export function SectionHead({ title, count, aside }: { title: ReactNode; count?: ReactNode; aside?: ReactNode }): JSX.Element {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 border-b border-line max-md:min-h-10">
      <h2 className="min-w-0 text-section">{title}{count !== undefined && <span className="font-normal text-ink-3"> {count}</span>}</h2>
      {aside !== undefined && <div className="shrink-0 text-ink-3">{aside}</div>}
    </div>
  )
}
