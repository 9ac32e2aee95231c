'use client'
// The flag reference: search over all flags of all kinds. What is searched stands in the address, so that a flag can be linked.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type JSX, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Kind } from '#lib/thanos/kind.ts'
import { RELEASES } from '#lib/thanos/version.ts'
import { Chips } from '../ui/chips.tsx'
import { Empty } from '../ui/empty.tsx'
import { FilterInput } from '../ui/filter-input.tsx'
import { Select } from '../ui/select.tsx'
import { FlagEntry } from './flag-entry.tsx'
import { searchFlags } from './flag-filter.ts'
import type { FlagRow } from './flag-rows.ts'

const Release = parseAsStringLiteral(['all', ...RELEASES]).withDefault('all')
const GUESSED_HEIGHT_PX = 76
/** Bar, tabs and the search above the first row. */
const HEAD_PX = 160

/** The search and the list. `rows` are in the reader's language; `kinds` are all that there are (their module would bring its schema along). */
export function FlagReference({ rows, kinds }: { rows: readonly FlagRow[]; kinds: readonly Kind[] }): JSX.Element {
  const t = useTranslations('settings.flags')
  const address = useMemo(() => ({ q: parseAsString.withDefault(''), kind: parseAsStringLiteral(['all', ...kinds]).withDefault('all'), release: Release, flag: parseAsString }), [kinds])
  const [{ q, kind, release, flag }, setAddress] = useQueryStates(address, { history: 'replace' })
  const words = useDeferredValue(q)
  const found = useMemo(() => searchFlags(rows, { words, kind, release }), [rows, words, kind, release])
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
      <p className="py-2 text-label text-ink-3" aria-live="polite">{t('found', { count: found.length, total: rows.length })}</p>
      {found.length === 0 ? <Empty title={t('none')}>{t('noneWhy')}</Empty> : <Rows key={`${words} ${kind} ${release}`} rows={found} linked={rows.find((row) => row.name === flag && (kind === 'all' || row.kinds.includes(kind)))?.id} onLink={(row) => void setAddress({ flag: row.name, kind: kind === 'all' ? row.kinds[0] ?? kind : kind })} />}
    </>
  )
}

function Rows({ rows, linked, onLink }: { rows: readonly FlagRow[]; linked: string | undefined; onLink: (row: FlagRow) => void }): JSX.Element {
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
  return (
    <ul ref={list} aria-label={t('title')} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index]
        return row === undefined ? null : (
          <li key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="absolute top-0 left-0 w-full" style={{ transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}>
            <FlagEntry row={row} isLinked={row.id === linked} onLink={() => onLink(row)} />
          </li>
        )
      })}
    </ul>
  )
}
