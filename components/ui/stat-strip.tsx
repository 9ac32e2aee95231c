// A strip of figures: label, number with its unit, and a note. No cards.
import { clsx } from 'clsx'
import type { JSX, ReactNode } from 'react'

export type Stat = { label: ReactNode; value: ReactNode; unit?: ReactNode; note?: ReactNode }

const COLUMNS: Record<number, string> = { 2: 'md:grid-cols-2', 3: 'md:grid-cols-3', 4: 'md:grid-cols-4', 5: 'md:grid-cols-5', 6: 'md:grid-cols-6' }

/** Two to six figures side by side; two columns on a phone. */
export function StatStrip({ stats, className }: { stats: readonly Stat[]; className?: string }): JSX.Element {
  return (
    <dl className={clsx('grid grid-cols-2 border-t border-b border-t-line border-b-hair', COLUMNS[stats.length] ?? 'md:grid-cols-6', className)}>
      {stats.map((stat, index) => (
        <div key={index} className="min-w-0 border-hair py-2.5 max-md:py-2 max-md:not-nth-[-n+2]:border-t max-md:even:border-l max-md:even:pl-3.5 md:not-first:border-l md:not-first:pl-4">
          <dt className="text-label text-ink-3">{stat.label}</dt>
          <dd className="text-figure">{stat.value}{stat.unit !== undefined && <span className="text-body font-normal tracking-normal text-ink-3">{'\u00a0'}{stat.unit}</span>}</dd>
          {stat.note !== undefined && <dd className="text-label text-ink-3">{stat.note}</dd>}
        </div>
      ))}
    </dl>
  )
}
