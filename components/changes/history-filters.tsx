'use client'
// What narrows the history, as it stands in the address. The list below is the server's; it stays, paler, until the next one is there.
import { clsx } from 'clsx'
import { useTranslations } from 'next-intl'
import { debounce, parseAsInteger, useQueryStates } from 'nuqs'
import { type JSX, type ReactNode, useId, useState, useTransition } from 'react'
import type { HistoryFacets } from '#lib/services/views.ts'
import { FilterInput } from '../ui/filter-input.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { filterCount, HISTORY_FILTER, type HistoryFilter, NO_FILTER } from './history-address.ts'

const SETTLED_MS = 300

export function HistoryFilters({ facets: { authors, labels }, children }: { facets: HistoryFacets; children: ReactNode }): JSX.Element {
  const t = useTranslations('changes.filter')
  const [isPending, startTransition] = useTransition()
  const [isOpen, setOpen] = useState(false)
  const [{ before: _, ...filter }, setAddress] = useQueryStates({ ...HISTORY_FILTER, before: parseAsInteger }, { history: 'replace', shallow: false, startTransition })
  // Another filter begins at the newest revision again.
  const narrow = (change: Partial<HistoryFilter>): void => void setAddress({ ...change, before: null })
  // What is typed goes out when the typing rests.
  const type = (change: Partial<HistoryFilter>): void => void setAddress({ ...change, before: null }, { limitUrlUpdates: debounce(SETTLED_MS) })
  const count = filterCount(filter)
  return (
    <>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2 py-2 print:hidden">
        <FilterInput label={t('text')} value={filter.q ?? ''} onChange={(q) => type({ q: q === '' ? null : q })} className="w-60 max-md:w-full" />
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="inline-flex min-h-11 items-center gap-2 md:hidden">
          <Glyph name="right" className={isOpen ? 'rotate-90' : ''} />{t('more', { count })}
        </button>
        <div className={clsx('contents', !isOpen && 'max-md:hidden')}>
          <Choice label={t('author')} any={t('any')} value={filter.author} onChange={(author) => narrow({ author })} options={authors.map((name) => ({ value: name, label: name }))} />
          <Choice label={t('label')} any={t('any')} value={filter.label} onChange={(label) => narrow({ label })} options={[{ value: '*', label: t('labelled') }, ...labels.map(({ name }) => ({ value: name, label: name }))]} />
          <Day label={t('from')} value={filter.from} onChange={(from) => type({ from })} />
          <Day label={t('to')} value={filter.to} onChange={(to) => type({ to })} />
        </div>
        {count > 0 && <button type="button" onClick={() => narrow(NO_FILTER)} className="link h-(--ctl) max-md:min-h-11">{t('clear')}</button>}
      </div>
      <div aria-busy={isPending} className={clsx(isPending && 'opacity-60')}>{children}</div>
    </>
  )
}

function Choice({ label, any, value, options, onChange }: {
  label: string; any: string; value: string | null; options: readonly { value: string; label: string }[]; onChange: (value: string | null) => void
}): JSX.Element {
  const id = useId()
  return (
    <div className="max-md:w-full">
      <label htmlFor={id} className="block text-label text-ink-3">{label}</label>
      <Select id={id} className="md:w-40" value={value ?? ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}>
        <option value="">{any}</option>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
        {value !== null && options.every((option) => option.value !== value) && <option value={value}>{value}</option>}
      </Select>
    </div>
  )
}

function Day({ label, value, onChange }: { label: string; value: string | null; onChange: (value: string | null) => void }): JSX.Element {
  const id = useId()
  return (
    <div className="max-md:w-full">
      <label htmlFor={id} className="block text-label text-ink-3">{label}</label>
      <Input id={id} type="date" value={value ?? ''} onChange={({ target }) => onChange(target.value === '' ? null : target.value)} className="md:w-36" />
    </div>
  )
}
