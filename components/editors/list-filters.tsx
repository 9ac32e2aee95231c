'use client'
// The line above the list of an editor: words, and whether only what is faulty is shown. Both stand in the address.
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Chips } from '#components/ui/chips.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import type { ListFilter, Shown } from './list-filter.ts'

/** `faulty` is what the choice is called, `count` how many there are. `found` is told while something is narrowed. */
export function ListFilters({ label, filter, all, faulty, count, found, onFilter }: {
  label: string; filter: ListFilter; all: number; faulty: string; count: number; found: number; onFilter: (next: Partial<ListFilter>) => void
}): ReactNode {
  const t = useTranslations('editors.filter')
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-5 gap-y-1 print:hidden">
      <FilterInput label={label} value={filter.q} onChange={(q) => onFilter({ q })} className="w-60 max-md:w-full" />
      <Chips<Shown>
        label={t('show')} value={filter.show} onChange={(show) => onFilter({ show })}
        chips={[{ value: 'all', label: t('all'), count: all }, { value: 'faulty', label: faulty, count, ...(count > 0 ? { tone: 'error' as const } : {}) }]}
      />
      <span aria-live="polite" className="text-ink-3">{(filter.q !== '' || filter.show !== 'all') && t('shown', { found, all })}</span>
    </div>
  )
}
