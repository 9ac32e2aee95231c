'use client'
// The filters of the audit. The caller holds them, in the address.
import { useTranslations } from 'next-intl'
import { type JSX, type ReactNode, useId, useRef, useState } from 'react'
import { EVENT_ACTIONS, EVENT_DOORS, EVENT_OUTCOMES } from '#lib/event-action.ts'
import { Chips } from '../ui/chips.tsx'
import { FilterInput } from '../ui/filter-input.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { type AuditFilter, filterCount, SPANS } from './audit-address.ts'
import type { PersonName, StackName } from './audit-view.tsx'
import { actionWords, doorWords } from './event-words.ts'

const SETTLED_MS = 250
const RANGE = 'range'

/** `stacks` is absent where the page belongs to one. `aside` stands at the right of the outcomes. */
export function AuditFilters({ filter, onChange, onClear, stacks, people, aside }: {
  filter: AuditFilter; onChange: (change: Partial<AuditFilter>) => void; onClear: () => void
  stacks: readonly StackName[] | undefined; people: readonly PersonName[]; aside: ReactNode
}): JSX.Element {
  const t = useTranslations('audit')
  const count = filterCount(filter)
  const [isOpen, setOpen] = useState(false)
  const [typed, type] = useTyped(filter.q ?? '', (q) => onChange({ q: q === '' ? null : q }))
  return (
    <div className="border-b border-line pb-2.5">
      <div className="flex flex-wrap items-center justify-between gap-x-6">
        <Chips
          label={t('filter.outcome')} value={filter.outcome ?? 'all'} onChange={(value) => onChange({ outcome: value === 'all' ? null : value })}
          chips={[{ value: 'all', label: t('filter.all') }, ...EVENT_OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))]}
        />
        {aside}
      </div>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2 pt-1 print:hidden">
        <FilterInput label={t('filter.text')} value={typed} onChange={type} className="w-52 max-md:w-full" />
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="inline-flex min-h-11 items-center gap-2 md:hidden">
          <Glyph name="right" className={isOpen ? 'rotate-90' : ''} />{t('filter.more', { count })}
        </button>
        <div className={`contents ${isOpen ? '' : 'max-md:hidden'}`}>
          <Choice label={t('filter.action')} any={t('filter.any')} value={filter.action} onChange={(action) => onChange({ action })} options={EVENT_ACTIONS.map((value) => ({ value, label: actionWords(t, value) }))} />
          <Choice label={t('filter.person')} any={t('filter.any')} value={filter.person} onChange={(person) => onChange({ person })} options={people.map(({ id, name }) => ({ value: id, label: name }))} />
          {stacks !== undefined && <Choice label={t('filter.stack')} any={t('filter.any')} value={filter.stack} onChange={(stack) => onChange({ stack })} options={stacks.map(({ slug, name }) => ({ value: slug, label: name }))} />}
          <Choice label={t('filter.door')} any={t('filter.any')} value={filter.door} onChange={(door) => onChange({ door })} options={EVENT_DOORS.map((value) => ({ value, label: doorWords(t, value) }))} />
          <When filter={filter} onChange={onChange} />
        </div>
        {count > 0 && <button type="button" onClick={() => { type('', 0); onClear() }} className="link h-(--ctl) max-md:min-h-11">{t('filter.clear')}</button>}
      </div>
    </div>
  )
}

function Choice<Value extends string>({ label, any, value, options, onChange }: {
  label: string; any: string; value: Value | null; options: readonly { value: Value; label: string }[]; onChange: (value: Value | null) => void
}): JSX.Element {
  const id = useId()
  return (
    <div className="max-md:w-full">
      <label htmlFor={id} className="block text-label text-ink-3">{label}</label>
      <Select id={id} className="md:max-w-44" value={value ?? ''} onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value ?? null)}>
        <option value="">{any}</option>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </Select>
    </div>
  )
}

/** A span back from now, or two times of the reader's own zone. */
function When({ filter: { when, from, to }, onChange }: { filter: AuditFilter; onChange: (change: Partial<AuditFilter>) => void }): JSX.Element {
  const t = useTranslations('audit.filter')
  const isRange = when === null && (from !== null || to !== null)
  const id = useId()
  const choose = (value: string): void => {
    if (value === RANGE) onChange({ when: null, from: from ?? new Date(new Date().setHours(0, 0, 0, 0)).toISOString(), to })
    else onChange({ when: SPANS.find((span) => span === value) ?? null, from: null, to: null })
  }
  return (
    <>
      <div className="max-md:w-full">
        <label htmlFor={id} className="block text-label text-ink-3">{t('when')}</label>
        <Select id={id} className="md:max-w-44" value={when ?? (isRange ? RANGE : '')} onChange={(event) => choose(event.target.value)}>
          <option value="">{t('always')}</option>
          {SPANS.map((span) => <option key={span} value={span}>{t(span)}</option>)}
          <option value={RANGE}>{t('range')}</option>
        </Select>
      </div>
      {isRange && <Moment label={t('from')} value={from} onChange={(value) => onChange({ from: value })} />}
      {isRange && <Moment label={t('to')} value={to} onChange={(value) => onChange({ to: value })} />}
    </>
  )
}

function Moment({ label, value, onChange }: { label: string; value: string | null; onChange: (value: string | null) => void }): JSX.Element {
  const id = useId()
  return (
    <div className="max-md:w-full">
      <label htmlFor={id} className="block text-label text-ink-3">{label}</label>
      <Input id={id} type="datetime-local" defaultValue={localTime(value)} onChange={({ target }) => onChange(target.value === '' ? null : new Date(target.value).toISOString())} className="md:w-48" />
    </div>
  )
}

/** As a datetime-local field takes it: "2026-11-22T14:30", in the reader's zone. */
function localTime(iso: string | null): string {
  const time = iso === null ? Number.NaN : Date.parse(iso)
  if (Number.isNaN(time)) return ''
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What is typed, and how it is set; it goes out when the typing rests, or after `waitMs`. */
function useTyped(initial: string, onSettled: (value: string) => void): [string, (value: string, waitMs?: number) => void] {
  const [typed, setTyped] = useState(initial)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return [typed, (value, waitMs = SETTLED_MS) => {
    setTyped(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onSettled(value), waitMs)
  }]
}
