'use client'
// The flag reference: search over all flags of all kinds. What is searched stands in the address, so that a flag can be linked.
import { useTranslations } from 'next-intl'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { type JSX, type KeyboardEvent, useDeferredValue, useLayoutEffect, useMemo, useRef } from 'react'
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
/** As many as a tall window shows. */
const FIRST_DRAWN = 40

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

/** The rows. What is seen first comes with the document, the rest is drawn when the page is awake: all of it can be searched and printed by the browser. */
function Rows({ rows, release, kind, linked }: { rows: readonly FlagRow[]; release: string; kind: Kind | 'all'; linked: string | undefined }): JSX.Element {
  const t = useTranslations('settings.flags')
  const list = useRef<HTMLUListElement>(null)
  const drawn = useDeferredValue(rows, rows.slice(0, FIRST_DRAWN))
  const isWhole = drawn.length === rows.length
  // Syncs the scroll with the flag that the address names, once: whoever scrolls on is not pulled back.
  useLayoutEffect(() => {
    if (isWhole && linked !== undefined) list.current?.querySelector(`[data-flag="${linked}"]`)?.closest('li')?.scrollIntoView({ block: 'start' })
    // oxlint-disable-next-line react/exhaustive-deps -- only when the list is whole for the first time
  }, [isWhole])
  const step = (event: KeyboardEvent): void => {
    const from = event.target instanceof HTMLElement ? event.target.closest('li') : null
    const to = { ArrowDown: from?.nextElementSibling, ArrowUp: from?.previousElementSibling }[event.key]
    const link = to?.querySelector<HTMLElement>('[data-flag]')
    if (!link) return
    event.preventDefault()
    link.focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move between the links inside
    <ul ref={list} aria-label={t('title')} onKeyDown={step}>
      {drawn.map((row) => <li key={row.id} className="scroll-mt-40 [contain-intrinsic-size:auto_76px] [content-visibility:auto]"><FlagEntry row={row} release={release} kind={kind} isLinked={row.id === linked} /></li>)}
    </ul>
  )
}
