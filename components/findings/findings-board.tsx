'use client'
// Findings beside their detail: filters and list at the left, the chosen one at the right; on a narrow screen the detail opens in the list.
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import type { ImportSource } from '#lib/thanos/draft.ts'
import { type Finding, findingKey } from '#lib/thanos/finding.ts'
import type { StackSpec } from '#lib/thanos/spec.ts'
import { useAcceptances } from './acceptances.tsx'
import { FindingDetail } from './finding-detail.tsx'
import { FindingList } from './finding-list.tsx'
import { entriesOf, type Entry, filterEntries } from './findings-filter.ts'
import { FindingsFilters, useBoardAddress } from './findings-filters.tsx'
import { type Grouping, type Row, rowsByCause, rowsByObject } from './findings-rows.ts'
import { nameOf } from './object-title.tsx'
import { excerptOf } from './source-excerpt.ts'

/**
 * The board. `known` are the findings of the revision behind the draft: the others are new, and cannot be accepted yet. `editHref`
 * gives the form of an object, or undefined where there is none; without `onFix` nothing can be mended from here.
 */
export function FindingsBoard({ spec, findings, known, sources, grouping, editHref, onFix }: {
  spec: StackSpec
  findings: readonly Finding[]
  known?: readonly Finding[] | undefined
  sources: readonly ImportSource[]
  grouping: Grouping
  editHref: (object: string) => string | undefined
  onFix?: ((finding: Finding) => void) | undefined
}): ReactNode {
  const t = useTranslations('findings')
  const locale = useLocale()
  const { keyOf, stateOf } = useAcceptances()
  const address = useBoardAddress(grouping)
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
  const main = useRef<HTMLButtonElement>(null)
  const aside = useRef<HTMLDivElement>(null)
  const { filter, chosen } = address
  const words = useDeferredValue(filter.words)
  const entries = useMemo(() => {
    const before = known && new Set(known.map(findingKey))
    return entriesOf(spec, findings, { keyOf, stateOf, isNew: (finding) => before?.has(findingKey(finding)) === false })
  }, [spec, findings, known, keyOf, stateOf])
  const { show, severity, kind, object, code } = filter
  const shown = useMemo(() => filterEntries(entries, { show, severity, kind, object, code, words }, locale), [entries, show, severity, kind, object, code, words, locale])
  const rows = useMemo(() => (
    address.grouping === 'object'
      ? rowsByObject(spec, shown, { withClean: shown.length === entries.length })
      : rowsByCause(shown, { opened, selected: chosen })
  ), [address.grouping, spec, shown, entries, opened, chosen])
  const first = useMemo(() => rows.flatMap(entriesIn)[0], [rows])
  // What the address names is shown though the filter leaves it out: a link must lead somewhere.
  const selected = entries.find(({ id }) => id === chosen)
  const beside = selected ?? first
  const detail = (entry: Entry, isBeside: boolean): ReactNode => (
    <FindingDetail
      key={entry.id} spec={spec} entry={entry} sources={sources} onFix={onFix} headed={isBeside} mayBeAccepted={known !== undefined}
      editHref={entry.finding.object === '' ? undefined : editHref(entry.finding.object)} {...(isBeside ? { mainRef: main } : {})}
    />
  )
  const placeOf = ({ finding }: Entry): string => {
    if (address.grouping === 'cause') return finding.object === '' ? '' : nameOf(finding.object)
    const line = excerptOf(sources, finding)?.hit
    return line === undefined ? '' : `:${line}`
  }
  return (
    <div className="grid items-start gap-x-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,520px)]">
      <div className="min-w-0">
        <FindingsFilters entries={entries} found={shown.length} address={address} />
        {chosen !== undefined && selected === undefined && <p className="border-b border-hair py-2 text-ink-2" role="status">{t('linkGone')}</p>}
        {entries.length > 0 && shown.length === 0 && <NoMatch isNarrowed={address.isNarrowed} isOpen={show === 'open'} onClear={address.clear} />}
        <FindingList
          spec={spec} label={t('list')} rows={rows} selected={selected?.id} marked={beside?.id} onSelect={address.choose} onOpen={() => (main.current ?? aside.current)?.focus()}
          onToggle={(id, isOpen) => setOpened((before) => new Map(before).set(id, isOpen))} placeOf={placeOf} renderDetail={(entry) => detail(entry, false)}
        />
      </div>
      <div ref={aside} tabIndex={-1} className="focus:outline-none sticky top-(--bar) max-h-[calc(100vh-var(--bar)-56px)] overflow-y-auto pb-6 max-lg:hidden">
        {beside !== undefined && detail(beside, true)}
      </div>
    </div>
  )
}

function entriesIn(row: Row): readonly Entry[] {
  switch (row.type) {
    case 'finding': return [row.entry]
    case 'cause': return row.entries
    default: return []
  }
}

function NoMatch({ isNarrowed, isOpen, onClear }: { isNarrowed: boolean; isOpen: boolean; onClear: () => void }): ReactNode {
  const t = useTranslations('findings')
  if (!isNarrowed) return <Empty title={t(isOpen ? 'allAccepted' : 'noneHere')} />
  return <Empty title={t('noMatch')} action={<Button onClick={onClear}>{t('facet.clear')}</Button>} />
}
