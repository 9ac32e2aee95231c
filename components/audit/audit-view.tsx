'use client'
// The audit: its answer in one sentence, the filters, the list. What is filtered and which event is open stand in the address.
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import type { JSX } from 'react'
import { newestOf, useEvents, useEventTally } from '#lib/queries/events.ts'
import type { EventPage, EventTally } from '#lib/services/views.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Verdict } from '../ui/verdict.tsx'
import { AUDIT_ADDRESS, type AuditFilter, filterCount, filterSearch } from './audit-address.ts'
import { AuditFilters } from './audit-filters.tsx'
import { ChainCheck } from './chain-check.tsx'
import { EventList } from './event-list.tsx'
import { ExportLinks } from './export-links.tsx'
import { NewerEvents } from './newer-events.tsx'

export type StackName = { id: string; name: string; slug: string }
export type PersonName = { id: string; name: string }

const NO_FILTER: AuditFilter = { outcome: null, action: null, person: null, door: null, stack: null, when: null, from: null, to: null, q: null }

/** `initial` is what the document was made with, for its `search`. `stack` is the slug of the page's own stack. */
export function AuditView({ initial, stack, stacks, people, mayExport, mayVerify }: {
  initial: { search: string; events: EventPage; counts: EventTally }
  stack: string | undefined; stacks: readonly StackName[]; people: readonly PersonName[]; mayExport: boolean; mayVerify: boolean
}): JSX.Element {
  const t = useTranslations('audit')
  const [{ event, ...filter }, setAddress] = useQueryStates(AUDIT_ADDRESS, { history: 'replace' })
  const search = filterSearch(filter, stack)
  const isInitial = search === initial.search
  const { data, error, isPlaceholderData, refetch, fetchNextPage, fetchPreviousPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = useEvents(search, isInitial ? initial.events : undefined)
  const pages = data?.pages ?? []
  const newest = newestOf(pages)
  const { data: counts } = useEventTally(search, newest, isInitial && newest === newestOf([initial.events]) ? initial.counts : undefined)
  const narrow = (change: Partial<AuditFilter>): void => void setAddress({ ...change, event: null })
  const items = pages.flatMap((page) => page.items)
  const isFiltered = filterCount(filter) > 0
  return (
    <>
      <Verdict sub={t('sub')} aside={mayVerify && stack === undefined ? <ChainCheck /> : undefined}>
        <Answer counts={counts} isFiltered={isFiltered} />
      </Verdict>
      <AuditFilters
        filter={filter} onChange={narrow} onClear={() => narrow(NO_FILTER)} stacks={stack === undefined ? stacks : undefined} people={people}
        aside={mayExport && counts !== undefined && counts.all > 0 ? <ExportLinks search={search} /> : undefined}
      />
      {!isPlaceholderData && <NewerEvents search={search} newest={newest} onShow={() => void fetchPreviousPage()} />}
      {error !== null && items.length === 0 && <ErrorPanel title={t('failed')} action={<Button onClick={() => void refetch()}>{t('retry')}</Button>}>{t('failedWhy')}</ErrorPanel>}
      {items.length > 0 && (
        <EventList
          key={isPlaceholderData ? 'before' : search} events={items} stacks={stacks} named={stack === undefined} busy={isPlaceholderData}
          open={event} onOpen={(id) => void setAddress({ event: id })} onEnd={() => { if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage() }}
        />
      )}
      {items.length === 0 && data !== undefined && error === null && <Nothing isFiltered={isFiltered} onClear={() => narrow(NO_FILTER)} />}
      {hasNextPage && <p className="py-2"><Button variant="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{isFetchNextPageError ? t('olderFailed') : t('older')}</Button></p>}
    </>
  )
}

function Answer({ counts, isFiltered }: { counts: EventTally | undefined; isFiltered: boolean }): string {
  const t = useTranslations('audit')
  if (counts === undefined) return t('title')
  if (counts.all === 0 && !isFiltered) return t('nothingYet')
  return t('verdict', { count: counts.all, refused: counts.refused, failed: counts.failed })
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }): JSX.Element {
  const t = useTranslations('audit')
  if (!isFiltered) return <Empty title={t('none')}>{t('noneWhy')}</Empty>
  return <Empty title={t('noMatch')} action={<Button onClick={onClear}>{t('filter.clear')}</Button>}>{t('noMatchWhy')}</Empty>
}
