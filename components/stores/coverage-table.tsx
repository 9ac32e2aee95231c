'use client'
// The coverage map as a table: the same lanes, for who does not see the picture or wants the times.
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Breakable } from '#components/ui/breakable.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { Coverage } from '#lib/thanos/live/coverage.ts'

const TIME = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const
/** More pieces than this are told as their two ends and their number. */
const MAX_PIECES = 4

/** Lanes, with the stretches in which each answers. */
export function CoverageTable({ coverage }: { coverage: Extract<Coverage, { state: 'known' }> }): JSX.Element {
  const t = useTranslations('stores.map')
  const columns = useTranslations('stores.columns')
  const format = useFormatter()
  const locale = useLocale()
  const time = (at: number): string => (at >= coverage.to ? t('now') : format.dateTime(new Date(at), TIME))
  return (
    <Table label={t('table')} dense sticky={false}>
      <thead><tr><Th>{columns('name')}</Th><Th>{t('holds')}</Th><Th>{columns('state')}</Th><Th className="w-full">{t('stretches')}</Th><Th>{t('readFrom')}</Th></tr></thead>
      <tbody>
        {coverage.lanes.map((lane, index) => (
          <tr key={`${lane.name} ${lane.resolution} ${index}`}>
            <Td name wrap="phone" className="max-md:wrap-break-word"><Breakable text={lane.name} /></Td>
            <Td>{lane.recorded ? t('recorded') : t(`resolution.${lane.resolution}`)}</Td>
            <Td>{lane.answers ? <Status glyph="healthy">{t('answers')}</Status> : <Status glyph="unknown" tone="unknown">{t('silent')}</Status>}</Td>
            <Td wrap>
              {lane.spans.length <= MAX_PIECES ? lane.spans.map(({ from, to }) => <span key={from} className="mr-4 inline-block">{time(from)} – {time(to)}</span>) : t('pieces', { count: lane.spans.length, from: time(lane.spans[0]?.from ?? 0), to: time(lane.spans.at(-1)?.to ?? 0) })}
            </Td>
            <Td wrap className={lane.read?.why === undefined ? undefined : 'text-ink-3'}>
              {lane.read !== undefined && <>
                <Breakable text={lane.read.from} />, <Age at={new Date(lane.read.at).toISOString()} />
                {lane.read.why !== undefined && <p><Status glyph="unknown" tone="unknown">{t('old')}</Status> {lane.read.why[locale]}</p>}
              </>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
