'use client'
// One event, opened: where it stands in the chain, and what was before and after, field by field or as text. Loaded when it is first asked for.
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { JSX } from 'react'
import { useEvent } from '#lib/queries/events.ts'
import { routes } from '#lib/routes.ts'
import type { EventDetail as Detail } from '#lib/services/views.ts'
import { YamlDiff } from '../manifest/yaml-diff.tsx'
import { YamlView } from '../manifest/yaml-view.tsx'
import { Button } from '../ui/button.tsx'
import { Chips } from '../ui/chips.tsx'
import { Code } from '../ui/code.tsx'
import { ErrorPanel } from '../ui/error-panel.tsx'
import { Link } from '../ui/link.tsx'
import { SkeletonBar } from '../ui/skeleton.tsx'
import { doorWords } from './event-words.ts'
import { eventFields, eventText } from './event-fields.ts'
import { FieldTable } from './field-table.tsx'

const EXACT = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false, timeZoneName: 'short' } as const
/** Characters of a hash that tell it apart by eye; all of it is in the title. */
const HASH_SHOWN = 12

/** `slug` names the stack that the event belongs to. */
export function EventDetail({ id }: { id: string; slug: string | undefined }): JSX.Element {
  const t = useTranslations('audit')
  const { data, isError, refetch } = useEvent(id)
  if (data !== undefined) return <Opened event={data} />
  if (isError) return <ErrorPanel title={t('failed')} action={<Button onClick={() => void refetch()}>{t('retry')}</Button>} />
  return <SkeletonBar width={320} />
}

function Opened({ event }: { event: Detail }): JSX.Element {
  const t = useTranslations('audit')
  const format = useFormatter()
  return (
    <>
      <p className="flex flex-wrap gap-x-5 gap-y-1 pb-2.5 text-ink-3">
        <span>{t('detail.number', { id: event.id })}</span>
        <time dateTime={event.at}>{format.dateTime(new Date(event.at), EXACT)}</time>
        <span>{event.actor} <Code>{event.actorId}</Code> · {doorWords(t, event.door)}</span>
        <span title={event.hash}>{t('detail.hash')} <Code>{event.hash.slice(0, HASH_SHOWN)}</Code></span>
        <Link href={routes.event(event.id)} className="link print:hidden">{t('detail.link')}</Link>
      </p>
      <BeforeAfter event={event} />
    </>
  )
}

function BeforeAfter({ event: { before, after } }: { event: Detail }): JSX.Element {
  const t = useTranslations('audit')
  // Of all that are open: who reads one as text reads the next one so too.
  const [view, setView] = useQueryState('detail', parseAsStringLiteral(['fields', 'text']).withDefault('fields').withOptions({ history: 'replace' }))
  const fields = eventFields(before, after, useLocale())
  if (before === undefined && after === undefined) return <p className="text-ink-3">{t('noDetail')}</p>
  return (
    <>
      <Chips
        label={t('head.detail')} value={view} onChange={(next) => void setView(next)} className="print:hidden"
        chips={[{ value: 'fields', label: t('detail.fields'), count: fields.length }, { value: 'text', label: t('detail.text') }]}
      />
      {view === 'fields' && <FieldTable fields={fields} hasBefore={before !== undefined} />}
      {view === 'text' && before === undefined && <YamlView label={t('head.detail')} yaml={eventText(after)} />}
      {view === 'text' && before !== undefined && <YamlDiff label={t('head.detail')} before={eventText(before)} after={eventText(after)} />}
    </>
  )
}
