'use client'
// Events, newest first; a row opens to what was before and after.
import { useTranslations } from 'next-intl'
import { Fragment, type JSX, useState } from 'react'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { EventView } from '#lib/services/views.ts'
import { TextDiff } from '../manifest/text-diff.tsx'
import { Age } from '../ui/age.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th, Tr } from '../ui/table.tsx'
import { actionKey } from './action-key.ts'

export function EventTable({ events }: { events: readonly EventView[] }): JSX.Element {
  const t = useTranslations('audit')
  const [opened, setOpened] = useState<string>()
  return (
    <Table label={t('head.detail')}>
      <thead><tr><Th>{t('head.what')}</Th><Th>{t('head.subject')}</Th><Th phone={false}>{t('head.who')}</Th><Th phone={false}>{t('head.door')}</Th><Th>{t('head.outcome')}</Th><Th num>{t('head.at')}</Th></tr></thead>
      <tbody>
        {events.map((event) => (
          <Fragment key={event.id}>
            <Tr selected={opened === event.id}>
              <Td name>
                <button type="button" data-row-link aria-expanded={opened === event.id} onClick={() => setOpened(opened === event.id ? undefined : event.id)} className="inline-flex items-center gap-2">
                  <Glyph name="right" className={opened === event.id ? 'rotate-90' : ''} />{actionWords(t, event.action)}
                </button>
              </Td>
              <Td className="max-w-[320px] truncate text-ink-2">{event.subject}</Td>
              <Td phone={false}>{event.actor}</Td>
              <Td phone={false} className="text-ink-3">{doorWords(t, event.door)}</Td>
              <Td>{event.outcome === 'ok' ? <Status glyph="check">{t('outcome.ok')}</Status> : <Status glyph="degraded" tone="degraded">{t('outcome.refused')}</Status>}</Td>
              <Td num className="text-ink-3"><Age at={event.at} /></Td>
            </Tr>
            {opened === event.id && <tr><td colSpan={6} className="border-b border-hair py-2"><EventDetail event={event} /></td></tr>}
          </Fragment>
        ))}
      </tbody>
    </Table>
  )
}

function EventDetail({ event }: { event: EventView }): JSX.Element {
  const t = useTranslations('audit.head')
  const yaml = (value: unknown): string => (value === undefined || value === null ? '' : toYaml(JSON.parse(JSON.stringify(value))))
  return <TextDiff label={t('detail')} before={yaml(event.before)} after={yaml(event.after)} />
}

type Words = ReturnType<typeof useTranslations<'audit'>>

function actionWords(t: Words, action: string): string {
  const key = actionKey(action)
  return key === undefined ? action : t(`action.${key}`)
}

function doorWords(t: Words, door: string): string {
  return door === 'browser' || door === 'setup' || door === 'system' ? t(`door.${door}`) : door
}
