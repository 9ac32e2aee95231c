'use client'
// What narrows the list of findings and how it is grouped, as it stands in the address.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Chips } from '#components/ui/chips.tsx'
import { FilterInput } from '#components/ui/filter-input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SEVERITIES } from '#lib/thanos/finding.ts'
import { type Entry, facetsOf, type FindingFilter, isAccepted, SHOW, waitsForYou } from './findings-filter.ts'
import { type Grouping, GROUPINGS } from './findings-rows.ts'
import { nameOf } from './object-title.tsx'

const ADDRESS = {
  show: parseAsStringLiteral(SHOW).withDefault('open'), q: parseAsString.withDefault(''), severity: parseAsStringLiteral(SEVERITIES), kind: parseAsString.withDefault(''),
  object: parseAsString.withDefault(''), code: parseAsString.withDefault(''), by: parseAsStringLiteral(GROUPINGS), finding: parseAsString,
}

export type BoardAddress = {
  readonly filter: FindingFilter
  readonly grouping: Grouping
  /** id of the finding that was chosen, or linked to. */
  readonly chosen: string | undefined
  readonly isNarrowed: boolean
  readonly choose: (id: string) => void
  readonly group: (by: Grouping) => void
  readonly narrow: (change: Partial<FindingFilter>) => void
  readonly clear: () => void
}

/** The filter of the address; `grouping` is how the list is grouped when the address does not say. */
export function useBoardAddress(grouping: Grouping): BoardAddress {
  const [{ show, q, severity, kind, object, code, by, finding }, set] = useQueryStates(ADDRESS, { history: 'replace' })
  const orNull = (value: string): string | null => (value === '' ? null : value)
  return {
    filter: { show, words: q, severity: severity ?? undefined, kind, object, code },
    grouping: by ?? grouping,
    chosen: finding ?? undefined,
    isNarrowed: q !== '' || severity !== null || kind !== '' || object !== '' || code !== '',
    choose: (id) => void set({ finding: id }),
    group: (next) => void set({ by: next === grouping ? null : next }),
    narrow: (change) => void set({
      ...('show' in change && { show: change.show ?? null }), ...(change.words !== undefined && { q: orNull(change.words) }),
      ...('severity' in change && { severity: change.severity ?? null }), ...(change.kind !== undefined && { kind: orNull(change.kind) }),
      ...(change.object !== undefined && { object: orNull(change.object) }), ...(change.code !== undefined && { code: orNull(change.code) }),
    }),
    clear: () => void set({ q: null, severity: null, kind: null, object: null, code: null }),
  }
}

/** The head of the list. `entries` are all that there are. */
export function FindingsFilters({ entries, found, address }: { entries: readonly Entry[]; found: number; address: BoardAddress }): ReactNode {
  const t = useTranslations('findings')
  const { filter, grouping, narrow } = address
  const accepted = entries.filter(isAccepted).length
  const shown = entries.length > found ? t('shown', { found, count: entries.length }) : entries.length
  return (
    <>
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 max-md:pt-1">
        <h2 className="mr-auto whitespace-nowrap">{t('title')} <span className="font-normal text-ink-3" aria-live="polite">{shown}</span></h2>
        <Chips
          label={t('narrow')} value={filter.show} onChange={(show) => narrow({ show })}
          chips={[
            { value: 'open', label: t('open'), count: entries.length - accepted }, { value: 'needs-you', label: t('needsYou'), count: entries.filter(waitsForYou).length },
            ...(accepted > 0 || filter.show === 'accepted' ? [{ value: 'accepted' as const, label: t('accepted'), count: accepted }, { value: 'all' as const, label: t('all') }] : []),
          ]}
        />
        <FilterInput label={t('filter')} value={filter.words} onChange={(words) => narrow({ words })} className="w-44 max-md:mb-2 max-md:w-full" />
      </div>
      <div className="bare-scroll flex items-center gap-x-2 border-b border-line pb-2 max-md:-mx-4 max-md:px-4">
        <Chips label={t('groupBy')} value={grouping} onChange={address.group} chips={GROUPINGS.map((value) => ({ value, label: t(`by.${value}`) }))} className="mr-auto flex-none pr-3" />
        <Facets entries={entries} address={address} />
      </div>
    </>
  )
}

function Facets({ entries, address: { filter, narrow, clear, isNarrowed } }: { entries: readonly Entry[]; address: BoardAddress }): ReactNode {
  const t = useTranslations('findings.facet')
  const ui = useTranslations('ui.severity')
  const { kinds, objects, codes } = facetsOf(entries)
  const pick = (label: string, value: string, options: readonly { value: string; label: string }[], onChange: (value: string) => void): ReactNode => (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} className={clsx('w-[92px] flex-none max-md:w-28', value === '' && '[&>select]:border-transparent [&>select]:bg-transparent [&>select]:text-ink-3 [&>select:hover]:bg-hover')}>
      <option value="">{label}</option>
      {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      {value !== '' && options.every((option) => option.value !== value) && <option value={value}>{value}</option>}
    </Select>
  )
  const plain = (values: readonly string[]): { value: string; label: string }[] => values.map((value) => ({ value, label: value }))
  return (
    <>
      {isNarrowed && <Button size="small" variant="quiet" className="flex-none" onClick={clear}>{t('clear')}</Button>}
      {pick(t('severity'), filter.severity ?? '', SEVERITIES.map((value) => ({ value, label: ui(value) })), (value) => narrow({ severity: SEVERITIES.find((known) => known === value) }))}
      {pick(t('kind'), filter.kind, plain(kinds), (kind) => narrow({ kind }))}
      {pick(t('object'), filter.object, objects.map((value) => ({ value, label: nameOf(value) })), (object) => narrow({ object }))}
      {pick(t('code'), filter.code, plain(codes), (code) => narrow({ code }))}
    </>
  )
}
