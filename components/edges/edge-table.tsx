'use client'
// Every edge with what is seen of it, worst first. The name of a declared one opens it; one that nobody declared is offered to declare.
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { Code } from '#components/ui/code.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Status, type Tone } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { DeclaredEdge } from '#lib/thanos/declared-edge.ts'
import type { EdgeRow, EdgeState } from '#lib/thanos/live/edges.ts'
import { labelText } from '#lib/thanos/live/readings.ts'
import type { Refused } from '#lib/thanos/live/refused.ts'
import { Lately } from './refused-table.tsx'

const STATES: Readonly<Record<EdgeState, { glyph: GlyphName; tone: Tone }>> = {
  sends: { glyph: 'healthy', tone: 'quiet' }, silent: { glyph: 'degraded', tone: 'degraded' }, slow: { glyph: 'warning', tone: 'notice' }, ahead: { glyph: 'warning', tone: 'notice' }, behind: { glyph: 'warning', tone: 'notice' }, late: { glyph: 'warning', tone: 'notice' },
  waiting: { glyph: 'progressing', tone: 'progressing' }, unknown: { glyph: 'warning', tone: 'notice' }, unseen: { glyph: 'unknown', tone: 'unknown' },
}

type Shown = {
  /** undefined while no receiver tells. */
  refused: readonly Refused[] | undefined
  isEdited: (edge: DeclaredEdge) => boolean
  onOpen: (name: string) => void
  /** Absent for who may not edit. */
  onDeclare: ((row: EdgeRow) => void) | undefined
}

export function EdgeTable({ rows, ...shown }: { rows: readonly EdgeRow[] } & Shown): JSX.Element {
  const t = useTranslations('edges')
  return (
    <div tabIndex={0} role="group" aria-label={t('title')} className="max-xl:overflow-x-auto">
      <Table label={t('title')} sticky={false}>
        <thead>
          <tr>
            <Th>{t('columns.name')}</Th><Th>{t('columns.state')}</Th><Th num phone={false}>{t('columns.age')}</Th><Th num phone={false}>{t('columns.rate')}</Th><Th num phone={false}>{t('columns.series')}</Th>
            <Th phone={false}>{t('columns.labels')}</Th><Th phone={false}>{t('columns.tenant')}</Th><Th phone={false}>{t('columns.refused')} <span className="block font-normal">{t('columns.refusedSince')}</span></Th>
            {shown.onDeclare !== undefined && <Th phone={false}><span className="sr-only">{t('declare')}</span></Th>}
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Row key={JSON.stringify([row.name, row.labels, row.seen?.tenant])} row={row} {...shown} />)}</tbody>
      </Table>
    </div>
  )
}

function Row({ row, refused, isEdited, onOpen, onDeclare }: { row: EdgeRow } & Shown): JSX.Element {
  const t = useTranslations('edges')
  const locale = useLocale()
  const format = useFormatter()
  const { declared, seen, labels, state, what, figures } = row
  const { glyph, tone } = STATES[state]
  const tenant = declared?.tenant ?? seen?.tenant
  const name = row.name === '' ? t('noName') : row.name
  const canDeclare = declared === undefined && onDeclare !== undefined && Object.keys(labels).length > 0
  const declare = canDeclare && <Button size="small" aria-label={t('declareOf', { name })} onClick={() => onDeclare(row)}>{t('declare')}</Button>
  const number = (value: number | undefined): JSX.Element | string => (value === undefined ? <None /> : format.number(value, COMPACT))
  return (
    <tr>
      <Td name wrap className="min-w-[150px] py-1 wrap-anywhere">
        {declared === undefined ? name : <button type="button" data-row-link onClick={() => onOpen(declared.name)} className="cursor-pointer text-left font-semibold hover:text-accent max-md:min-h-11">{name}</button>}
        {declared !== undefined && isEdited(declared) && <span className="ml-2 inline-flex items-center gap-1 font-normal text-notice-text"><Glyph name="edited" />{t('inDraft')}</span>}
        {((state !== 'sends' && state !== 'unseen') || seen?.isNew === true) && <span className="block max-w-[60ch] font-normal text-ink-2">{what[locale]}</span>}
        {figures.why !== undefined && <span className="block max-w-[60ch] font-normal text-ink-3">{figures.why[locale]}</span>}
        <span className="flex gap-4 font-normal text-ink-3 md:hidden">{seen?.lastSampleAt !== undefined && <LastSample row={row} />}{figures.samplesPerS !== undefined && <span>{t('detail.rateOf', { rate: format.number(figures.samplesPerS, COMPACT) })}</span>}</span>
        {canDeclare && <span className="block py-1 md:hidden">{declare}</span>}
      </Td>
      <Td><Status glyph={glyph} tone={tone} wrap="phone">{t(`states.${state}`)}</Status></Td>
      <Td num phone={false}><LastSample row={row} /></Td>
      <Td num phone={false}>{number(figures.samplesPerS)}</Td>
      <Td num phone={false}>{number(figures.series)}</Td>
      <Td phone={false} wrap className="min-w-[150px] py-1">{Object.keys(labels).length === 0 ? <None /> : <Code wrap className="text-ink-2">{labelText(labels).slice(1, -1)}</Code>}</Td>
      <Td phone={false} wrap className="min-w-[90px] py-1 wrap-anywhere">{tenant ?? <None />}</Td>
      <Td phone={false} wrap className="min-w-[120px] py-1"><RefusedOf tenant={tenant} refused={refused} /></Td>
      {onDeclare !== undefined && <Td num phone={false}>{declare}</Td>}
    </tr>
  )
}

const COMPACT = { notation: 'compact', maximumFractionDigits: 1 } as const

function None(): JSX.Element {
  return <span className="text-ink-3">–</span>
}

/** How old it is, or how far ahead its clock is. */
function LastSample({ row: { seen, state, ageMs } }: { row: EdgeRow }): JSX.Element {
  const t = useTranslations('edges.clock')
  if (seen?.lastSampleAt === undefined) return <None />
  if (state !== 'ahead' || ageMs === undefined) return <Age at={new Date(seen.lastSampleAt).toISOString()} />
  const seconds = Math.round(-ageMs / 1000)
  return <span className="font-medium text-notice-text">{seconds < 120 ? t('seconds', { value: seconds }) : t('minutes', { value: Math.round(seconds / 60) })}</span>
}

/** What receivers count by tenant since they began, and whether it goes on; several edges may share one. */
function RefusedOf({ tenant, refused }: { tenant: string | undefined; refused: readonly Refused[] | undefined }): JSX.Element {
  const t = useTranslations('edges')
  const format = useFormatter()
  const own = tenant === undefined ? [] : refused?.filter((each) => each.tenant === tenant) ?? []
  if (own.length === 0) return <None />
  return <>{own.map(({ reason, count, lately }) => <span key={reason} className={lately?.count === 0 ? 'block text-ink-2' : 'block text-notice-text'}>{t('refusedOf', { reason: t(`reasons.${reason}`), count: format.number(count, COMPACT) })} <Lately lately={lately} /></span>)}</>
}
