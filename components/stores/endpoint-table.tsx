'use client'
// Every endpoint with what each query replica says of it, worst first.
import { useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { useSpan } from '#components/live/span-words.tsx'
import { Age } from '#components/ui/age.tsx'
import { Breakable } from '#components/ui/breakable.tsx'
import { Code } from '#components/ui/code.tsx'
import type { GlyphName } from '#components/ui/glyph.tsx'
import { Status, type Tone } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { Endpoint, EndpointState, SeenBy } from '#lib/thanos/live/endpoints.ts'
import { labelText } from '#lib/thanos/live/readings.ts'

const STATES: Readonly<Record<EndpointState, { glyph: GlyphName; tone: Tone }>> = {
  answers: { glyph: 'healthy', tone: 'quiet' }, failing: { glyph: 'degraded', tone: 'degraded' }, partly: { glyph: 'warning', tone: 'notice' }, missing: { glyph: 'missing', tone: 'degraded' },
  starting: { glyph: 'progressing', tone: 'progressing' }, stranger: { glyph: 'warning', tone: 'notice' }, unknown: { glyph: 'unknown', tone: 'unknown' },
}
/** With more replicas than this their columns are counted instead. */
const MAX_COLUMNS = 3

/** `at` is the moment of the observation: ages of data count from it. */
export function EndpointTable({ rows, queries, at }: { rows: readonly Endpoint[]; queries: readonly string[]; at: number }): JSX.Element {
  const t = useTranslations('stores')
  const columns = queries.length <= MAX_COLUMNS ? queries : []
  return (
    <div tabIndex={0} role="group" aria-label={t('endpoints')} className="overflow-x-auto">
      <Table label={t('endpoints')} sticky={false}>
        <thead>
          <tr>
            <Th>{t('columns.name')}</Th><Th phone={false}>{t('columns.kind')}</Th><Th>{t('columns.state')}</Th>
            {columns.map((query) => <Th key={query} num phone={false} title={query}>{shortName(query, queries)}</Th>)}
            {columns.length === 0 && <Th num phone={false}>{t('columns.seenBy')}</Th>}
            <Th num phone={false}>{t('columns.oldest')}</Th><Th num phone={false}>{t('columns.newest')}</Th><Th phone={false}>{t('columns.labels')}</Th><Th phone={false} className="w-full">{t('columns.error')}</Th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Row key={`${row.name} ${row.address} ${row.configured?.flag ?? ''}`} row={row} queries={queries} columns={columns} at={at} />)}</tbody>
      </Table>
    </div>
  )
}

function Row({ row, queries, columns, at }: { row: Endpoint; queries: readonly string[]; columns: readonly string[]; at: number }): JSX.Element {
  const t = useTranslations('stores')
  const span = useSpan()
  const { glyph, tone } = STATES[row.state]
  const asked = queries.filter((query) => row.seenBy[query]?.is === 'seen' || row.seenBy[query]?.is === 'missing')
  const seen = asked.filter((query) => row.seenBy[query]?.is === 'seen')
  // A cause that names the replica has the words of its error already.
  const isTold = row.causes.some(({ text }) => row.lastError !== undefined && text.en.includes(row.lastError))
  return (
    <tr>
      <Td name wrap className="min-w-[190px] wrap-break-word max-md:min-w-0" title={row.configured === undefined ? row.address : `--${row.configured.flag} ${row.configured.text}`}>
        <Breakable text={row.name} />
        {row.configured?.isGroup === true && <span className="font-normal text-ink-3"> {t('group')}</span>}
        {row.causes.length > 0 && <span className="block max-w-[60ch] py-1 font-normal whitespace-normal text-ink-2 md:hidden"><Causes row={row} /></span>}
      </Td>
      <Td phone={false}>{row.type ?? '–'}</Td>
      <Td><Status glyph={glyph} tone={tone}>{t(`states.${row.state}`)}</Status></Td>
      {columns.map((query) => <Td key={query} num phone={false}><By by={row.seenBy[query]} /></Td>)}
      {columns.length === 0 && <Td num phone={false}>{t('ofQueries', { seen: seen.length, all: asked.length })}</Td>}
      <Td num phone={false}>{row.minTime === undefined ? <span className="text-ink-3">–</span> : span(at - row.minTime)}</Td>
      <Td num phone={false}>{row.minTime === undefined ? <span className="text-ink-3">–</span> : span(at - (row.maxTime ?? at))}</Td>
      <Td phone={false} wrap className="min-w-[150px] py-1"><Labels sets={row.labelSets} /></Td>
      <Td phone={false} wrap className="min-w-[160px] py-1 wrap-anywhere">
        {row.lastError !== undefined && !isTold && <span className="block font-medium text-danger-text">{row.lastError}</span>}
        <Causes row={row} />
        {row.lastError === undefined && row.causes.length === 0 && <span className="text-ink-3">{t('noError')}</span>}
      </Td>
    </tr>
  )
}

function Causes({ row }: { row: Endpoint }): JSX.Element {
  const locale = useLocale()
  return <>{row.causes.map(({ text, about }) => <span key={text.en} className="block text-ink-2">{text[locale]}{about?.startsWith('--') === true && <> <Code className="text-ink-3">{about}</Code></>}</span>)}</>
}

function By({ by }: { by: SeenBy | undefined }): JSX.Element {
  const t = useTranslations('stores.by')
  const locale = useLocale()
  if (by === undefined || by.is === 'not-its') return <span className="text-ink-3" title={t('notIts')}>–</span>
  if (by.is === 'unasked') return <span className="text-unknown-text" title={by.why[locale]}>{t('unasked')}</span>
  if (by.is === 'missing') return <span className="font-medium text-danger-text">{t('missing')}</span>
  if (by.error !== undefined) return <span className="font-medium text-danger-text" title={by.error}>{t('error')}</span>
  return by.at === undefined ? <>{t('seen')}</> : <span className="text-ink-2"><Age at={new Date(by.at).toISOString()} /></span>
}

/** One set in full; of several their number, and all of them in the title. */
function Labels({ sets }: { sets: Endpoint['labelSets'] }): JSX.Element {
  const t = useTranslations('stores')
  const [first] = sets
  if (first === undefined) return <span className="text-ink-3">–</span>
  const texts = sets.map((set) => labelText(set).slice(1, -1))
  if (sets.length > 1) return <span title={texts.join('\n')}>{t('labelSets', { count: sets.length })}</span>
  return <Code wrap className="text-ink-2">{texts[0] === '' ? '{}' : texts[0]}</Code>
}

/** What tells query pods apart: "query-0" and not the whole name where all begin alike. */
function shortName(query: string, all: readonly string[]): string {
  const parts = query.split('-')
  const shared = all.length < 2 ? 0 : parts.findIndex((part, at) => all.some((other) => other.split('-')[at] !== part))
  return shared <= 0 ? query : `query-${parts.slice(shared).join('-')}`
}
