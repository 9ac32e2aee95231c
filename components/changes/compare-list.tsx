'use client'
// The objects of a comparison in groups, read as fields or as YAML and narrowed by words; both stand in the address.
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { type JSX, useMemo } from 'react'
import { YamlDiff } from '../manifest/yaml-diff.tsx'
import { Button } from '../ui/button.tsx'
import { Chips } from '../ui/chips.tsx'
import { Empty } from '../ui/empty.tsx'
import { FilterInput } from '../ui/filter-input.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Section } from '../ui/section.tsx'
import { COMPARE_READING, type Reading, READINGS } from './compare-address.ts'
import { narrowComparison } from './compare-filter.ts'
import type { ComparedObject, Comparison } from './compare-objects.ts'
import { ComparedItem } from './compared-item.tsx'
import { FieldChanges } from './field-changes.tsx'
import { OBJECT_CHANGES } from './object-changes.ts'
import { ObjectName } from './object-name.tsx'

/** More diffs than these are shown closed. */
const OPEN_DIFFS = 4

export function CompareList({ comparison }: { comparison: Comparison }): JSX.Element {
  const t = useTranslations('changes.compare')
  const [{ view, q }, setReading] = useQueryStates(COMPARE_READING, { history: 'replace' })
  const { objects, unchanged } = useMemo(() => narrowComparison(comparison, q, view), [comparison, q, view])
  const groups = OBJECT_CHANGES.map((change) => ({ change, objects: objects.filter((object) => object.change === change) })).filter((group) => group.objects.length > 0)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 pb-3 print:hidden">
        <Chips label={t('reading')} value={view} onChange={(value) => void setReading({ view: value })} chips={READINGS.map((value) => ({ value, label: t(value) }))} />
        <FilterInput label={t('filter')} value={q} onChange={(words) => void setReading({ q: words })} className="w-60 max-md:w-full" />
        <span aria-live="polite" className="text-ink-3">{q !== '' && t('shown', { found: objects.length, count: comparison.objects.length })}</span>
      </div>
      <div className="grid gap-5">
        {groups.map((group) => (
          <Section key={group.change} title={t(`group.${group.change}`)} count={group.objects.length}>
            {group.objects.map((object) => <ComparedRow key={`${view} ${object.id}`} object={object} view={view} open={view === 'fields' || objects.length <= OPEN_DIFFS} />)}
          </Section>
        ))}
        {objects.length === 0 && unchanged.length === 0 && q !== '' && (
          <Empty title={t('noMatch')} action={<Button onClick={() => void setReading({ q: null })}>{t('clear')}</Button>}>{t('noMatchWhy')}</Empty>
        )}
        {unchanged.length > 0 && <Unchanged ids={unchanged} />}
      </div>
    </>
  )
}

function ComparedRow({ object: { id, change, fields, before, after }, view, open }: { object: ComparedObject; view: Reading; open: boolean }): JSX.Element {
  const t = useTranslations('changes.compare')
  if (view === 'yaml') {
    return <ComparedItem id={id} open={open} aside={fields.length > 0 && t('fieldCount', { count: fields.length })}>{() => <YamlDiff label={id} before={before} after={after} />}</ComparedItem>
  }
  // An object that came or went has no fields to tell: its name says it.
  if (change !== 'changed') return <p className="flex min-h-9 items-center border-b border-hair max-md:min-h-11"><ObjectName id={id} wrap /></p>
  return (
    <ComparedItem id={id} open={open} aside={t('fieldCount', { count: fields.length })}>
      {() => (fields.length === 0 ? <p className="py-1 text-ink-2">{t('layout')}</p> : <FieldChanges fields={fields} label={t('fieldsOf', { object: id })} named={false} />)}
    </ComparedItem>
  )
}

function Unchanged({ ids }: { ids: readonly string[] }): JSX.Element {
  const t = useTranslations('changes.compare')
  return (
    <details className="group">
      <summary className="flex min-h-8 cursor-pointer list-none items-center gap-2.5 border-b border-line hover:bg-hover focus-visible:-outline-offset-2 max-md:min-h-11 [&::-webkit-details-marker]:hidden">
        <Glyph name="right" className="group-open:rotate-90" />
        <span className="text-ink-2">{t('unchanged', { count: ids.length })}</span>
      </summary>
      <ul className="columns-1 gap-x-10 py-2 md:columns-2 xl:columns-3 md:pl-[22px]">
        {ids.map((id) => <li key={id} className="break-inside-avoid py-0.5"><ObjectName id={id} wrap /></li>)}
      </ul>
    </details>
  )
}
