// Events, newest first.
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { JSX } from 'react'
import { toYaml } from '#lib/manifest/yaml.ts'
import type { EventView } from '#lib/services/views.ts'
import { TextDiff } from '../manifest/text-diff.tsx'
import { YamlView } from '../manifest/yaml-view.tsx'
import { Age } from '../ui/age.tsx'
import { Status } from '../ui/status.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { actionKey } from './action-key.ts'
import { EventRow } from './event-row.tsx'
import { subjectHref, subjectOf } from './subject.ts'

export type StackName = { name: string; slug: string }

const COLUMNS = 7

/** `stacks` names the stacks by their id; with `named` each row says which one it belongs to. */
export function EventTable({ events, stacks, named }: { events: readonly EventView[]; stacks: Readonly<Record<string, StackName>>; named: boolean }): JSX.Element {
  const t = useTranslations('audit')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{t('head.what')}</Th>{named && <Th phone={false}>{t('head.stack')}</Th>}<Th phone={false}>{t('head.subject')}</Th><Th phone={false}>{t('head.who')}</Th>
          <Th phone={false}>{t('head.door')}</Th><Th>{t('head.outcome')}</Th><Th num>{t('head.at')}</Th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const stack = event.stack === undefined ? undefined : stacks[event.stack]
          return (
            <EventRow
              key={event.id} columns={COLUMNS} detail={<EventDetail event={event} slug={stack?.slug} />}
              what={<>{actionWords(t, event.action)}<span className="block font-normal text-ink-2 md:hidden"><SubjectWords event={event} slug={undefined} /></span></>}
              cells={<>
                {named && <Td phone={false} className="text-ink-2">{stack?.name}</Td>}
                <Td phone={false} className="max-w-[420px] truncate text-ink-2"><SubjectWords event={event} slug={stack?.slug} /></Td>
                <Td phone={false}>{event.actor}</Td>
                <Td phone={false} className="text-ink-3">{doorWords(t, event.door)}</Td>
                <Td>{event.outcome === 'ok' ? <Status glyph="check">{t('outcome.ok')}</Status> : <Status glyph="degraded" tone="degraded">{t('outcome.refused')}</Status>}</Td>
                <Td num className="text-ink-3"><Age at={event.at} /></Td>
              </>}
            />
          )
        })}
      </tbody>
    </Table>
  )
}

/** The subject in words that people know, and as a link where there is a page of it. */
function SubjectWords({ event, slug }: { event: EventView; slug: string | undefined }): JSX.Element {
  const t = useTranslations('audit.subject')
  const subject = subjectOf(event)
  if (subject === undefined) return <span title={event.subject}>{event.subject}</span>
  const words = t(subject.kind, { number: subject.number })
  return slug === undefined ? <>{words}</> : <Link href={subjectHref(subject, slug)} title={event.subject} className="link">{words}</Link>
}

function EventDetail({ event, slug }: { event: EventView; slug: string | undefined }): JSX.Element {
  const t = useTranslations('audit')
  return (
    <>
      <p className="pb-2 text-ink-2 md:hidden"><SubjectWords event={event} slug={slug} /> · {event.actor} · {doorWords(t, event.door)}</p>
      <BeforeAfter before={yamlOf(event.before)} after={yamlOf(event.after)} />
    </>
  )
}

function BeforeAfter({ before, after }: { before: string; after: string }): JSX.Element {
  const t = useTranslations('audit')
  if (before === after) return <p className="text-ink-3">{t('noDetail')}</p>
  return before === '' ? <YamlView label={t('head.detail')} yaml={after} /> : <TextDiff label={t('head.detail')} before={before} after={after} />
}

function yamlOf(value: unknown): string {
  return value === undefined || value === null ? '' : toYaml(JSON.parse(JSON.stringify(value)))
}

type Words = ReturnType<typeof useTranslations<'audit'>>

function actionWords(t: Words, action: string): string {
  const key = actionKey(action)
  return key === undefined ? action : t(`action.${key}`)
}

function doorWords(t: Words, door: string): string {
  return door === 'browser' || door === 'setup' || door === 'system' ? t(`door.${door}`) : door
}
