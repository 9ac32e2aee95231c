'use client'
// The flag reference: search over all flags of all kinds. What is searched stands in the address, so that a flag can be linked.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type JSX, type KeyboardEvent, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Kind } from '#lib/thanos/kind.ts'
import { RELEASES } from '#lib/thanos/version.ts'
import { Chips } from '../ui/chips.tsx'
import { Empty } from '../ui/empty.tsx'
import { FilterInput } from '../ui/filter-input.tsx'
import { Select } from '../ui/select.tsx'
import { FlagEntry } from './flag-entry.tsx'
import { searchFlags, SHOWS } from './flag-filter.ts'
import type { FlagRow } from './flag-rows.ts'

const Release = parseAsStringLiteral(['all', ...RELEASES]).withDefault('all')
const Shown = parseAsStringLiteral(SHOWS).withDefault('all')
const GUESSED_HEIGHT_PX = 76
/** Bar, tabs and the search above the first row. */
const HEAD_PX = 160

/** The search and the list. `rows` are in the reader's language; `kinds` are all that there are (their module would bring its schema along). */
export function FlagReference({ rows, kinds }: { rows: readonly FlagRow[]; kinds: readonly Kind[] }): JSX.Element {
  const t = useTranslations('settings.flags')
  const address = useMemo(() => ({ q: parseAsString.withDefault(''), kind: parseAsStringLiteral(['all', ...kinds]).withDefault('all'), release: Release, show: Shown, flag: parseAsString }), [kinds])
  const [{ q, kind, release, show, flag }, setAddress] = useQueryStates(address, { history: 'replace' })
  const words = useDeferredValue(q)
  const found = useMemo(() => searchFlags(rows, { words, kind, release, show }), [rows, words, kind, release, show])
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-line pb-2.5">
        <FilterInput label={t('filter', { count: rows.length })} value={q} onChange={(value) => void setAddress({ q: value === '' ? null : value, flag: null })} className="w-64 max-md:w-full" />
        <Chips label={t('kind')} value={kind} onChange={(value) => void setAddress({ kind: value, flag: null })} chips={[{ value: 'all', label: t('allKinds') }, ...kinds.map((each) => ({ value: each, label: each }))]} className="max-md:w-full" />
        <label className="ml-auto flex items-center gap-2 max-md:ml-0"><span className="text-ink-3">{t('release')}</span>
          <Select className="w-36" value={release} onChange={(event) => void setAddress({ release: Release.parse(event.target.value), flag: null })}>
            <option value="all">{t('allReleases')}</option>
            {RELEASES.toReversed().map((each) => <option key={each} value={each}>{each}</option>)}
          </Select>
        </label>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-5">
        <p className="py-2 text-label text-ink-3" aria-live="polite">{t('found', { count: found.length, total: rows.length })}</p>
        <Chips label={t('show')} value={show} onChange={(value) => void setAddress({ show: value, flag: null })} chips={SHOWS.map((each) => ({ value: each, label: t(`shows.${each}`) }))} className="max-md:w-full" />
      </div>
      {found.length === 0 ? <Empty title={t('none')}>{t('noneWhy')}</Empty> : <Rows key={`${words} ${kind} ${release} ${show}`} rows={found} release={release} kind={kind} linked={rows.find((row) => row.name === flag && (kind === 'all' || row.kinds.includes(kind)))?.id} />}
    </>
  )
}

function Rows({ rows, release, kind, linked }: { rows: readonly FlagRow[]; release: string; kind: Kind | 'all'; linked: string | undefined }): JSX.Element {
  const t = useTranslations('settings.flags')
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(HEAD_PX)
  const virtualizer = useWindowVirtualizer({
    count: rows.length, estimateSize: () => GUESSED_HEIGHT_PX, overscan: 12, scrollMargin: top, scrollPaddingStart: HEAD_PX,
    getItemKey: (index) => rows[index]?.id ?? index, initialRect: { width: 1200, height: 1000 },
  })
  const linkedIndex = rows.findIndex((row) => row.id === linked)
  // Syncs with the layout: where the list begins, and the flag that the address names.
  useLayoutEffect(() => {
    setTop(list.current?.offsetTop ?? HEAD_PX)
    if (linkedIndex > 0) virtualizer.scrollToIndex(linkedIndex, { align: 'start' })
    // Only when the list is made: whoever scrolls on is not pulled back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const from = event.target instanceof HTMLElement ? event.target.closest('li')?.dataset.index : undefined
    if (by === undefined || from === undefined) return
    const next = rows[Number(from) + by]
    if (next === undefined) return
    event.preventDefault()
    virtualizer.scrollToIndex(Number(from) + by)
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-flag="${next.id}"]`)?.focus())
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move between the links inside
    <ul ref={list} aria-label={t('title')} onKeyDown={step} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index]
        return row === undefined ? null : (
          <li key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}>
            <FlagEntry row={row} release={release} kind={kind} isLinked={row.id === linked} />
          </li>
        )
      })}
    </ul>
  )
}
