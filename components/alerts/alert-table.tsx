'use client'
// Alerts as a table, worst first; one can be open, with all that is known of it below its row.
import { useTranslations } from 'next-intl'
import { Fragment, type JSX, useId } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Status } from '#components/ui/status.tsx'
import { Table, Td, Th, Tr } from '#components/ui/table.tsx'
import type { Alert } from '#lib/thanos/live/alerts.ts'
import { AlertDetail } from './alert-detail.tsx'

const COLUMNS = 7
const LOOKS = { old: { glyph: 'unknown', tone: 'unknown' }, firing: { glyph: 'error', tone: 'degraded' }, pending: { glyph: 'progressing', tone: 'progressing' } } as const

/** `open` is the id of the alert that is open; `onOpen` is given null to close it. */
export function AlertTable({ alerts, open, onOpen }: { alerts: readonly Alert[]; open: string | null; onOpen: (id: string | null) => void }): JSX.Element {
  const t = useTranslations('alerting')
  return (
    <div tabIndex={0} role="group" aria-label={t('title')} className="md:max-xl:overflow-x-auto">
      <Table label={t('title')} sticky={false}>
        <thead>
          <tr>
            <Th className="w-full">{t('columns.name')}</Th><Th>{t('columns.state')}</Th><Th phone={false}>{t('columns.severity')}</Th><Th num>{t('columns.since')}</Th>
            <Th phone={false}>{t('columns.group')}</Th><Th phone={false}>{t('columns.rulers')}</Th><Th num phone={false}>{t('columns.value')}</Th>
          </tr>
        </thead>
        <tbody>{alerts.map((alert) => <Row key={alert.id} alert={alert} isOpen={alert.id === open} onToggle={() => onOpen(alert.id === open ? null : alert.id)} />)}</tbody>
      </Table>
    </div>
  )
}

function Row({ alert, isOpen, onToggle }: { alert: Alert; isOpen: boolean; onToggle: () => void }): JSX.Element {
  const t = useTranslations('alerting')
  const detail = useId()
  const look = LOOKS[alert.isOld ? 'old' : alert.state]
  return (
    <Fragment>
      <Tr selected={isOpen}>
        <Td name wrap className="py-1 wrap-anywhere">
          <button type="button" data-row-link aria-expanded={isOpen} aria-controls={isOpen ? detail : undefined} onClick={onToggle} className="flex cursor-pointer items-baseline gap-2 text-left wrap-anywhere focus-visible:-outline-offset-2 max-md:min-h-9">
            <Glyph name="right" className={isOpen ? 'rotate-90 self-center' : 'self-center'} />{alert.name}
          </button>
          {alert.summary !== undefined && <span className="ml-5 block max-w-[80ch] font-normal wrap-anywhere text-ink-2">{alert.summary}</span>}
        </Td>
        <Td>
          <Status glyph={look.glyph} tone={look.tone}>{t(`states.${alert.state}`)}</Status>
          {alert.severity !== undefined && <span className="block text-label text-ink-3 md:hidden">{alert.severity}</span>}
          {alert.isOld && <span className="block text-label text-ink-3">{t('old')}</span>}
          {(alert.managed === 'silenced' || alert.managed === 'inhibited') && <span className="block text-label text-ink-3">{t(`managed.${alert.managed}`)}</span>}
        </Td>
        <Td phone={false}>{alert.severity ?? <span className="text-ink-3">{t('noSeverity')}</span>}</Td>
        <Td num>{alert.since === undefined ? <span className="text-ink-3">{t('unknownSince')}</span> : <Age at={new Date(alert.since).toISOString()} />}</Td>
        <Td phone={false} title={alert.file}>{alert.group}</Td>
        <Td phone={false} className="text-ink-2">{alert.sights.map(({ pod }) => <span key={pod} className="block">{pod}</span>)}</Td>
        <Td num phone={false}>{alert.value}</Td>
      </Tr>
      {isOpen && <tr id={detail}><td colSpan={COLUMNS} className="border-b border-hair pb-3 pl-5 max-md:pl-0"><AlertDetail alert={alert} /></td></tr>}
    </Fragment>
  )
}
